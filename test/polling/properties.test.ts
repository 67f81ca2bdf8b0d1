import { getEventListeners } from "node:events";
import fc from "fast-check";
import { createJobsClient, type Job } from "huaweicloud-jobs";
import { expect, test } from "vitest";
import { errorResponse, token } from "../helpers/fake-client.ts";
import { byJob } from "../helpers/gateway.ts";
import { createVirtualClock } from "../helpers/virtual-clock.ts";

/** What the network does with a request. */
interface Answer {
  readonly kind: "word" | "status" | "reset" | "page" | "silence";
  readonly word?: string;
  readonly status?: number;
  /** In seconds, as `Retry-After` says it. */
  readonly hint?: number | undefined;
  readonly takes: number;
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

interface Story {
  readonly answers: readonly Answer[];
  readonly callers: readonly Caller[];
  readonly requestsPerSecond: number | undefined;
  readonly jumps: readonly { readonly at: number; readonly by: number }[];
}

const takes = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(8_000));
const hint = fc.option(fc.integer({ min: 0, max: 90 }), { nil: undefined });

const answer: fc.Arbitrary<Answer> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("word" as const),
      word: fc.constantFrom("INIT", "RUNNING", "RUNNING", "PONDERING"),
      takes,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("status" as const),
      status: fc.constantFrom(429, 429, 408, 500, 502, 503, 504),
      hint,
      takes,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("reset" as const, "page" as const), takes }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("silence" as const), takes }) },
);

const end: fc.Arbitrary<Answer> = fc.oneof(
  fc.record({ kind: fc.constant("word" as const), word: fc.constantFrom("SUCCESS", "FAIL"), takes }),
  fc.record({ kind: fc.constant("status" as const), status: fc.constantFrom(400, 401, 403, 404, 501), takes }),
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

const story = (jumps: Story["jumps"] | fc.Arbitrary<Story["jumps"]>): fc.Arbitrary<Story> =>
  fc.record({
    answers: fc
      .tuple(fc.array(answer, { maxLength: 12 }), fc.option(end, { nil: undefined, freq: 4 }))
      .map(([answers, end]) => [...answers, end ?? { kind: "word", word: "RUNNING", takes: 0 }]),
    callers: fc.array(caller, { minLength: 1, maxLength: 6 }),
    requestsPerSecond: fc.option(fc.constantFrom(0.5, 2, 1_000), { nil: undefined }),
    jumps: Array.isArray(jumps) ? fc.constant(jumps) : (jumps as fc.Arbitrary<Story["jumps"]>),
  });

/** What became of a caller. Times are milliseconds since the start. */
interface Fate {
  readonly caller: Caller;
  readonly told: Job[];
  readonly began: number;
  readonly settled: number;
  readonly error?: unknown;
  readonly value?: Job | undefined;
  readonly signal: AbortSignal;
  readonly abortedAt: number | undefined;
}

interface Sent {
  readonly id: string;
  readonly at: number;
  readonly signal: AbortSignal | null | undefined;
  endedAt?: number;
}

/** Lets a story happen, each job with the same answers, poll by poll. */
async function play({ answers, callers, requestsPerSecond, jumps }: Story) {
  const clock = createVirtualClock();
  const origin = clock.now();
  const elapsed = () => clock.now() - origin;
  const sent: Sent[] = [];
  const polls = new Map<string, number>();
  let helpers = 0;
  /** Sleeps that are not the client's. */
  const pause = async (ms: number, signal?: AbortSignal) => {
    helpers += 1;
    await clock.sleep(ms, signal).finally(() => {
      helpers -= 1;
    });
  };

  async function reply({ kind, word, status = 0, hint, takes }: Answer, signal: AbortSignal): Promise<Response> {
    if (takes > 0) {
      await pause(takes, signal);
    }
    switch (kind) {
      case "word":
        return Response.json({ status: word });
      case "page":
        return new Response("<html>");
      case "status":
        return errorResponse(status, {}, hint === undefined ? {} : { "Retry-After": String(hint) });
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
      const request: Sent = { id, at: elapsed(), signal };
      sent.push(request);
      try {
        return await reply(answers[Math.min(poll, answers.length - 1)] as Answer, signal as AbortSignal);
      } finally {
        request.endedAt = elapsed();
      }
    },
  });

  async function live(caller: Caller): Promise<Fate> {
    const { startsAt, timeout, interval, abortsAfter, listener, isWatching } = caller;
    const controller = new AbortController();
    const { signal } = controller;
    const told: Job[] = [];
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
      told.push(job);
      switch (listener) {
        case "slow":
          return pause(3_000);
        case "hanging":
          return job.state === "succeeded" || job.state === "failed" ? undefined : new Promise(() => {});
        case "throwing":
          if (told.length === 2) {
            throw new Error("mine");
          }
          return undefined;
        case "rejecting":
          return told.length === 2 ? Promise.reject(new Error("mine")) : undefined;
        default:
          return undefined;
      }
    };
    const ref = { service: "dcs", id: `job-${caller.job}` } as const;
    const options = { timeout, interval, signal };
    const of = { caller, told, began, signal };
    try {
      let value: Job | undefined;
      if (isWatching) {
        for await (const job of jobs.watch(ref, options)) {
          told.push(job);
          value = job;
        }
      } else {
        value = await jobs.wait(ref, { ...options, onUpdate });
      }
      return { ...of, settled: elapsed(), value, abortedAt };
    } catch (error) {
      return { ...of, settled: elapsed(), error, abortedAt };
    }
  }

  const fates = await Promise.all(callers.map(live));
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { fates, sent, left: clock.sleeping - helpers };
}

