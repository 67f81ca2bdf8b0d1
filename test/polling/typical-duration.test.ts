import { getEventListeners } from "node:events";
import { ConfigurationError, type Job } from "huaweicloud-jobs";
import { expect, test } from "vitest";
import { done, failed, pending, ref, running } from "../helpers/dcs-job.ts";
import { errorResponse, fakeClient, virtualClient } from "../helpers/fake-client.ts";
import { createVirtualClock } from "../helpers/virtual-clock.ts";

const MINUTE = 60_000;

/** A client of jobs that run for ten minutes. */
function tenMinutes() {
  const clock = createVirtualClock();
  const end = clock.now() + 10 * MINUTE;
  const polls: number[] = [];
  const fetch = async (): Promise<Response> => {
    polls.push(clock.now() - end + 10 * MINUTE);
    return Response.json(clock.now() < end ? running : done);
  };
  const { jobs } = fakeClient([], { clock, fetch });
  return { jobs, polls, clock };
}

/** How far apart polls are in a span of time, at most. */
function longestPause(polls: readonly number[], from: number, to: number): number {
  const near = polls.filter((at) => at >= from && at <= to);
  return Math.max(...near.slice(1).map((at, index) => at - (near[index] ?? 0)));
}

test.each<[string, number | ((job: Job<"dcs">) => number)]>([
  ["a number", 10 * MINUTE],
  ["a function of the job", ({ status }) => (status === "RUNNING" ? 10 : 1) * MINUTE],
])("with %s as the typical duration polls are close together where the end is expected", async (_, typicalDuration) => {
  const { jobs, polls } = tenMinutes();
  await jobs.wait(ref, { typicalDuration });
  expect(longestPause(polls, 9.8 * MINUTE, 11 * MINUTE)).toBeLessThan(9_000);
  expect(longestPause(polls, 5 * MINUTE, 8 * MINUTE)).toBeGreaterThan(24_000);
});

test("waitAll and watch take it, too", async () => {
  const all = tenMinutes();
  await all.jobs.waitAll([ref], { typicalDuration: 10 * MINUTE });
  expect(longestPause(all.polls, 9.8 * MINUTE, 11 * MINUTE)).toBeLessThan(9_000);
  const watched = tenMinutes();
  const updates: string[] = [];
  for await (const { status } of watched.jobs.watch(ref, { typicalDuration: () => 10 * MINUTE })) {
    updates.push(status);
  }
  expect(updates).toEqual(["RUNNING", "SUCCESS"]);
  expect(longestPause(watched.polls, 9.8 * MINUTE, 11 * MINUTE)).toBeLessThan(9_000);
});

test("a function is called with the job after each poll, once there is one; undefined means that it does not know", async () => {
  const seen: string[] = [];
  const typicalDuration = (job: Job<"dcs">) => {
    seen.push(job.status);
    return undefined;
  };
  const { jobs } = fakeClient([errorResponse(503), pending, errorResponse(503), running, done], {
    clock: createVirtualClock(),
  });
  await jobs.wait(ref, { typicalDuration });
  // After the second 503 with the job as it was seen before, and not after the last poll.
  expect(seen).toEqual(["INIT", "INIT", "RUNNING"]);
});

test("what a function throws ends the wait, and leaves nothing behind", async () => {
  const { jobs, requests, clock } = virtualClient([running]);
  const error = new Error("a bug");
  const typicalDuration = () => {
    throw error;
  };
  const { signal } = new AbortController();
  await expect(jobs.wait(ref, { typicalDuration, signal })).rejects.toBe(error);
  expect(await jobs.waitAll([ref], { typicalDuration, signal })).toEqual([{ ref, error }]);
  const updates = jobs.watch(ref, { typicalDuration, signal });
  expect(await updates.next()).toMatchObject({ value: { state: "running" } });
  await expect(updates.next()).rejects.toBe(error);
  expect([requests.length, clock.sleeping, getEventListeners(signal, "abort").length]).toEqual([3, 0, 0]);
});

test("what an async function rejects with ends no process: the wait has ended with its own error", async () => {
  const { jobs } = virtualClient([running]);
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  const typicalDuration = (async () => {
    throw new Error("a bug");
  }) as unknown as () => number;
  await expect(jobs.wait(ref, { typicalDuration })).rejects.toThrow(ConfigurationError);
  await new Promise(setImmediate);
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});

test.each([Number.NaN, -1, Number.POSITIVE_INFINITY, "5m", null, Promise.resolve(MINUTE)])(
  "a function that returns %s ends the wait with an error that says so",
  async (value) => {
    const { jobs, requests } = virtualClient([running]);
    const wait = jobs.wait(ref, { typicalDuration: () => value as number });
    await expect(wait).rejects.toThrow(ConfigurationError);
    await expect(wait).rejects.toThrow(/^"typicalDuration" must be a (finite )?number of milliseconds/);
    expect(requests).toHaveLength(1);
  },
);

test("a function that aborts the wait leaves no timer behind", async () => {
  const { jobs, requests, clock } = virtualClient([running]);
  const controller = new AbortController();
  const typicalDuration = () => {
    controller.abort("enough");
    return MINUTE;
  };
  await expect(jobs.wait(ref, { typicalDuration, signal: controller.signal })).rejects.toBe("enough");
  expect([requests.length, clock.sleeping]).toEqual([1, 0]);
});

test("a job that has finished at the first poll needs no expectation", async () => {
  const { jobs } = virtualClient([failed]);
  const typicalDuration = () => {
    throw new Error("not to be called");
  };
  await expect(jobs.wait(ref, { typicalDuration })).rejects.toThrow("node down");
});
