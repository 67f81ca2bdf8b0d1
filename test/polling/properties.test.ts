import { getEventListeners } from "node:events";
import fc from "fast-check";
import { createJobsClient, isTerminal, type Job } from "huaweicloud-jobs";
import { expect, test } from "vitest";
import { errorResponse, token } from "../helpers/fake-client.ts";
import { byJob } from "../helpers/gateway.ts";
import { createVirtualClock } from "../helpers/virtual-clock.ts";

/** How the network handles a request. */
interface FakeReply {
  readonly kind: "job" | "error" | "reset" | "page" | "silence";
  readonly jobStatus?: string;
  readonly httpStatus?: number;
  /** In seconds. */
  readonly retryAfter?: number | undefined;
  readonly latency: number;
}

/** One caller. Durations are milliseconds. */
interface Caller {
  readonly job: number;
  readonly startsAt: number;
  readonly timeout: number;
  readonly interval: { readonly min: number; readonly max: number };
  readonly abortsAfter: number | undefined;
  readonly listener: "quick" | "slow" | "hanging" | "throwing" | "rejecting";
  readonly isWatching: boolean;
}

interface TestCase {
  readonly replies: readonly FakeReply[];
  readonly callers: readonly Caller[];
  readonly requestsPerSecond: number | undefined;
  readonly jumps: readonly { readonly at: number; readonly by: number }[];
}

const latency = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(8_000));
const retryAfter = fc.option(fc.integer({ min: 0, max: 90 }), { nil: undefined });

const reply: fc.Arbitrary<FakeReply> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("job" as const),
      jobStatus: fc.constantFrom("INIT", "RUNNING", "RUNNING", "PONDERING"),
      latency,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("error" as const),
      httpStatus: fc.constantFrom(429, 429, 408, 500, 502, 503, 504),
      retryAfter,
      latency,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("reset" as const, "page" as const), latency }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("silence" as const), latency }) },
);

const end: fc.Arbitrary<FakeReply> = fc.oneof(
  fc.record({ kind: fc.constant("job" as const), jobStatus: fc.constantFrom("SUCCESS", "FAIL"), latency }),
  fc.record({ kind: fc.constant("error" as const), httpStatus: fc.constantFrom(400, 401, 403, 404, 501), latency }),
);

const caller: fc.Arbitrary<Caller> = fc.record({
  job: fc.nat(2),
  startsAt: fc.oneof(fc.constant(0), fc.nat(30_000)),
  timeout: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 120_000 })),
  interval: fc
    .tuple(fc.integer({ min: 500, max: 10_000 }), fc.nat(20_000))
    .map(([min, more]) => ({ min, max: min + more })),
  abortsAfter: fc.option(fc.nat(60_000), { nil: undefined, freq: 2 }),
  listener: fc.constantFrom("quick", "quick", "slow", "hanging", "throwing", "rejecting"),
  isWatching: fc.boolean(),
});

const testCase = (jumps: TestCase["jumps"] | fc.Arbitrary<TestCase["jumps"]>): fc.Arbitrary<TestCase> =>
  fc.record({
    replies: fc
      .tuple(fc.array(reply, { maxLength: 12 }), fc.option(end, { nil: undefined, freq: 4 }))
      .map(([replies, end]) => [...replies, end ?? { kind: "job", jobStatus: "RUNNING", latency: 0 }]),
    callers: fc.array(caller, { minLength: 1, maxLength: 6 }),
    requestsPerSecond: fc.option(fc.constantFrom(0.5, 2, 1_000), { nil: undefined }),
    jumps: Array.isArray(jumps) ? fc.constant(jumps) : (jumps as fc.Arbitrary<TestCase["jumps"]>),
  });

/** What a caller saw, and how its call ended. Times are milliseconds since the start. */
interface CallerResult {
  readonly caller: Caller;
  readonly updates: Job[];
  readonly began: number;
  readonly settled: number;
  readonly error?: unknown;
  readonly value?: Job | undefined;
  readonly signal: AbortSignal;
  readonly abortedAt: number | undefined;
}

interface SentRequest {
  readonly id: string;
  readonly at: number;
  readonly signal: AbortSignal | null | undefined;
  endedAt?: number;
}