const isOver = ({ state }: Job) => state === "succeeded" || state === "failed";

/** What holds whatever the clock does. */
function expectOrder({ fates, sent, left }: Awaited<ReturnType<typeof play>>): void {
  expect(left).toBe(0);
  for (const { told, caller, value, error, signal, abortedAt } of fates) {
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    // The end is told once, and last.
    expect(told.slice(0, -1).filter(isOver)).toEqual([]);
    const last = told.at(-1);
    if (value !== undefined) {
      expect(last).toBe(value);
    } else if (last !== undefined && isOver(last) && !caller.isWatching) {
      const name = (error as Error | undefined)?.name;
      expect([name, error === "enough" && abortedAt !== undefined, (error as Error).message === "mine"]).toSatisfy(
        ([name, isAborted, isOwn]) => isAborted || isOwn || (name === "JobFailedError" && last.state === "failed"),
      );
    }
    for (const [index, job] of told.slice(1).entries()) {
      expect([job.state, job.status]).not.toEqual([told[index]?.state, told[index]?.status]);
    }
  }
  for (const requests of byJob(sent).values()) {
    for (const [index, request] of requests.entries()) {
      // Each request has been answered, or cut.
      expect(request.endedAt !== undefined || request.signal?.aborted === true).toBe(true);
      // One at a time.
      expect(request.at).toBeGreaterThanOrEqual(requests[index - 1]?.endedAt ?? 0);
    }
  }
}

test("whatever the answers, callers, aborts and listeners: what a wait promises", async () => {
  await fc.assert(
    fc.asyncProperty(story([]), async (told) => {
      const played = await play(told);
      const { fates, sent } = played;
      expectOrder(played);
      for (const { caller, told, began, settled, error, abortedAt } of fates) {
        // A slow listener of the end is waited for.
        const grace = told.some(isOver) && caller.listener === "slow" ? 3_000 : 0;
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
      for (const [id, requests] of byJob(sent)) {
        const own = fates.filter(({ caller }) => `job-${caller.job}` === id);
        const floor = Math.min(...own.map(({ caller }) => caller.interval.min));
        const length = Math.max(...own.map(({ settled }) => settled)) - Math.min(...own.map(({ began }) => began));
        // Who comes when nobody is left polls at once.
        expect(requests.length).toBeLessThanOrEqual(length / floor + own.length);
        for (const [index, { at, endedAt = at }] of requests.slice(0, -1).entries()) {
          const next = requests[index + 1]?.at ?? at;
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

test("whatever the clock does besides: the same order, no spin, no stall", async () => {
  const jump = fc.record({
    at: fc.nat(60_000),
    by: fc.oneof(fc.integer({ min: -5_000, max: 5_000 }), fc.constantFrom(86_400_000, -86_400_000, Number.NaN)),
  });
  const jumps = fc.array(jump, { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(story(jumps), async (told) => {
      const played = await play(told);
      const { fates, sent } = played;
      expectOrder(played);
      const floor = Math.min(...fates.map(({ caller }) => caller.interval.min));
      for (const { caller, told: seen, began, settled } of fates) {
        const grace = seen.some(isOver) && caller.listener === "slow" ? 3_000 : 0;
        // A jump back, or a clock that has stopped, hides at most what a sleep was to last.
        expect(settled).toBeLessThanOrEqual(began + 4 * caller.timeout + 120_000 + grace);
      }
      const end = Math.max(...fates.map(({ settled }) => settled));
      expect(sent.length).toBeLessThanOrEqual(fates.length * (end / floor + told.jumps.length + 2));
    }),
    { numRuns: 150 },
  );
});
