import { createJobsClient } from "huaweicloud-jobs";
import { createSimulator, type Simulator } from "huaweicloud-jobs/simulator";
import { listen } from "huaweicloud-jobs/simulator/node";
import { afterAll, beforeAll } from "vitest";
import { createVirtualClock } from "./virtual-clock.ts";

/** A simulator of the built-in services on a virtual clock, and a client of it. */
export function simulated() {
  const clock = createVirtualClock();
  const simulator = createSimulator({ clock });
  return { clock, simulator, jobs: createJobsClient(simulator.clientOptions) };
}

/** Lets a simulator listen on loopback for the tests of a file, or of the `describe` around. */
export function useListener(simulator: Simulator) {
  const used = {} as { server: Awaited<ReturnType<typeof listen>> };
  beforeAll(async () => {
    used.server = await listen(simulator);
  });
  afterAll(() => used.server?.close());
  return used;
}