/** Runs a test case, each job with the same replies, poll by poll. */
async function run({ replies, callers, requestsPerSecond, jumps }: TestCase) {
  const clock = createVirtualClock();
  const origin = clock.now();
  const elapsed = () => clock.now() - origin;
  const requests: SentRequest[] = [];
  const polls = new Map<string, number>();
  let ownSleeps = 0;
  /** A sleep of the test, not of the client. */
  const pause = async (ms: number, signal?: AbortSignal) => {
    ownSleeps += 1;
    await clock.sleep(ms, signal).finally(() => {
      ownSleeps -= 1;
    });
  };

  async function respond(
    { kind, jobStatus, httpStatus = 0, retryAfter, latency }: FakeReply,
    signal: AbortSignal,
  ): Promise<Response> {
    if (latency > 0) {
      await pause(latency, signal);
    }
    switch (kind) {
      case "job":
        return Response.json({ status: jobStatus });
      case "page":
        return new Response("<html>");
      case "error":
        return errorResponse(httpStatus, {}, retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) });
      case "reset":
        throw new TypeError("fetch failed");
      default:
        return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    }
  }

  const jobs = createJobsClient({
    endpoints: { dcs: "https://dcs.test" },
    projectId: "p",
    credentials: { token },
    clock: {
      sleep: clock.sleep,
      now: () => jumps.reduce((now, { at, by }) => now + (elapsed() >= at ? by : 0), clock.now()),
    },
    rateLimit: requestsPerSecond === undefined ? undefined : { requestsPerSecond },
    async fetch(url, { signal }) {
      const id = url.slice(url.lastIndexOf("/") + 1);
      const poll = polls.get(id) ?? 0;
      polls.set(id, poll + 1);
      const request: SentRequest = { id, at: elapsed(), signal };
      requests.push(request);
      try {
        return await respond(replies[Math.min(poll, replies.length - 1)] as FakeReply, signal as AbortSignal);
      } finally {
        request.endedAt = elapsed();
      }
    },
  });

  async function call(caller: Caller): Promise<CallerResult> {
    const { startsAt, timeout, interval, abortsAfter, listener, isWatching } = caller;
    const controller = new AbortController();
    const { signal } = controller;
    const updates: Job[] = [];
    if (startsAt > 0) {
      await pause(startsAt);
    }
    const began = elapsed();
    let abortedAt: number | undefined;
    if (abortsAfter !== undefined) {
      pause(abortsAfter).then(() => {
        abortedAt = elapsed();
        controller.abort("enough");
      });
    }
    const onUpdate = (job: Job): unknown => {
      updates.push(job);
      switch (listener) {
        case "slow":
          return pause(3_000);
        case "hanging":
          return job.state === "succeeded" || job.state === "failed" ? undefined : new Promise(() => {});
        case "throwing":
          if (updates.length === 2) {
            throw new Error("mine");
          }
          return undefined;
        case "rejecting":
          return updates.length === 2 ? Promise.reject(new Error("mine")) : undefined;
        default:
          return undefined;
      }
    };
    const ref = { service: "dcs", id: `job-${caller.job}` } as const;
    const options = { timeout, interval, signal };
    const common = { caller, updates, began, signal };
    try {
      let value: Job | undefined;
      if (isWatching) {
        for await (const job of jobs.watch(ref, options)) {
          updates.push(job);
          value = job;
        }
      } else {
        value = await jobs.wait(ref, { ...options, onUpdate });
      }
      return { ...common, settled: elapsed(), value, abortedAt };
    } catch (error) {
      return { ...common, settled: elapsed(), error, abortedAt };
    }
  }

  const results = await Promise.all(callers.map(call));
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { results, requests, openSleeps: clock.sleeping - ownSleeps };
}

