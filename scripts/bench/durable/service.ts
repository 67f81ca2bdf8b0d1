/** The simulator in a process of its own: plays a crowd of jobs that begin together, and counts what is asked. */
import { createSimulator } from "../../../src/simulator/index.ts";
import { listen } from "../../../src/simulator/node.ts";
import { type Begun, type Crowd, durationOf, idOf } from "../gateway/crowd.ts";
import { busiest } from "../statistics.ts";

/** Where the service is, and who may ask. */
export interface Service {
  readonly endpoints: { readonly dcs: string };
  readonly credentials: { readonly token: string };
  readonly projectId: string;
}

/** What it was asked. */
export interface Asked {
  readonly requests: number;
  /** In the busiest second, wherever it begins. */
  readonly busiest: number;
}

const WARM_UP = 500;

const simulator = createSimulator();
const { url } = await listen(simulator);
const { credentials, projectId } = simulator.clientOptions;
let startedAt = 0;

/** What runs for the first time is slow, and would see requests pile up that came at a rate. */
async function warmUp(): Promise<void> {
  for (let round = 0; round < WARM_UP; round++) {
    await fetch(`${url}/dcs/v2/${projectId}/jobs/none`).then((response) => response.text());
  }
}

function begin(crowd: Crowd): Begun {
  startedAt = Date.now();
  for (let index = 0; index < crowd.size; index++) {
    const steps = [
      { after: 0, status: "RUNNING" },
      { after: durationOf(index, crowd), status: "SUCCESS" },
    ];
    simulator.addJob({ service: "dcs", id: idOf(index), steps });
  }
  return { startedAt };
}

function report(): Asked {
  const times = simulator.requests.map(({ at }) => at).filter((at) => at >= startedAt);
  return { requests: times.length, busiest: busiest(times, 1_000) };
}

await warmUp();
process.on("message", (question: Crowd | Record<string, never>) => {
  process.send?.("size" in question ? begin(question as Crowd) : report());
});
process.once("disconnect", () => process.exit());
process.send?.({ endpoints: { dcs: `${url}/dcs` }, credentials, projectId } satisfies Service);
