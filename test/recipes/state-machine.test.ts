import { createJobsClient, type JobRef } from "huaweicloud-jobs";
import { createSimulator } from "huaweicloud-jobs/simulator";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createPollTask } from "./state-machine.ts";

const MINUTE = 60_000;

beforeEach(() => {
  vi.useFakeTimers().setTimerTickMode("nextTimerAsync");
});

afterEach(() => {
  vi.useRealTimers();
});

/** A state machine that alternates between the task and a pause. */
async function machine(simulator: ReturnType<typeof createSimulator>, ref: JobRef, timeout: number) {
  const poll = createPollTask(createJobsClient(simulator.clientOptions));
  const pauses: number[] = [];
  let state = await poll({ ref, began: Date.now(), timeout });
  while (state.next === "wait") {
    pauses.push(state.seconds);
    const { seconds } = state;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    state = await poll(JSON.parse(JSON.stringify(state)));
  }
  return { state, pauses };
}

test("a job of an hour is polled by the schedule of a wait: every 5 seconds at first, every 24 to 30 at last", async () => {
  const simulator = createSimulator();
  const ref = simulator.addJob({ service: "dcs", scenario: "success", duration: 60 * MINUTE });
  const { state, pauses } = await machine(simulator, ref, 120 * MINUTE);
  expect(state).toMatchObject({ next: "done", job: { state: "succeeded" } });
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(5);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(30);
  expect(Math.min(...pauses.slice(60))).toBeGreaterThanOrEqual(24);
  expect(simulator.requests.length).toBe(pauses.length + 1);
});

test("a failed job is done too, and one that takes too long is timed out, after a last poll just before", async () => {
  const simulator = createSimulator();
  const failing = simulator.addJob({ service: "sfs-turbo", scenario: "failure" });
  expect((await machine(simulator, failing, MINUTE)).state).toMatchObject({ next: "done", job: { state: "failed" } });

  const slow = simulator.addJob({ service: "workspace", scenario: "success", duration: 60 * MINUTE });
  const began = Date.now();
  const { state } = await machine(simulator, slow, 10 * MINUTE);
  expect(state.next).toBe("timed-out");
  const polls = simulator.requests.filter(({ at }) => at >= began).map(({ at }) => at - began);
  expect(polls.filter((at) => at >= 10 * MINUTE - 3_000 && at < 10 * MINUTE)).toHaveLength(1);
});
