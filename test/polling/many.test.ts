import { execFile } from "node:child_process";
import { getEventListeners } from "node:events";
import { promisify } from "node:util";
import { isJobsError } from "huaweicloud-jobs";
import { describe, expect, onTestFinished, test } from "vitest";
import { buildProgram } from "../helpers/built-program.ts";
import { fakeClient } from "../helpers/fake-client.ts";
import { byJob, manyRefs, mostWithin, openGateway } from "../helpers/gateway.ts";

const run = promisify(execFile);

describe("two thousand jobs at once", () => {
  test("end in order; each is polled once per round, with one sleep of the clock", async () => {
    const { jobs, requests, clock, elapsed } = openGateway({ jobDuration: () => 13_000 });
    const refs = manyRefs(2_000);
    let mostSleeps = 0;
    const outcomes = await jobs.waitAll(refs, {
      onUpdate: () => {
        mostSleeps = Math.max(mostSleeps, clock.sleeping);
      },
    });
    expect(outcomes.every(({ ref, job }, index) => ref === refs[index] && job?.id === ref.id)).toBe(true);
    expect(outcomes.every(({ job }) => job?.state === "succeeded")).toBe(true);
    const polls = byJob(requests);
    expect(polls.size).toBe(2_000);
    // Each round polls every job once. The rate needs some seconds to grow to 200 requests a second.
    const longestRound = 2_000 / 200 + 5;
    for (const own of polls.values()) {
      expect(own.length).toBeLessThanOrEqual(3);
      expect((own[1]?.at ?? 0) - (own[0]?.at ?? 0)).toBeLessThanOrEqual(1_000 * longestRound);
    }
    expect(mostWithin(requests, 100)).toBeLessThanOrEqual(42);
    expect(elapsed()).toBeLessThan(40_000);
    expect(mostSleeps).toBeLessThanOrEqual(1);
    expect(clock.sleeping).toBe(0);
  });

  test("all time out at their deadline", async () => {
    const { jobs, requests, clock, elapsed } = openGateway();
    const outcomes = await jobs.waitAll(manyRefs(2_000), { timeout: 5_000 });
    expect(outcomes.every(({ error }) => error?.name === "WaitTimeoutError")).toBe(true);
    expect(elapsed()).toBe(5_000);
    expect(requests.length).toBeLessThanOrEqual(5_000 / 5);
    expect(clock.sleeping).toBe(0);
  });

  test("end when their common signal aborts, without a listener or a warning left", async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on("warning", onWarning);
    const stop = new AbortController();
    const { jobs, requests, clock } = openGateway({ latency: 100 });
    const waits = Promise.allSettled(manyRefs(2_000).map((ref) => jobs.wait(ref, { signal: stop.signal })));
    await clock.sleep(3_000);
    expect(getEventListeners(stop.signal, "abort")).toHaveLength(1);
    stop.abort("enough");
    let isSettled = false;
    const results = waits.then((results) => {
      isSettled = true;
      return results;
    });
    const { length } = requests;
    await new Promise((resolve) => setImmediate(resolve));
    expect(isSettled).toBe(true);
    expect((await results).every((result) => result.status === "rejected" && result.reason === "enough")).toBe(true);
    await new Promise((resolve) => setImmediate(resolve));
    expect(getEventListeners(stop.signal, "abort")).toHaveLength(0);
    expect(clock.sleeping).toBe(0);
    expect(requests).toHaveLength(length);
    process.off("warning", onWarning);
    expect(warnings).toEqual([]);
  });

  test("let the process exit after an abort", async () => {
    const program = await buildProgram("test/fixtures/programs/abort-many.ts");
    onTestFinished(program.remove);
    const { stdout } = await run(process.execPath, [program.path]);
    expect(JSON.parse(stdout)).toEqual({ aborted: 2_000, listeners: 0, timers: 0 });
  });
});

describe("waitAll", () => {
  test("polls a job once even if it is listed a thousand times", async () => {
    const { jobs, requests, clock } = openGateway({ jobDuration: () => 20_000 });
    const some = manyRefs(3);
    const refs = Array.from({ length: 3_000 }, (_, index) => some[index % 3] ?? { service: "dcs" as const, id: "" });
    const outcomes = await jobs.waitAll(refs, { interval: { min: 5_000, max: 5_000 } });
    expect(outcomes.every(({ ref, job }, index) => ref === refs[index] && job?.state === "succeeded")).toBe(true);
    expect(requests).toHaveLength(3 * 5);
    expect(clock.sleeping).toBe(0);
  });

  test("neither starts all jobs at once nor polls them together later", async () => {
    const { jobs, requests } = openGateway({ jobDuration: () => 40_000, rateLimit: { requestsPerSecond: 100_000 } });
    await jobs.waitAll(manyRefs(500), { interval: { min: 10_000, max: 20_000 } });
    // The rate admits all of them at the start; jitter spreads them afterwards.
    const later = requests.filter(({ at }) => at > 100 && at < 12_500);
    expect(later.length).toBeGreaterThan(490);
    expect(mostWithin(later, 100)).toBeLessThanOrEqual(50);
    const adaptive = openGateway({ jobDuration: () => 40_000 });
    await adaptive.jobs.waitAll(manyRefs(500));
    expect(mostWithin(adaptive.requests.slice(0, 100), 100)).toBeLessThanOrEqual(12);
  });
});

