/** Awaits many jobs in this process's memory, or sends as many plain requests at the same rate. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createJobsClient } from "../../../src/index.ts";
import { measureUsage, references } from "../durable/shapes.ts";
import { projectId } from "../gateway/crowd.ts";
import type { Held, Load } from "./shapes.ts";

const [, , mode = "", gatewayPort] = process.argv;
const baseUrl = `http://127.0.0.1:${gatewayPort}`;
const token = "t".repeat(1_200);

const collectGarbage = (() => {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
})();

/** The heap that is alive, in bytes. */
function heapAlive(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function waits({ size, perSecond, measureAfter }: Load): Promise<number> {
  const jobs = createJobsClient({
    endpoints: { dcs: baseUrl },
    projectId,
    credentials: { token },
    rateLimit: { requestsPerSecond: perSecond },
  });
  const base = heapAlive();
  const all = jobs.waitAll(references(size));
  await pause(measureAfter);
  const held = heapAlive() - base;
  await all;
  return held;
}

async function plain({ requests, perSecond }: Load): Promise<number> {
  const url = `${baseUrl}/v2/${projectId}/jobs/bench`;
  const headers = { "X-Auth-Token": token };
  const send = async (): Promise<unknown> => (await fetch(url, { headers })).json();
  const began = performance.now();
  const pending: Promise<unknown>[] = [];
  while (pending.length < requests) {
    // As evenly as waits are: requests that start together share rounds of the event loop.
    await pause(1);
    const due = Math.min(requests, ((performance.now() - began) * perSecond) / 1_000);
    while (pending.length < due) {
      pending.push(send());
    }
  }
  await Promise.all(pending);
  return 0;
}

const modes: Readonly<Record<string, (load: Load) => Promise<number>>> = { waits, plain };

process.once("message", async (load: Load) => {
  const usage = measureUsage();
  const heap = (await modes[mode]?.(load)) ?? 0;
  const result: Held = { heap, ...usage() };
  process.send?.(result, () => process.exit());
});
process.send?.("ready");
