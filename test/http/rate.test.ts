import { getEventListeners } from "node:events";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Bounds, initialRate, nextRate, type Rate, type RateSignal } from "../../src/http/rate.ts";
import { errorResponse } from "../helpers/fake-client.ts";
import { byJob, type GatewayOptions, manyRefs, mostWithin, openGateway } from "../helpers/gateway.ts";

describe("the rate", () => {
  const bounds: Bounds = { min: 1 / 60, max: 200 };
  const good = (at: number, sentAt = at): RateSignal => ({ at, sentAt, isFullyUsed: true });
  const rejected = (at: number, sentAt = at, retryAfter?: number): RateSignal => ({
    at,
    sentAt,
    isFullyUsed: true,
    rejection: { retryAfter, limit: undefined },
  });
  const rateAfter = (signals: readonly RateSignal[], state: Rate = initialRate(bounds, 10)) =>
    signals.reduce(nextRate, state);

  /** The rate after so many seconds of full use without a rejection. */
  function use(state: Rate, from: number, seconds: number): Rate {
    let now = from;
    let used = state;
    while (now < from + seconds * 1_000 && used.perSecond < used.bounds.max) {
      now += 1_000 / used.perSecond;
      used = nextRate(used, good(now));
    }
    return used;
  }

  /** Successes and rejections as they come in, some of them late. */
  const responses = fc.array(
    fc.record({
      gap: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 3_000, noNaN: true }), fc.constant(1e9)),
      took: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 30_000, noNaN: true })),
      isFullyUsed: fc.boolean(),
      rejection: fc.option(
        fc.record({
          retryAfter: fc.option(fc.oneof(fc.constantFrom(0, 1e12, Number.POSITIVE_INFINITY), fc.nat(100_000)), {
            nil: undefined,
          }),
          limit: fc.option(
            fc.record({
              requests: fc.integer({ min: 1, max: 1_000 }),
              window: fc.constantFrom(1_000, 60_000, 86_400_000),
            }),
            { nil: undefined, freq: 2 },
          ),
        }),
        { nil: undefined, freq: 2 },
      ),
    }),
    { maxLength: 60 },
  );

  type FakeSignal = typeof responses extends fc.Arbitrary<readonly (infer E)[]> ? E : never;

  /** The same with the times of request and response. */
  function signalsOf(given: readonly FakeSignal[]): RateSignal[] {
    let at = 0;
    return given.map(({ gap, took, ...signal }) => {
      at += gap;
      return { at, sentAt: at - took, ...signal };
    });
  }

  /** Each signal, with the rate before it and after it. */
  function* steps(given: readonly FakeSignal[]): Generator<[state: Rate, signal: RateSignal, next: Rate]> {
    let state = initialRate(bounds, 10);
    for (const signal of signalsOf(given)) {
      const next = nextRate(state, signal);
      yield [state, signal, next];
      state = next;
    }
  }

  test("is never zero, never beyond its bounds, nor beyond the limit that the server names", () => {
    fc.assert(
      fc.property(responses, (given) => {
        for (const [{ decreasedAt }, signal, next] of steps(given)) {
          const { limit } = signal.rejection ?? {};
          const serverLimit =
            limit && signal.sentAt > decreasedAt
              ? Math.max((limit.requests * 1_000) / limit.window, 1 / 60)
              : bounds.max;
          expect(next.perSecond).toBeGreaterThanOrEqual(1 / 60);
          expect(next.perSecond).toBeLessThanOrEqual(Math.min(bounds.max, serverLimit));
        }
      }),
      { numRuns: 300 },
    );
  });

  test("does not rise on a rejection nor fall on a success, unless the server has named a limit", () => {
    fc.assert(
      fc.property(responses, (given) => {
        for (const [state, signal, next] of steps(given)) {
          const change = next.perSecond - state.perSecond;
          if (next.serverLimit === undefined) {
            expect(signal.rejection === undefined ? change : -change).toBeGreaterThanOrEqual(-1e-9 * state.perSecond);
            expect(change > 1e-9 * state.perSecond && !signal.isFullyUsed).toBe(false);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test("keeps to a limit that the server names for ten of its windows, and grows from there", () => {
    const limit = { requests: 30, window: 60_000 };
    const limited = nextRate(initialRate(bounds, 10), { ...rejected(0), rejection: { retryAfter: 0, limit } });
    expect(limited.perSecond).toBeLessThanOrEqual(0.5);
    expect(use(limited, 1_000, 590).perSecond).toBe(0.5);
    const after = use(use(limited, 1_000, 600), 602_000, 5).perSecond;
    expect(after).toBeGreaterThanOrEqual(0.5);
    expect(after).toBeLessThan(1);
    expect(use(use(limited, 1_000, 600), 602_000, 300).perSecond).toBe(200);
  });

  test("pauses for as long as the server asks, for a minute at most, and no response shortens that", () => {
    fc.assert(
      fc.property(responses, (given) => {
        for (const [state, signal, next] of steps(given)) {
          expect(next.pausedUntil).toBeGreaterThanOrEqual(state.pausedUntil);
          if (signal.rejection !== undefined) {
            const retryAfter = Math.min(signal.rejection.retryAfter ?? 1_000, 60_000);
            expect(next.pausedUntil).toBeGreaterThanOrEqual(signal.at + retryAfter);
            expect(next.pausedUntil).toBeLessThanOrEqual(Math.max(state.pausedUntil, signal.at + 60_000));
          } else {
            expect(next.pausedUntil).toBe(state.pausedUntil);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test("returns to its upper bound, whatever happened before, once nothing is rejected any more", () => {
    fc.assert(
      fc.property(responses, (given) => {
        const signals = signalsOf(given);
        const state = rateAfter(signals);
        const from = Math.max(state.serverLimit?.until ?? 0, ...signals.map(({ at }) => at));
        const used = use(state, from, 1_200);
        expect(used.perSecond).toBe(bounds.max);
      }),
      { numRuns: 30 },
    );
  });

  test("stays as it is if it is configured, whatever the responses, unless the server names a lower limit", () => {
    fc.assert(
      fc.property(responses, (given) => {
        let state = initialRate({ min: 50, max: 50 }, 50);
        for (const signal of signalsOf(given)) {
          state = nextRate(state, signal);
          expect(state.perSecond).toBeLessThanOrEqual(50);
          expect(state.serverLimit !== undefined || state.perSecond === 50).toBe(true);
        }
      }),
    );
  });

  test("doubles with each second of full use while nothing is rejected", () => {
    const state = nextRate(initialRate(bounds, 10), good(0));
    for (const [seconds, expected] of [
      [1, 20],
      [2, 40],
      [3, 80],
      [60, 200],
    ] as const) {
      const { perSecond } = use(state, 0, seconds);
      expect(Math.abs(perSecond / expected - 1)).toBeLessThanOrEqual(0.1);
    }
  });

  test("starts slowly: the first response does not count as a second of use", () => {
    expect(nextRate(initialRate(bounds, 10), good(5_000)).perSecond).toBe(10);
    expect(nextRate(initialRate(bounds, 10), good(5_000, 4_900)).perSecond).toBeLessThanOrEqual(11);
  });

  test("does not grow while it is not fully used", () => {
    const idle = Array.from({ length: 100 }, (_, index) => ({ ...good(index * 100), isFullyUsed: false }));
    expect(rateAfter(idle).perSecond).toBe(10);
    const unused = { ...good(2_000), isFullyUsed: false };
    expect(rateAfter([good(1_000), unused, good(60_000)]).perSecond).toBe(10);
  });

  test("is what it was after a success of a request that was sent before the rate was decreased", () => {
    const decreased = rateAfter([rejected(1_000, 900)]);
    for (const sentAt of [950, 1_000]) {
      expect(nextRate(decreased, good(5_000, sentAt))).toEqual(decreased);
    }
  });

  test("decreases by a fifth, recovers to the rejected rate, and later exceeds it", () => {
    const reached = use(initialRate(bounds, 10), 0, 3).perSecond;
    const first = nextRate(use(initialRate(bounds, 10), 0, 3), rejected(4_000));
    // While the rate doubles, the mean of the last second counts.
    expect(first.perSecond).toBeCloseTo(reached * 0.7 * 0.8, 5);
    const second = nextRate(use(first, 5_000, 3), rejected(9_000));
    expect(second.perSecond).toBeCloseTo(use(first, 5_000, 3).perSecond * 0.8, 5);
    const curve = [0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30].map((seconds) => use(second, 10_000, seconds).perSecond);
    const steps = curve.slice(1).map((value, index) => value - (curve[index] ?? 0));
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(0);
    expect(steps[0]).toBeGreaterThan(steps[4] ?? 0);
    expect(steps.at(-1)).toBeGreaterThan(steps[4] ?? 0);
  });

  test("decreases once for all rejections of requests that were sent at one time", () => {
    const burst = rateAfter(Array.from({ length: 20 }, () => rejected(1_000)));
    expect(burst.perSecond).toBe(rateAfter([rejected(1_000)]).perSecond);
    const late = rateAfter(Array.from({ length: 20 }, (_, index) => rejected(1_000 + index, 900)));
    expect(late.perSecond).toBe(rateAfter([rejected(1_000, 900)]).perSecond);
  });

  test("pauses twice as long for each rejection in a row, but not for each of one burst", () => {
    const pauses = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000];
    let state = initialRate(bounds, 10);
    let now = 0;
    for (const pause of pauses) {
      for (let index = 0; index < 10; index++) {
        state = nextRate(state, rejected(now + index, now));
      }
      expect(state.pausedUntil).toBe(now + 9 + pause);
      now += 100_000;
    }
    for (const isFullyUsed of [true, false]) {
      const signals = [rejected(0), good(now), rejected(now + 10)].map((signal) => ({ ...signal, isFullyUsed }));
      expect(rateAfter(signals).pausedUntil).toBe(now + 1_010);
    }
  });
});

/** Those before a time. */
const upTo = <R extends { readonly at: number }>(requests: readonly R[], end: number) =>
  requests.filter(({ at }) => at < end);

describe("without a configured rate", () => {
  const rejections: Readonly<Record<string, (limit: number) => () => Response>> = {
    "only its status": () => () => errorResponse(429),
    "Retry-After": () => () => errorResponse(429, {}, { "Retry-After": "1" }),
    "the limit in its message": (limit) => () =>
      errorResponse(429, {
        error_code: "APIGW.0308",
        error_msg: `The throttling threshold has been reached: policy user over ratelimit,limit:${limit},time:1 second`,
      }),
  };

  /** Waits for many jobs, which take from ten seconds to more than a minute. */
  async function waitForMany(count: number, options: GatewayOptions) {
    const gateway = openGateway({ jobDuration: (id) => 10_000 + 100 * Number(id.slice(4)), ...options });
    const outcomes = await gateway.jobs.waitAll(manyRefs(count), { timeout: 600_000 });
    expect(gateway.clock.sleeping).toBe(0);
    const rejected = gateway.requests.filter(({ isRejected }) => isRejected).length;
    return { ...gateway, outcomes, rejectedShare: rejected / gateway.requests.length };
  }

  describe.each(Object.keys(rejections))("if a rejection has %s", (kind) => {
    test.each([
      [1, 0.5],
      [5, 0.12],
      [20, 0.04],
      [50, 0.02],
      [100, 0.01],
      [150, 0.01],
    ])("a limit of %d requests per second is found, with few rejections", async (limit, share) => {
      const reject = rejections[kind]?.(limit);
      const { outcomes, rejectedShare, requests } = await waitForMany(limit === 1 ? 60 : 200, {
        limit,
        reject,
        latency: 40,
      });
      expect(outcomes.filter(({ job }) => job?.state === "succeeded")).toHaveLength(outcomes.length);
      expect(rejectedShare).toBeLessThanOrEqual(share);
      expect(requests.length).toBeLessThan(outcomes.length * 12);
    });
  });

  test("many waits start at about the initial rate", async () => {
    const { requests } = await waitForMany(300, {});
    expect(requests.filter(({ at }) => at < 1_000).length).toBeLessThanOrEqual(16);
    expect(mostWithin(upTo(requests, 2_000), 100)).toBeLessThanOrEqual(6);
  });

  test("a rejection holds back every request until the pause ends, and no burst follows", async () => {
    const pausedFrom = 20_000;
    const { requests } = await waitForMany(300, {
      limit: (at) => (at >= pausedFrom && at < pausedFrom + 1_000 ? 0 : 150),
      reject: () => errorResponse(429, {}, { "Retry-After": "7" }),
    });
    const rejectedAt = requests.find(({ isRejected }) => isRejected)?.at ?? 0;
    expect(requests.filter(({ at }) => at > rejectedAt && at < rejectedAt + 7_000)).toEqual([]);
    const later = requests.filter(({ at }) => at >= rejectedAt + 7_000);
    expect(later.length).toBeGreaterThan(300);
    expect(mostWithin(upTo(later, rejectedAt + 9_000), 100)).toBeLessThanOrEqual(25);
  });

  test("the rate recovers once the gateway lifts its limit", async () => {
    const lifted = 60_000;
    const { requests } = await waitForMany(400, {
      limit: (at) => (at < lifted ? 10 : 1_000),
      jobDuration: () => 150_000,
    });
    const within = (from: number) => requests.filter(({ at }) => at >= from && at < from + 10_000).length / 10;
    expect(within(lifted - 10_000)).toBeLessThanOrEqual(10);
    expect(within(lifted + 30_000)).toBeGreaterThanOrEqual(20);
    expect(requests.filter(({ at, isRejected }) => isRejected && at > lifted)).toEqual([]);
  });

  test("a get is sent at once before the first rejection, and queued after it", async () => {
    const { jobs, requests, elapsed, clock } = openGateway({ limit: (at) => (at < 1_000 ? 40 : 1_000) });
    const gets = (count: number) => Promise.allSettled(manyRefs(count).map((ref) => jobs.get(ref)));
    await gets(40);
    expect(elapsed()).toBe(0);
    expect(requests).toHaveLength(40);
    await gets(1);
    expect(requests.at(-1)).toMatchObject({ at: 0, isRejected: true });
    await gets(20);
    const later = requests.slice(41);
    expect(later).toHaveLength(20);
    expect(later[0]?.at).toBeGreaterThanOrEqual(1_000);
    expect(mostWithin(later, 500)).toBeLessThanOrEqual(8);
    expect(clock.sleeping).toBe(0);
  });

  test("a get that was queued leaves no listener on its signal", async () => {
    const { jobs, clock } = openGateway({ rateLimit: { requestsPerSecond: 1 } });
    const { signal } = new AbortController();
    await Promise.all(manyRefs(3).map((ref) => jobs.get(ref, { signal })));
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    expect(clock.sleeping).toBe(0);
  });

  test("the rate does not grow while it is not fully used", async () => {
    const { jobs, requests, clock } = openGateway();
    await jobs
      .wait({ service: "dcs", id: "one" }, { timeout: 60_000, interval: { min: 500, max: 500 } })
      .catch(() => {});
    const { length } = requests;
    await jobs.waitAll(manyRefs(300), { timeout: 1_000 });
    expect(length).toBeGreaterThan(100);
    // A response after a pause counts as a second of use at most.
    expect(requests.length - length).toBeLessThanOrEqual(32);
    expect(clock.sleeping).toBe(0);
  });

  test("at most a hundred requests are in flight to a slow server", async () => {
    const { jobs, requests } = openGateway({ latency: 25_000 });
    // The credential is accepted.
    await jobs.get({ service: "dcs", id: "one" });
    await jobs.waitAll(manyRefs(300), { timeout: 24_000 });
    expect(requests).toHaveLength(101);
  });

  test("polls keep to the configured concurrency", async () => {
    const { jobs, requests } = openGateway({
      rateLimit: { requestsPerSecond: 1_000, concurrency: 3 },
      latency: 1_000,
      jobDuration: () => 8_000,
    });
    await jobs.waitAll(manyRefs(12));
    expect(mostWithin(requests, 1_000)).toBe(3);
  });

  test("a rejection by one service does not delay another", async () => {
    const { jobs, elapsed } = openGateway({ limit: 1, reject: () => errorResponse(429, {}, { "Retry-After": "50" }) });
    await jobs.get({ service: "dcs", id: "a" });
    await jobs.get({ service: "dcs", id: "b" }).catch(() => {});
    await jobs.get({ service: "workspace", id: "c" }).catch(() => {});
    expect(elapsed()).toBe(0);
    await jobs.get({ service: "dcs", id: "d" });
    expect(elapsed()).toBe(50_000);
  });
});

describe("with more jobs than the rate allows", () => {
  test("no job is polled again much later than all others", async () => {
    const count = 200;
    const requestsPerSecond = 10;
    const { jobs, requests } = openGateway({ rateLimit: { requestsPerSecond }, jobDuration: () => 200_000 });
    await jobs.waitAll(manyRefs(count), { interval: { min: 5_000, max: 5_000 } });
    const round = (count / requestsPerSecond) * 1_000;
    for (const polls of byJob(requests).values()) {
      for (const [index, { at }] of polls.slice(1).entries()) {
        expect(at - (polls[index]?.at ?? 0)).toBeLessThanOrEqual(1.1 * round);
      }
    }
    expect(byJob(requests).size).toBe(count);
  });

  test("jobs with a short interval do not starve those with a long one", async () => {
    const { jobs, requests } = openGateway({ rateLimit: { requestsPerSecond: 5 }, jobDuration: () => 120_000 });
    const refs = manyRefs(101);
    const patient = jobs.wait(refs[100] ?? { service: "dcs", id: "patient" }, {
      interval: { min: 10_000, max: 10_000 },
    });
    await Promise.all([patient, jobs.waitAll(refs.slice(0, 100), { interval: { min: 1, max: 1 } })]);
    const polls = byJob(requests).get("job-100") ?? [];
    for (const [index, { at }] of polls.slice(1).entries()) {
      expect(at - (polls[index]?.at ?? 0)).toBeLessThanOrEqual(10_000 + 22_000);
    }
    expect(polls.length).toBeGreaterThanOrEqual(4);
  });

  test("whatever the intervals and the rate, no gap is longer than the pause and two rounds", async () => {
    const mix = fc.record({
      requestsPerSecond: fc.integer({ min: 1, max: 50 }),
      intervals: fc.array(fc.integer({ min: 100, max: 20_000 }), { minLength: 2, maxLength: 40 }),
      latency: fc.constantFrom(0, 0, 70),
      concurrency: fc.integer({ min: 20, max: 60 }),
    });
    await fc.assert(
      fc.asyncProperty(mix, async ({ requestsPerSecond, intervals, latency, concurrency }) => {
        const { jobs, requests, clock } = openGateway({ rateLimit: { requestsPerSecond, concurrency }, latency });
        const refs = manyRefs(intervals.length);
        await Promise.all(
          intervals.map((pause, index) =>
            jobs
              .wait(refs[index] ?? { service: "dcs", id: "" }, {
                timeout: 40_000,
                interval: { min: pause, max: pause },
              })
              .catch(() => {}),
          ),
        );
        const round = (intervals.length * 1_000) / requestsPerSecond;
        for (const [index, pause] of intervals.entries()) {
          const times = [0, ...(byJob(requests).get(`job-${index}`) ?? []).map(({ at }) => at), 40_000];
          for (const [step, at] of times.slice(1).entries()) {
            // The last pause may extend to the last poll before the deadline.
            expect(at - (times[step] ?? 0)).toBeLessThanOrEqual(2 * pause + 2 * round + latency + 1_000);
          }
        }
        const burst = Math.max(1, requestsPerSecond / 10);
        expect(mostWithin(requests, 1_000)).toBeLessThanOrEqual(requestsPerSecond + burst + 1);
        expect(clock.sleeping).toBe(0);
      }),
      { numRuns: 25 },
    );
  });
});