describe("a clock that jumps in the middle of many waits", () => {
  const day = 86_400_000;
  const jumpAt = 30_000;
  const refs = manyRefs(100);

  /** A client whose clock is shifted by so much after the jump. */
  function jumping(by: number, duration = 120_000) {
    let start: number | undefined;
    return openGateway({
      jobDuration: () => duration,
      clientTime(now) {
        start ??= now;
        return now - start < jumpAt ? now : now + by;
      },
    });
  }

  test.each([
    ["ahead by a day", day],
    ["back by a day", -day],
    ["ahead by ten seconds", 10_000],
    ["back by ten seconds", -10_000],
  ])("%s: no burst, no spin, and waits without a deadline end with their jobs", async (_how, by) => {
    const { jobs, requests, elapsed, clock } = jumping(by);
    const outcomes = await jobs.waitAll(refs, { timeout: Number.POSITIVE_INFINITY });
    expect(outcomes.every(({ job }) => job?.state === "succeeded")).toBe(true);
    expect(elapsed()).toBeLessThanOrEqual(120_000 + 30_000 + 6_000);
    expect(requests.length).toBeLessThanOrEqual(refs.length * 25);
    expect(
      mostWithin(
        requests.filter(({ at }) => at >= jumpAt),
        100,
      ),
    ).toBeLessThanOrEqual(42);
    expect(clock.sleeping).toBe(0);
  });

  test("ahead, past the deadline: each polls once more, and all end at once", async () => {
    const { jobs, elapsed, requests, clock } = jumping(day);
    const outcomes = await jobs.waitAll(refs);
    expect(outcomes.every(({ error }) => error?.name === "WaitTimeoutError")).toBe(true);
    expect(elapsed()).toBeLessThanOrEqual(jumpAt + 6_000);
    expect(requests.length).toBeLessThanOrEqual(refs.length * 7);
    expect(clock.sleeping).toBe(0);
  });

  test("back by a day: deadlines still hold", async () => {
    const { jobs, elapsed, clock } = jumping(-day, Number.POSITIVE_INFINITY);
    const outcomes = await jobs.waitAll(refs, { timeout: 300_000 });
    expect(outcomes.every(({ error }) => error?.name === "WaitTimeoutError")).toBe(true);
    expect(elapsed()).toBeGreaterThanOrEqual(300_000);
    expect(elapsed()).toBeLessThanOrEqual(310_000);
    expect(clock.sleeping).toBe(0);
  });

  test.each([
    ["stands still", (start: number) => start],
    ["shows no time any more", () => Number.NaN],
    ["runs backwards", (start: number, now: number) => 2 * start - now],
  ])("and then %s: the waits end with their jobs, or at their deadline", async (_how, timeAfterJump) => {
    let start: number | undefined;
    const options = {
      clientTime(now: number) {
        start ??= now;
        return now - start < jumpAt ? now : timeAfterJump(start, now);
      },
    };
    const ending = openGateway({ ...options, jobDuration: () => 100_000 });
    const outcomes = await ending.jobs.waitAll(refs);
    expect(outcomes.every(({ job }) => job?.state === "succeeded")).toBe(true);
    expect(ending.elapsed()).toBeLessThanOrEqual(140_000);
    expect(ending.requests.length).toBeLessThanOrEqual(refs.length * 25);
    start = undefined;
    const endless = openGateway(options);
    const late = await endless.jobs.waitAll(refs, { timeout: 120_000 });
    expect(late.every(({ error }) => error?.name === "WaitTimeoutError")).toBe(true);
    // The gaps of a few milliseconds between requests take longer, because the clock may still advance by itself.
    expect(endless.elapsed()).toBeLessThanOrEqual(4 * 120_000);
    expect(endless.requests.length).toBeLessThanOrEqual(refs.length * 40);
    expect([ending.clock.sleeping, endless.clock.sleeping]).toEqual([0, 0]);
  });

  test("sleeps that end too early do not make it spin: their length counts as time", async () => {
    const workspace = [{ status: "RUNNING", sub_jobs: [{ status: "RUNNING", process: 30 }] }];
    for (const now of [() => Number.NaN, () => 1e12, Date.now]) {
      let sleeps = 0;
      const clock = {
        now,
        sleep: async () => {
          sleeps += 1;
        },
      };
      const { jobs, requests } = fakeClient(workspace, { clock });
      const workspaceRefs = refs.slice(0, 20).map(({ id }) => ({ service: "workspace", id }) as const);
      // The credential is accepted: this clock is faster than any response.
      await jobs.get({ service: "workspace", id: "first" });
      const outcomes = await jobs.waitAll(workspaceRefs, { timeout: 600_000 });
      expect(outcomes.every(({ error }) => isJobsError(error) && error.name === "WaitTimeoutError")).toBe(true);
      expect(requests.length).toBeGreaterThanOrEqual(20 * 5);
      expect(requests.length).toBeLessThanOrEqual(20 * 125);
      expect(sleeps).toBeLessThanOrEqual(10 * requests.length);
    }
  });
});
