import { type JobsClient, WaitTimeoutError } from "huaweicloud-jobs";
import { describe, expect, test } from "vitest";
import { done, failed, ref, running } from "../helpers/dcs-job.ts";
import { errorResponse, type FakeResponse, fakeClient, respond } from "../helpers/fake-client.ts";
import { createVirtualClock } from "../helpers/virtual-clock.ts";

const MINUTE = 60_000;
const timeout = 5 * MINUTE;

/**
 * A client whose process is frozen for an hour at the end of a poll.
 *
 * @param responses - of the polls; the last one again and again, and none if it is `undefined`
 * @param at - the poll, 1 for the first one
 * @param onPoll - called with the number of each poll
 */
function frozenClient(responses: readonly (FakeResponse | undefined)[], at = 1, onPoll = (_poll: number) => {}) {
  const virtual = createVirtualClock();
  let frozen = 0;
  const clock = { sleep: virtual.sleep, now: () => virtual.now() + frozen };
  const began = clock.now();
  const polledAt: number[] = [];
  const { jobs } = fakeClient([], {
    clock,
    async fetch() {
      const poll = polledAt.push(clock.now() - began);
      onPoll(poll);
      frozen = poll < at ? 0 : 60 * MINUTE;
      const response = responses[Math.min(poll, responses.length) - 1];
      return response === undefined ? new Promise(() => {}) : respond(response);
    },
  });
  return { jobs, clock, polledAt, elapsed: () => clock.now() - began, sleeping: () => virtual.sleeping };
}

const last = async (jobs: JobsClient) => {
  let state: string | undefined;
  for await (const job of jobs.watch(ref, { timeout })) {
    state = job.state;
  }
  return state;
};

describe("a process that is frozen past the deadline polls once more", () => {
  test.each([
    ["wait", (jobs: JobsClient) => jobs.wait(ref, { timeout }).then(({ state }) => state)],
    ["watch", last],
    ["waitAll", (jobs: JobsClient) => jobs.waitAll([ref], { timeout }).then(([outcome]) => outcome?.job?.state)],
  ])("%s has the job that is over", async (_name, call) => {
    for (const polls of [1, 2, 5]) {
      const { jobs, polledAt, sleeping } = frozenClient([...Array<FakeResponse>(polls).fill(running), done], polls);
      expect(await call(jobs)).toBe("succeeded");
      expect(polledAt).toHaveLength(polls + 1);
      expect(sleeping()).toBe(0);
    }
  });

  test("a job that failed meanwhile is a failed job", async () => {
    const { jobs } = frozenClient([running, failed]);
    await expect(jobs.wait(ref, { timeout })).rejects.toMatchObject({ name: "JobFailedError" });
  });

  test("a job that still runs ends the wait on that poll", async () => {
    const { jobs, polledAt } = frozenClient([running]);
    const error: unknown = await jobs.wait(ref, { timeout }).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(WaitTimeoutError);
    expect((error as Error).message).toContain("is still running (status RUNNING) after 300000 ms");
    expect(error).not.toHaveProperty("lastJobAge");
    expect(polledAt).toHaveLength(2);
  });

  test("a listener that is busy meanwhile receives the next change when it has returned", async () => {
    const { jobs, clock } = frozenClient([running, done]);
    const log: string[] = [];
    const onUpdate = async ({ status }: { status: string }) => {
      await clock.sleep(status === "RUNNING" ? timeout + 10_000 : 0);
      log.push(status);
    };
    await jobs.wait(ref, { timeout, onUpdate });
    expect(log).toEqual(["RUNNING", "SUCCESS"]);
  });

  test("a connection that broke meanwhile is no last word", async () => {
    const cause = Object.assign(new Error("other side closed"), { code: "ECONNRESET" });
    const { jobs, polledAt } = frozenClient([running, new TypeError("fetch failed", { cause }), done]);
    expect(await jobs.wait(ref, { timeout })).toHaveProperty("state", "succeeded");
    expect(polledAt).toHaveLength(3);
  });

  test.each([
    ["does not respond", undefined],
    ["is down", errorResponse(503)],
  ])(
    "a service that %s ends the wait after the request's timeout, and the error says how old the job is",
    async (_how, after) => {
      const { jobs, elapsed, polledAt, sleeping } = frozenClient([running, after]);
      const error: unknown = await jobs.wait(ref, { timeout }).catch((error: unknown) => error);
      expect(error).toBeInstanceOf(WaitTimeoutError);
      const age = elapsed() - (polledAt[0] ?? 0);
      expect(error).toMatchObject({ lastJob: { state: "running" }, lastJobAge: age });
      expect((error as Error).message).toContain(
        `was running (status RUNNING) when last seen, ${Math.round(age / 1_000)} seconds ago.`,
      );
      expect(elapsed() - (polledAt[1] ?? 0)).toBeLessThanOrEqual(30_000);
      expect(sleeping()).toBe(0);
    },
  );

  test("an abort ends that poll at once, with the signal's reason", async () => {
    const controller = new AbortController();
    const { jobs, sleeping } = frozenClient([running, undefined], 1, (poll) => {
      if (poll === 2) {
        setImmediate(() => controller.abort("enough"));
      }
    });
    await expect(jobs.wait(ref, { timeout, signal: controller.signal })).rejects.toBe("enough");
    expect(sleeping()).toBe(0);
  });
});

test("a service that has been down for long is no freeze: the wait ends at its deadline and says how old the job is", async () => {
  const clock = createVirtualClock();
  const began = clock.now();
  const { jobs } = fakeClient([running, errorResponse(503)], { clock });
  const error: unknown = await jobs.wait(ref, { timeout }).catch((error: unknown) => error);
  expect(clock.now() - began).toBe(timeout);
  expect(error).toMatchObject({ name: "WaitTimeoutError", lastJobAge: timeout });
  expect((error as Error).message).toContain(
    "was running (status RUNNING) when last seen, 300 seconds ago. The wait timed out after 300000 ms;",
  );
});
