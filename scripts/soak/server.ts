/** The simulator's listener in a process of its own: plays the plan that its parent orders, and tells what it saw. */

import { listen } from "../../src/simulator/node.ts";
import { systemClock } from "../../src/util/clock.ts";
import type { Place } from "./follow.ts";
import { sockets } from "./handles.ts";
import { type Order, planRun } from "./plan.ts";
import { type Play, play, type Seen } from "./play.ts";

/** Where the run takes place. */
export type Begun = Pick<Place, "endpoints" | "projectId" | "token" | "beginsAt">;

/** What was seen of it so far, and how many connections are open. */
export interface Report extends Seen {
  readonly sockets: number;
}

/** How long the client has to get ready, in milliseconds. */
const DELAY = 1_000;

let current: Play | undefined;

async function begin(order: Order): Promise<Begun> {
  current = play(planRun(order), systemClock, DELAY);
  const { simulator, beginsAt } = current;
  const { projectId, credentials } = simulator.clientOptions;
  const { endpoints } = await listen(simulator);
  return { endpoints, projectId, token: credentials.token, beginsAt };
}

function report(): Report | undefined {
  return current && { ...current.seen(), sockets: sockets() };
}

process.on("message", async (question: Order | Record<string, never>) => {
  process.send?.("seed" in question ? await begin(question as Order) : report());
});
process.once("disconnect", () => process.exit());
process.send?.("ready");