/** Checks what holds whatever the clock does. */
function expectOrder({ results, requests, openSleeps }: Awaited<ReturnType<typeof run>>): void {
  expect(openSleeps).toBe(0);
  for (const { updates, caller, value, error, signal, abortedAt } of results) {
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    // The final state comes once, and last.
    expect(updates.slice(0, -1).filter(isTerminal)).toEqual([]);
    const last = updates.at(-1);
    if (value !== undefined) {
      expect(last).toBe(value);
    } else if (last !== undefined && isTerminal(last) && !caller.isWatching) {
      const name = (error as Error | undefined)?.name;
      expect([name, error === "enough" && abortedAt !== undefined, (error as Error).message === "mine"]).toSatisfy(
        ([name, isAborted, isOwn]) => isAborted || isOwn || (name === "JobFailedError" && last.state === "failed"),
      );
    }
    for (const [index, job] of updates.slice(1).entries()) {
      expect([job.state, job.status]).not.toEqual([updates[index]?.state, updates[index]?.status]);
    }
  }
  for (const polls of byJob(requests).values()) {
    for (const [index, request] of polls.entries()) {
      // Each request has a response, or was aborted.
      expect(request.endedAt !== undefined || request.signal?.aborted === true).toBe(true);
      // One at a time.
      expect(request.at).toBeGreaterThanOrEqual(polls[index - 1]?.endedAt ?? 0);
    }
  }
}

test("whatever the responses, callers, aborts and listeners, a wait keeps its promises", async () => {
  await fc.assert(
    fc.asyncProperty(testCase([]), async (given) => {
      const observed = await run(given);
      const { results, requests } = observed;
      expectOrder(observed);
      for (const { caller, updates, began, settled, error, abortedAt } of results) {
        // The wait awaits a slow listener of the final state.
        const grace = updates.some(isTerminal) && caller.listener === "slow" ? 3_000 : 0;
        expect(settled).toBeLessThanOrEqual(began + caller.timeout + grace + 1);
        if (error instanceof Error && error.name === "WaitTimeoutError") {
          expect(settled).toBeGreaterThanOrEqual(began + caller.timeout);
        }
        if (error === "enough") {
          expect(settled).toBe(abortedAt);
        } else if (abortedAt !== undefined) {
          expect(settled).toBeLessThanOrEqual(abortedAt);
        }
      }
      for (const [id, polls] of byJob(requests)) {
        const own = results.filter(({ caller }) => `job-${caller.job}` === id);
        const floor = Math.min(...own.map(({ caller }) => caller.interval.min));
        const length = Math.max(...own.map(({ settled }) => settled)) - Math.min(...own.map(({ began }) => began));
        // A caller that comes after all others have left polls at once.
        expect(polls.length).toBeLessThanOrEqual(length / floor + own.length);
        for (const [index, { at, endedAt = at }] of polls.slice(0, -1).entries()) {
          const next = polls[index + 1]?.at ?? at;
          const ends = own.map(({ settled }) => settled).filter((end) => end > endedAt && end <= next);
          const isAnew = [endedAt, ...ends].some((time) =>
            own.every(({ began, settled }) => settled <= time || began >= time),
          );
          expect(next - endedAt).toBeGreaterThanOrEqual(isAnew ? 0 : floor);
        }
      }
    }),
    { numRuns: 250 },
  );
});

test("whatever the clock does as well, the order is the same, without spin or stall", async () => {
  const jump = fc.record({
    at: fc.nat(60_000),
    by: fc.oneof(fc.integer({ min: -5_000, max: 5_000 }), fc.constantFrom(86_400_000, -86_400_000, Number.NaN)),
  });
  const jumps = fc.array(jump, { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(testCase(jumps), async (given) => {
      const observed = await run(given);
      const { results, requests } = observed;
      expectOrder(observed);
      const floor = Math.min(...results.map(({ caller }) => caller.interval.min));
      for (const { caller, updates, began, settled } of results) {
        const grace = updates.some(isTerminal) && caller.listener === "slow" ? 3_000 : 0;
        // A jump back, or a clock that has stopped, hides at most the length of one sleep.
        expect(settled).toBeLessThanOrEqual(began + 4 * caller.timeout + 120_000 + grace);
      }
      const end = Math.max(...results.map(({ settled }) => settled));
      expect(requests.length).toBeLessThanOrEqual(results.length * (end / floor + given.jumps.length + 2));
    }),
    { numRuns: 150 },
  );
});
