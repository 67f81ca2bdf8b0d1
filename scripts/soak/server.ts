/** The simulator's listener in its own process: plays the plan that its parent orders, and reports its traffic. */
import { listen } from "../../src/simulator/node.ts";
import { systemClock } from "../../src/util/clock.ts";
import type { Target } from "./calls.ts";
import { planRun, type RunOptions } from "./plan.ts";
import { openSockets } from "./resources.ts";
import { simulate, type Traffic } from "./simulation.ts";

export type Started = Pick<Target, "endpoints" | "projectId" | "beginsAt">;

export interface ServerReport extends Traffic {
  readonly sockets: number;
}

/** Time for the client to get ready, in milliseconds. */
const DELAY = 1_000;

let traffic: Traffic | undefined;

async function begin(options: RunOptions): Promise<Started> {
  const beginsAt = Date.now() + DELAY;
  const simulation = simulate(planRun(options), systemClock, beginsAt);
  traffic = simulation.traffic;
  const { projectId } = simulation.simulator.clientOptions;
  const { endpoints } = await listen(simulation.simulator);
  return { endpoints, projectId, beginsAt };
}

process.on("message", async (message: RunOptions | Record<string, never>) => {
  process.send?.("seed" in message ? await begin(message as RunOptions) : { ...traffic, sockets: openSockets() });
});
process.once("disconnect", () => process.exit());
process.send?.("ready");
