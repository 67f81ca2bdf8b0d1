import { AuthenticationError, createJobsClient, type JobRef, type JobsClientOptions } from "huaweicloud-jobs";
import { createSimulator } from "huaweicloud-jobs/simulator";
import { expect, test } from "vitest";
import { createVirtualClock } from "../helpers/virtual-clock.ts";
import { createHandler } from "./serverless.ts";

const MINUTE = 60_000;

/** A platform that stops a function after its limit, and hands what it answers to the next call as JSON. */
function platform(limit: number, options: Partial<JobsClientOptions> = {}) {
  const clock = createVirtualClock();
  const simulator = createSimulator({ clock });
  const calls: { began: number; took: number }[] = [];

  async function call(event: { ref: JobRef }) {
    // A new process each time: nothing but the event is there from the last one.
    const handler = createHandler(createJobsClient({ ...simulator.clientOptions, ...options }));
    const began = clock.now();
    const answer = await handler(event, { getRemainingTimeInMillis: () => began + limit - clock.now() });
    calls.push({ began, took: clock.now() - began });
    expect(clock.sleeping).toBe(0);
    return answer;
  }

  async function callUntilDone(ref: JobRef) {
    let answer = await call({ ref });
    while (!answer.done) {
      const event = JSON.parse(JSON.stringify(answer));
      await clock.sleep(answer.afterSeconds * 1_000);
      answer = await call(event);
    }
    return answer.job;
  }

  return { clock, simulator, calls, call, callUntilDone };
}

test("a job that outlives the function is followed to its end by the calls after it, each within the limit", async () => {
  const { simulator, calls, callUntilDone } = platform(5 * MINUTE);
  const job = await callUntilDone(
    simulator.addJob({ service: "sfs-turbo", scenario: "success", duration: 40 * MINUTE }),
  );
  expect(job.state).toBe("succeeded");
  expect(calls.length).toBe(8);
  expect(calls.filter(({ took }) => took >= 5 * MINUTE)).toEqual([]);
});

test("a later call asks by the job's age from the start, and no two requests are closer than in one wait", async () => {
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

test("the limit is kept to while a request hangs, and the job is not lost", async () => {
  const { simulator, calls, callUntilDone } = platform(MINUTE);
  simulator.injectFault({ kind: "hang" });
  const ref = simulator.addJob({ service: "workspace", scenario: "success", duration: MINUTE });
  expect((await callUntilDone(ref)).state).toBe("succeeded");
  expect(simulator.requests[0]).toMatchObject({ fault: "hang" });
  expect(calls[0]?.took).toBe(57_000);
});

test("a call that has no time left answers at once", async () => {
  const { simulator, call } = platform(2_000);
  const ref = simulator.addJob({ service: "dcs", scenario: "slow" });
  expect(await call({ ref })).toEqual({ done: false, ref, afterSeconds: 30 });
});

test("a failed job is a result, and a refused token an error", async () => {
  const { simulator, call } = platform(MINUTE);
  const ref = simulator.addJob({ service: "dcs", scenario: "failure" });
  expect(await call({ ref })).toMatchObject({ done: true, job: { state: "failed" } });
  simulator.injectFault({ kind: "expired-token" });
  await expect(call({ ref })).rejects.toThrow(AuthenticationError);
});
