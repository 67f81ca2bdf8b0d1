import { AuthenticationError, createJobsClient, type JobRef, type JobsClientOptions } from "huaweicloud-jobs";
import { createSimulator } from "huaweicloud-jobs/simulator";
import { expect, test } from "vitest";
import { createVirtualClock } from "../helpers/virtual-clock.ts";
import { createHandler } from "./serverless.ts";

const MINUTE = 60_000;

/** A platform that stops a function after its limit, and passes its result to the next call as JSON. */
function platform(limit: number, options: Partial<JobsClientOptions> = {}) {
  const clock = createVirtualClock();
  const simulator = createSimulator({ clock });
  const calls: { began: number; took: number }[] = [];

  async function call(event: { ref: JobRef }) {
    // A new process each time: only the event remains of the last one.
    const handler = createHandler(createJobsClient({ ...simulator.clientOptions, ...options }));
    const began = clock.now();
    const result = await handler(event, { getRemainingTimeInMillis: () => began + limit - clock.now() });
    calls.push({ began, took: clock.now() - began });
    expect(clock.sleeping).toBe(0);
    return result;
  }

  async function callUntilDone(ref: JobRef) {
    let result = await call({ ref });
    while (!result.done) {
      const event = JSON.parse(JSON.stringify(result));
      await clock.sleep(result.afterSeconds * 1_000);
      result = await call(event);
    }
    return result.job;
  }

  return { clock, simulator, calls, call, callUntilDone };
}

test("later calls wait for a job that outlives the function, each within the limit", async () => {
  const { simulator, calls, callUntilDone } = platform(5 * MINUTE);
  const job = await callUntilDone(
    simulator.addJob({ service: "sfs-turbo", scenario: "success", duration: 40 * MINUTE }),
  );
  expect(job.state).toBe("succeeded");
  expect(calls.length).toBe(8);
  expect(calls.filter(({ took }) => took >= 5 * MINUTE)).toEqual([]);
});

test("a later call polls by the job's whole age, and no two requests are closer than in one wait", async () => {
  const { simulator, calls, callUntilDone } = platform(5 * MINUTE);
  await callUntilDone(simulator.addJob({ service: "dcs", scenario: "success", duration: 40 * MINUTE }));
  const times = simulator.requests.map(({ at }) => at);
  const pauses = times.slice(1).map((at, index) => at - (times[index] ?? at));
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(5_000);
  const later = calls.slice(1, -1).map(({ began }) => times.filter((at) => at >= began).slice(0, 2));
  expect(later).toHaveLength(6);
  for (const [first = 0, second = 0] of later) {
    expect(second - first).toBeGreaterThanOrEqual(24_000);
  }
});

test("a request that hangs does not exceed the limit, and the job is not lost", async () => {
  const { simulator, calls, callUntilDone } = platform(MINUTE);
  simulator.injectFault({ kind: "hang" });
  const ref = simulator.addJob({ service: "workspace", scenario: "success", duration: MINUTE });
  expect((await callUntilDone(ref)).state).toBe("succeeded");
  expect(simulator.requests[0]).toMatchObject({ fault: "hang" });
  expect(calls[0]?.took).toBe(57_000);
});

test("a call that has no time left returns at once", async () => {
  const { simulator, call } = platform(2_000);
  const ref = simulator.addJob({ service: "dcs", scenario: "slow" });
  expect(await call({ ref })).toEqual({ done: false, ref, afterSeconds: 30 });
});

test("a failed job is a result, and a rejected token is an error", async () => {
  const { simulator, call } = platform(MINUTE);
  const ref = simulator.addJob({ service: "dcs", scenario: "failure" });
  expect(await call({ ref })).toMatchObject({ done: true, job: { state: "failed" } });
  simulator.injectFault({ kind: "expired-token" });
  await expect(call({ ref })).rejects.toThrow(AuthenticationError);
});
