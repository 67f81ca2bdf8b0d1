import { getEventListeners } from "node:events";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Bounds, initialRate, nextRate, type Rate, type RateSignal } from "../../src/http/rate.ts";
import { failure } from "../helpers/answering-client.ts";
import { byJob, type GatewayOptions, manyRefs, mostWithin, openGateway } from "../helpers/gateway.ts";

describe("the rate", () => {
  const bounds: Bounds = { min: 1 / 60, max: 200 };
  const good = (at: number, sentAt = at): RateSignal => ({ at, sentAt, isFullyUsed: true });
  const refused = (at: number, sentAt = at, retryAfter?: number): RateSignal => ({
    at,
    sentAt,
    isFullyUsed: true,
    rejection: { retryAfter, limit: undefined },
  });
  const heard = (events: readonly RateSignal[], state: Rate = initialRate(bounds, 10)) =>
    events.reduce(nextRate, state);

  /** Good answers at the rate itself for so many seconds. */
  function use(state: Rate, from: number, seconds: number): Rate {
    let now = from;
    let used = state;
    while (now < from + seconds * 1_000 && used.perSecond < used.bounds.max) {
      now += 1_000 / used.perSecond;
      used = nextRate(used, good(now));
    }
    return used;
  }

  /** Answers and refusals as they come in, some of them late. */
  const events = fc.array(
    fc.record({
      gap: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 3_000, noNaN: true }), fc.constant(1e9)),
      took: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 30_000, noNaN: true })),
      isFullyUsed: fc.boolean(),
      refusal: fc.option(
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

  type Event = typeof events extends fc.Arbitrary<readonly (infer E)[]> ? E : never;

  /** The same events with the times at which they come. */
  function timed(given: readonly Event[]): RateSignal[] {
    let at = 0;
    return given.map(({ gap, took, ...heard }) => {
      at += gap;
      return { at, sentAt: at - took, ...heard };
    });
  }

  /** Each event, with the rate before it and after it. */
  function* steps(given: readonly Event[]): Generator<[state: Rate, heard: RateSignal, next: Rate]> {
    let state = initialRate(bounds, 10);
    for (const heard of timed(given)) {
      const next = nextRate(state, heard);
      yield [state, heard, next];
      state = next;
    }
  }

  test("is never zero, never beyond its bounds, nor beyond the limit that the server names", () => {
    fc.assert(
      fc.property(events, (given) => {
        for (const [{ decreasedAt }, heard, next] of steps(given)) {
          const { limit } = heard.rejection ?? {};
          const named =
            limit && heard.sentAt > decreasedAt
              ? Math.max((limit.requests * 1_000) / limit.window, 1 / 60)
              : bounds.max;
          expect(next.perSecond).toBeGreaterThanOrEqual(1 / 60);
          expect(next.perSecond).toBeLessThanOrEqual(Math.min(bounds.max, named));
        }
      }),
      { numRuns: 300 },
    );
  });

  test("rises with no refusal, and falls with no good answer, unless a limit has been named", () => {
    fc.assert(
      fc.property(events, (given) => {
        for (const [state, heard, next] of steps(given)) {
          const change = next.perSecond - state.perSecond;
          if (next.serverLimit === undefined) {
            expect(heard.rejection === undefined ? change : -change).toBeGreaterThanOrEqual(-1e-9 * state.perSecond);
            expect(change > 1e-9 * state.perSecond && !heard.isFullyUsed).toBe(false);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test("keeps to a limit that the server names for ten of its windows, and goes on from there", () => {
    const limit = { requests: 30, window: 60_000 };
    const told = nextRate(initialRate(bounds, 10), { ...refused(0), rejection: { retryAfter: 0, limit } });
    expect(told.perSecond).toBeLessThanOrEqual(0.5);
    expect(use(told, 1_000, 590).perSecond).toBe(0.5);
    const after = use(use(told, 1_000, 600), 602_000, 5).perSecond;
    expect(after).toBeGreaterThanOrEqual(0.5);
    expect(after).toBeLessThan(1);
    expect(use(use(told, 1_000, 600), 602_000, 300).perSecond).toBe(200);
  });

  test("pauses for as long as the server asks, for a minute at most, and no answer shortens that", () => {
    fc.assert(
      fc.property(events, (given) => {
        for (const [state, heard, next] of steps(given)) {
          expect(next.pausedUntil).toBeGreaterThanOrEqual(state.pausedUntil);
          if (heard.rejection !== undefined) {
            const retryAfter = Math.min(heard.rejection.retryAfter ?? 1_000, 60_000);
            expect(next.pausedUntil).toBeGreaterThanOrEqual(heard.at + retryAfter);
            expect(next.pausedUntil).toBeLessThanOrEqual(Math.max(state.pausedUntil, heard.at + 60_000));
          } else {
            expect(next.pausedUntil).toBe(state.pausedUntil);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test("comes back to its upper bound, whatever there was before, once nothing is refused any more", () => {
    fc.assert(
      fc.property(events, (given) => {
        const answers = timed(given);
        const state = heard(answers);
        const from = Math.max(state.serverLimit?.until ?? 0, ...answers.map(({ at }) => at));
        const used = use(state, from, 1_200);
        expect(used.perSecond).toBe(bounds.max);
      }),
      { numRuns: 30 },
    );
  });

  test("that is configured stays as it is, whatever the answers, unless the server names a lower limit", () => {
    fc.assert(
      fc.property(events, (given) => {
        let state = initialRate({ min: 50, max: 50 }, 50);
        for (const heard of timed(given)) {
          state = nextRate(state, heard);
          expect(state.perSecond).toBeLessThanOrEqual(50);
          expect(state.serverLimit !== undefined || state.perSecond === 50).toBe(true);
        }
      }),
    );
  });

  test("doubles with each second of full use while nothing is refused", () => {
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

  test("begins slowly: the first answer is no second of use", () => {
    expect(nextRate(initialRate(bounds, 10), good(5_000)).perSecond).toBe(10);
    expect(nextRate(initialRate(bounds, 10), good(5_000, 4_900)).perSecond).toBeLessThanOrEqual(11);
  });

  test("does not grow while it is not made full use of", () => {
    const idle = Array.from({ length: 100 }, (_, index) => ({ ...good(index * 100), isFullyUsed: false }));
    expect(heard(idle).perSecond).toBe(10);
  });

  test("is cut by a fifth, comes back to its peak, and leaves it behind", () => {
    const peak = use(initialRate(bounds, 10), 0, 3).perSecond;
    const first = nextRate(use(initialRate(bounds, 10), 0, 3), refused(4_000));
    // Of the last second of doubling, the mean counts.
    expect(first.perSecond).toBeCloseTo(peak * 0.7 * 0.8, 5);
    const second = nextRate(use(first, 5_000, 3), refused(9_000));
    expect(second.perSecond).toBeCloseTo(use(first, 5_000, 3).perSecond * 0.8, 5);
    const curve = [0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30].map((seconds) => use(second, 10_000, seconds).perSecond);
    const steps = curve.slice(1).map((value, index) => value - (curve[index] ?? 0));
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(0);
    expect(steps[0]).toBeGreaterThan(steps[4] ?? 0);
    expect(steps.at(-1)).toBeGreaterThan(steps[4] ?? 0);
  });

  test("is cut once by the refusals of what was sent at one time", () => {
    const burst = heard(Array.from({ length: 20 }, () => refused(1_000)));
    expect(burst.perSecond).toBe(heard([refused(1_000)]).perSecond);
    const late = heard(Array.from({ length: 20 }, (_, index) => refused(1_000 + index, 900)));
    expect(late.perSecond).toBe(heard([refused(1_000, 900)]).perSecond);
  });

  test("pauses twice as long with each refusal in a row, but not with each of one burst", () => {
    const pauses = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000];
    let state = initialRate(bounds, 10);
    let now = 0;
    for (const pause of pauses) {
      for (let index = 0; index < 10; index++) {
        state = nextRate(state, refused(now + index, now));
      }
      expect(state.pausedUntil).toBe(now + 9 + pause);
      now += 100_000;
    }
    expect(nextRate(nextRate(state, good(now)), refused(now + 10)).pausedUntil).toBe(now + 1_010);
  });
});

describe("without a configured rate", () => {
  const refusals: Readonly<Record<string, (limit: number) => () => Response>> = {
    "nothing but 429": () => () => failure(429),
    "Retry-After": () => () => failure(429, {}, { "Retry-After": "1" }),
    "the limit": (limit) => () =>
      failure(429, {
        error_code: "APIGW.0308",
        error_msg: `The throttling threshold has been reached: policy user over ratelimit,limit:${limit},time:1 second`,
      }),
  };

  /** Many jobs that last from ten seconds to more than a minute. */
  async function crowd(count: number, options: GatewayOptions) {
    const gateway = openGateway({ lasts: (id) => 10_000 + 100 * Number(id.slice(4)), ...options });
    const outcomes = await gateway.jobs.waitAll(manyRefs(count), { timeout: 600_000 });
    expect(gateway.clock.sleeping).toBe(0);
    const refused = gateway.asked.filter(({ isRefused }) => isRefused).length;
    return { ...gateway, outcomes, refused: refused / gateway.asked.length };
  }

  describe.each(Object.keys(refusals))("where a refusal tells %s", (kind) => {
    test.each([
      [1, 0.5],
      [5, 0.12],
      [20, 0.04],
      [50, 0.02],
      [100, 0.01],
      [150, 0.01],
    ])("a limit of %d requests per second is found, and few are refused", async (limit, share) => {
      const refuse = refusals[kind]?.(limit);
      const { outcomes, refused, asked } = await crowd(limit === 1 ? 60 : 200, { limit, refuse, latency: 40 });
      expect(outcomes.filter(({ job }) => job?.state === "succeeded")).toHaveLength(outcomes.length);
      expect(refused).toBeLessThanOrEqual(share);
      expect(asked.length).toBeLessThan(outcomes.length * 12);
    });
  });

  test("the first second of many waits is about the start rate", async () => {
    const { asked } = await crowd(300, {});
    expect(asked.filter(({ at }) => at < 1_000).length).toBeLessThanOrEqual(16);
    expect(
      mostWithin(
        asked.filter(({ at }) => at < 2_000),
        100,
      ),
    ).toBeLessThanOrEqual(6);
  });

  test("a refusal holds back every request until the pause is over, and there is no herd then", async () => {
    const pausedFrom = 20_000;
    const { asked } = await crowd(300, {
      limit: (at) => (at >= pausedFrom && at < pausedFrom + 1_000 ? 0 : 150),
      refuse: () => failure(429, {}, { "Retry-After": "7" }),
    });
    const refusedAt = asked.find(({ isRefused }) => isRefused)?.at ?? 0;
    expect(asked.filter(({ at }) => at > refusedAt && at < refusedAt + 7_000)).toEqual([]);
    const later = asked.filter(({ at }) => at >= refusedAt + 7_000);
    expect(later.length).toBeGreaterThan(300);
    expect(
      mostWithin(
        later.filter(({ at }) => at < refusedAt + 9_000),
        100,
      ),
    ).toBeLessThanOrEqual(25);
  });

  test("the rate comes back once the gateway lifts its limit", async () => {
    const lifted = 60_000;
    const { asked } = await crowd(400, { limit: (at) => (at < lifted ? 10 : 1_000), lasts: () => 150_000 });
    const within = (from: number) => asked.filter(({ at }) => at >= from && at < from + 10_000).length / 10;
    expect(within(lifted - 10_000)).toBeLessThanOrEqual(10);
    expect(within(lifted + 30_000)).toBeGreaterThanOrEqual(20);
    expect(asked.filter(({ at, isRefused }) => isRefused && at > lifted)).toEqual([]);
  });

  test("a get goes out at once before the first refusal, and waits its turn after it", async () => {
    const { jobs, asked, elapsed, clock } = openGateway({ limit: (at) => (at < 1_000 ? 40 : 1_000) });
    const gets = (count: number) => Promise.allSettled(manyRefs(count).map((ref) => jobs.get(ref)));
    await gets(40);
    expect(elapsed()).toBe(0);
    expect(asked).toHaveLength(40);
    await gets(1);
    expect(asked.at(-1)).toMatchObject({ at: 0, isRefused: true });
    await gets(20);
    const later = asked.slice(41);
    expect(later).toHaveLength(20);
    expect(later[0]?.at).toBeGreaterThanOrEqual(1_000);
    expect(mostWithin(later, 500)).toBeLessThanOrEqual(8);
    expect(clock.sleeping).toBe(0);
  });

  test("a get that waited for its turn leaves no listener on its signal", async () => {
    const { jobs, clock } = openGateway({ rateLimit: { requestsPerSecond: 1 } });
    const { signal } = new AbortController();
    await Promise.all(manyRefs(3).map((ref) => jobs.get(ref, { signal })));
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    expect(clock.sleeping).toBe(0);
  });

  test("a rate that few requests have put to no test has not grown", async () => {
    const { jobs, asked, clock } = openGateway();
    await jobs
      .wait({ service: "dcs", id: "one" }, { timeout: 60_000, interval: { min: 500, max: 500 } })
      .catch(() => {});
    const { length } = asked;
    await jobs.waitAll(manyRefs(300), { timeout: 1_000 });
    expect(length).toBeGreaterThan(100);
    // An answer after a pause counts for a second at most.
    expect(asked.length - length).toBeLessThanOrEqual(32);
    expect(clock.sleeping).toBe(0);
  });

  test("at most a hundred requests are under way to a server that takes its time", async () => {
    const { jobs, asked } = openGateway({ latency: 25_000 });
    await jobs.waitAll(manyRefs(300), { timeout: 24_000 });
    expect(asked).toHaveLength(100);
  });

  test("polls keep to the concurrency that was asked for", async () => {
    const { jobs, asked } = openGateway({
      rateLimit: { requestsPerSecond: 1_000, concurrency: 3 },
      latency: 1_000,
      lasts: () => 8_000,
    });
    await jobs.waitAll(manyRefs(12));
    expect(mostWithin(asked, 1_000)).toBe(3);
  });

  test("a refusal by one service holds up no other", async () => {
    const { jobs, elapsed } = openGateway({ limit: 1, refuse: () => failure(429, {}, { "Retry-After": "50" }) });
    await jobs.get({ service: "dcs", id: "a" });
    await jobs.get({ service: "dcs", id: "b" }).catch(() => {});
    await jobs.get({ service: "workspace", id: "c" }).catch(() => {});
    expect(elapsed()).toBe(0);
    await jobs.get({ service: "dcs", id: "d" });
    expect(elapsed()).toBe(50_000);
  });
});

describe("with more jobs than the rate allows", () => {
  test("none is polled again much later than all others", async () => {
    const count = 200;
    const requestsPerSecond = 10;
    const { jobs, asked } = openGateway({ rateLimit: { requestsPerSecond }, lasts: () => 200_000 });
    await jobs.waitAll(manyRefs(count), { interval: { min: 5_000, max: 5_000 } });
    const round = (count / requestsPerSecond) * 1_000;
    for (const requests of byJob(asked).values()) {
      for (const [index, { at }] of requests.slice(1).entries()) {
        expect(at - (requests[index]?.at ?? 0)).toBeLessThanOrEqual(1.1 * round);
      }
    }
    expect(byJob(asked).size).toBe(count);
  });

  test("jobs with a short interval do not starve those with a long one", async () => {
    const { jobs, asked } = openGateway({ rateLimit: { requestsPerSecond: 5 }, lasts: () => 120_000 });
    const refs = manyRefs(101);
    const patient = jobs.wait(refs[100] ?? { service: "dcs", id: "patient" }, {
      interval: { min: 10_000, max: 10_000 },
    });
    await Promise.all([patient, jobs.waitAll(refs.slice(0, 100), { interval: { min: 1, max: 1 } })]);
    const polls = byJob(asked).get("job-100") ?? [];
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
        const { jobs, asked, clock } = openGateway({ rateLimit: { requestsPerSecond, concurrency }, latency });
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
          const times = [0, ...(byJob(asked).get(`job-${index}`) ?? []).map(({ at }) => at), 40_000];
          for (const [step, at] of times.slice(1).entries()) {
            // The last pause may be stretched to the last call.
            expect(at - (times[step] ?? 0)).toBeLessThanOrEqual(2 * pause + 2 * round + latency + 1_000);
          }
        }
        const burst = Math.max(1, requestsPerSecond / 10);
        expect(mostWithin(asked, 1_000)).toBeLessThanOrEqual(requestsPerSecond + burst + 1);
        expect(clock.sleeping).toBe(0);
      }),
      { numRuns: 25 },
    );
  });
});
