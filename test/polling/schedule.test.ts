import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { JobsError } from "../../src/errors/base.ts";
import { apiError, NetworkError } from "../../src/errors/request-errors.ts";
import { type AnyJob, isTerminal, type JobState } from "../../src/job.ts";
import { decide, initialState, type PollResult } from "../../src/polling/decide.ts";
import { ageOf, type Moment, nextDelay } from "../../src/polling/schedule.ts";

const LAST_POLL = 1_000;
const LONGEST_RETRY_AFTER = 60_000;

const interval = fc
  .tuple(fc.integer({ min: 1, max: 60_000 }), fc.integer({ min: 0, max: 600_000 }))
  .map(([min, more]) => ({ min, max: min + more }));

const duration = fc.oneof(
  fc.integer({ min: 0, max: 100_000 }),
  fc.double({ min: 0, max: 1e9, noNaN: true }),
  fc.constantFrom(0, 1e15, Number.MAX_VALUE, Number.POSITIVE_INFINITY),
);

const moment: fc.Arbitrary<Moment> = fc.record({
  interval,
  age: duration,
  remaining: duration,
  retryAfter: fc.option(duration, { nil: undefined }),
  progress: fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: undefined }),
  failures: fc.oneof(fc.nat(5), fc.nat(5_000)),
  typicalDuration: fc.option(duration, { nil: undefined }),
});

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** The shortest pause that floor and server allow. */
const lowestOf = ({ interval: { min, max }, retryAfter = 0 }: Moment) =>
  Math.ceil(Math.max(min, Math.min(retryAfter, Math.max(max, LONGEST_RETRY_AFTER))));

/** Without a deadline that would move the poll. */
const endless = moment.map((moment) => ({ ...moment, remaining: Number.POSITIVE_INFINITY }));

test("a pause is never shorter than the floor, or than the server asks for", () => {
  fc.assert(
    fc.property(moment, chance, (moment, random) => {
      expect(nextDelay(moment, () => random)).toBeGreaterThanOrEqual(lowestOf(moment));
    }),
  );
});

test("a pause is never longer than the ceiling, the server's retryAfter, or what the last poll needs", () => {
  fc.assert(
    fc.property(moment, chance, (moment, random) => {
      const lowest = lowestOf(moment);
      const delay = nextDelay(moment, () => random);
      expect(delay).toBeLessThanOrEqual(Math.max(moment.interval.max, 2 * lowest));
      if (moment.remaining === Number.POSITIVE_INFINITY) {
        expect(delay).toBeLessThanOrEqual(Math.max(moment.interval.max, lowest));
      }
    }),
  );
});

test("a last poll falls just before the deadline if the floor leaves room for it", () => {
  fc.assert(
    fc.property(
      moment.filter(({ remaining }) => remaining < 1e7),
      fc.array(chance, { minLength: 1, maxLength: 50 }),
      (moment, chances) => {
        const lowest = lowestOf(moment);
        let { remaining } = moment;
        for (let step = 0; remaining - LAST_POLL >= lowest; step++) {
          const delay = nextDelay({ ...moment, remaining }, () => chances[step % chances.length] ?? 0);
          expect(delay).toBeLessThanOrEqual(remaining - LAST_POLL);
          remaining -= delay;
          if (step > 500) {
            return;
          }
        }
        // Either there was no room for another poll from the start, or the last one was the last poll before the deadline.
        expect(remaining === moment.remaining || Math.abs(remaining - LAST_POLL) < 1e-3).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

describe("a pause by default", () => {
  const usual = { interval: { min: 5_000, max: 30_000 }, remaining: Number.POSITIVE_INFINITY };
  const longest = (given: Partial<Moment>) => nextDelay({ ...usual, age: 0, ...given }, () => 0);

  test("is a tenth of the age, between floor and ceiling, with room for jitter above the floor", () => {
    expect([0, 62_500, 100_000, 250_000, 300_000, 9e6].map((age) => longest({ age }))).toEqual([
      6_250, 6_250, 10_000, 25_000, 30_000, 30_000,
    ]);
    expect(nextDelay({ ...usual, age: 100_000 }, () => 1)).toBe(8_000);
    expect(nextDelay({ ...usual, age: 0 }, () => 1)).toBe(5_000);
  });

  test("doubles with each failure in a row, up to the ceiling, unless the server says how long to wait", () => {
    expect([0, 1, 2, 3, 9].map((failures) => longest({ failures }))).toEqual([6_250, 12_500, 25_000, 30_000, 30_000]);
    expect([0, 1, 4_000, 45_000, 1e9].map((retryAfter) => longest({ failures: 2, retryAfter }))).toEqual([
      25_000, 6_250, 6_250, 45_000, 60_000,
    ]);
  });

  test("is no longer than the job needs at its pace so far", () => {
    const at = (progress: number) => longest({ age: 200_000, progress });
    expect([0, 10, 50, 92, 95, 99, 100].map(at)).toEqual([20_000, 20_000, 20_000, 17_391, 10_526, 6_250, 6_250]);
  });

  test("leaves room for a last poll a second before the deadline, or ends with that poll", () => {
    const before = (remaining: number) => longest({ age: 100_000, remaining });
    expect([16_000, 15_999, 11_000, 10_999, 7_000, 6_000, 3_000].map(before)).toEqual([
      10_000, 9_999, 5_000, 9_999, 6_000, 5_000, 5_000,
    ]);
  });
});

test("the older the job, the longer the pause, if no end is expected", () => {
  fc.assert(
    fc.property(endless, duration, chance, (given, more, random) => {
      const moment = { ...given, progress: undefined, typicalDuration: undefined };
      const younger = nextDelay(moment, () => random);
      const older = nextDelay({ ...moment, age: moment.age + more }, () => random);
      expect(older).toBeGreaterThanOrEqual(younger);
    }),
  );
});

test("progress only shortens a pause, failures only lengthen it", () => {
  fc.assert(
    fc.property(endless, chance, fc.nat(100), (moment, random, more) => {
      const delay = nextDelay(moment, () => random);
      expect(delay).toBeLessThanOrEqual(nextDelay({ ...moment, progress: undefined }, () => random));
      const failures = (moment.failures ?? 0) + more;
      expect(delay).toBeLessThanOrEqual(nextDelay({ ...moment, failures }, () => random));
    }),
  );
});

test("jitter makes a pause at most a fifth shorter", () => {
  fc.assert(
    fc.property(endless, chance, (moment, random) => {
      const longest = nextDelay(moment, () => 0);
      const delay = nextDelay(moment, () => random);
      expect(delay).toBeLessThanOrEqual(longest);
      expect(delay).toBeGreaterThanOrEqual(0.8 * longest - 1);
    }),
  );
});

const odd = [Number.NaN, Number.POSITIVE_INFINITY, -1, Number.MAX_VALUE];

test.each(odd)("a pause is within its bounds even for the age %s", (age) => {
  for (const progress of [undefined, 0, 50, 100]) {
    for (const typicalDuration of [undefined, 0, 60_000, ...odd]) {
      const moment = { interval: { min: 5_000, max: 30_000 }, age, remaining: 3_600_000, progress, typicalDuration };
      const delay = nextDelay(moment, () => 0.5);
      expect(delay).toBeGreaterThanOrEqual(5_000);
      expect(delay).toBeLessThanOrEqual(30_000);
    }
  }
});

describe("a typical duration", () => {
  const longest = (age: number, typicalDuration: number | undefined, given: Partial<Moment> = {}) => {
    const moment = { interval: { min: 5_000, max: 30_000 }, remaining: Number.POSITIVE_INFINITY, age, typicalDuration };
    return nextDelay({ ...moment, ...given }, () => 0);
  };

  test("moves no poll beyond the one without it by more than a tenth of the age", () => {
    fc.assert(
      fc.property(moment, duration, chance, (moment, typicalDuration, random) => {
        const without = nextDelay({ ...moment, typicalDuration: undefined }, () => random);
        const delay = nextDelay({ ...moment, typicalDuration }, () => random);
        // Each is rounded to a millisecond.
        expect(delay).toBeLessThanOrEqual(without + moment.age / 10 + 1);
      }),
    );
  });

  test("makes pauses a tenth longer before the expected end, but not longer than the ceiling", () => {
    expect([0, 10_000, 100_000, 200_000, 290_000, 800_000].map((age) => longest(age, 1_200_000))).toEqual([
      6_250, 6_875, 11_000, 22_000, 30_000, 30_000,
    ]);
  });

  test("makes them short around the expected end, and usual again after it", () => {
    const ages = [519_000, 559_500, 579_750, 600_000, 620_250, 640_500, 681_000];
    expect(ages.map((age) => longest(age, 600_000))).toEqual([30_000, 16_500, 8_250, 6_250, 7_500, 15_000, 30_000]);
  });

  test("makes them no shorter than a sixth of the usual ones, so that a low floor makes few more polls", () => {
    expect(longest(600_000, 600_000, { interval: { min: 100, max: 30_000 } })).toBe(5_000);
  });

  test("neither skips the floor after failures nor what the server asks for", () => {
    expect(longest(600_000, 600_000, { failures: 1 })).toBe(12_500);
    expect(longest(600_000, 600_000, { retryAfter: 45_000 })).toBe(45_000);
  });

  test("never makes a pause skip the expected end", () => {
    const expected = fc.integer({ min: 200_000, max: 7_200_000 });
    fc.assert(
      fc.property(expected, fc.double({ min: 0, max: 1, noNaN: true }), (typicalDuration, share) => {
        const age = typicalDuration * share;
        const usual = Math.min(Math.max(age / 10, 6_250), 30_000);
        const isNear = typicalDuration - age < usual;
        expect(age + longest(age, typicalDuration)).toBeLessThanOrEqual(
          isNear ? typicalDuration + 6_250 : typicalDuration,
        );
      }),
    );
  });

  test("makes no pause longer by more than a tenth, and polls more by a fifth and a dozen at most, whatever it is and the interval", () => {
    const usualInterval = fc
      .tuple(fc.integer({ min: 100, max: 20_000 }), fc.integer({ min: 1, max: 60 }))
      .map(([min, times]) => ({ min, max: min * times }));
    const shares = fc.array(chance, { minLength: 1, maxLength: 20 });
    const typical = fc.integer({ min: 0, max: 7_200_000 });
    fc.assert(
      fc.property(usualInterval, typical, shares, (interval, typicalDuration, shares) => {
        const end = Math.min(10_800_000, 200 * interval.max);
        const polls = (typicalDuration: number | undefined) => {
          let [age, count] = [0, 0];
          for (; age < end; count++) {
            const random = () => shares[count % shares.length] ?? 0;
            const moment = { interval, age, remaining: Number.POSITIVE_INFINITY };
            const delay = nextDelay({ ...moment, typicalDuration }, random);
            expect(delay).toBeLessThanOrEqual(nextDelay(moment, random) * 1.1 + 1);
            age += delay;
          }
          return count;
        };
        expect(polls(typicalDuration)).toBeLessThanOrEqual(polls(undefined) * 1.2 + 12);
      }),
      { numRuns: 60 },
    );
  });
});

test("a job is as old as it says, but at least as old as the wait for it", () => {
  const of = (startedAt: number) => ({ startedAt: new Date(startedAt) });
  expect(ageOf(undefined, 1_000, 5_000)).toBe(4_000);
  expect(ageOf({}, 1_000, 5_000)).toBe(4_000);
  expect(ageOf(of(500), 1_000, 5_000)).toBe(4_500);
  expect(ageOf(of(3_000), 1_000, 5_000)).toBe(4_000);
  expect(ageOf(of(9_000), 1_000, 5_000)).toBe(4_000);
  expect(ageOf(of(500), 1_000, 0)).toBe(0);
});

const job = fc
  .record({
    state: fc.constantFrom<JobState>("pending", "running", "succeeded", "failed", "unknown"),
    progress: fc.constantFrom(undefined, 10, 90),
  })
  .map(({ state, progress }): AnyJob => {
    const about = { service: "dcs", id: "j", projectId: "p", raw: {}, subJobs: [] };
    return { ...about, state, status: state, ...(progress !== undefined && { progress }) };
  });

const request = { service: "dcs", method: "GET", url: "https://dcs.test/", attempts: 1 };

function failed(error: unknown): PollResult {
  return { error, retryAfter: undefined };
}

const pollResult: fc.Arbitrary<PollResult> = fc.oneof(
  fc.record({ job }),
  fc
    .constantFrom(400, 401, 403, 404, 408, 425, 429, 500, 501, 503, 505)
    .map((status) => failed(apiError({ ...request, status, message: "m" }))),
  fc
    .constantFrom(new NetworkError("reset", request), new JobsError("no credential"), new TypeError("a bug"), undefined)
    .map(failed),
);

/** Whether another poll may help. */
function waitGoesOn(result: PollResult): boolean {
  if (result.job !== undefined) {
    return !isTerminal(result.job);
  }
  const { status } = (result.error ?? {}) as { status?: number };
  return status === undefined
    ? result.error instanceof JobsError
    : [408, 425, 429].includes(status) || (status >= 500 && ![501, 505].includes(status));
}

test("whatever the results, a wait ends with the first one that another poll will not fix, and reports each change", () => {
  fc.assert(
    fc.property(fc.array(pollResult, { maxLength: 30 }), (results) => {
      let state = initialState;
      let last: AnyJob | undefined;
      let failures = 0;
      for (const result of results) {
        const decision = decide(state, result, { isInGrace: false, failOnUnknown: false });
        state = decision.state;
        expect(decision.end === undefined).toBe(waitGoesOn(result));
        if (result.job !== undefined) {
          const { job } = result;
          const isSame = last?.state === job.state && last?.progress === job.progress;
          expect(decision.change).toBe(isSame ? undefined : job);
          expect(decision.end).toEqual(isTerminal(job) ? { job } : undefined);
          last = job;
          failures = 0;
        } else {
          expect(decision.change).toBeUndefined();
          expect(decision.end ?? { error: result.error }).toEqual({ error: result.error });
          failures += decision.end === undefined ? 1 : 0;
        }
        expect([state.lastJob, state.failures]).toEqual([last, failures]);
        if (decision.end !== undefined) {
          return;
        }
      }
    }),
    { numRuns: 300 },
  );
});

test("a 404 ends a wait unless it is within the grace period and the job was never seen; an unknown status only with failOnUnknown", () => {
  const error = apiError({ ...request, status: 404, message: "m" });
  const missing = failed(error);
  const unknown: PollResult = {
    job: { ...({} as AnyJob), service: "dcs", id: "j", subJobs: [], state: "unknown", status: "PONDERING" },
  };
  const inGrace = { isInGrace: true, failOnUnknown: false };
  const { end, state } = decide(initialState, missing, inGrace);
  expect([end, state.failures]).toEqual([undefined, 1]);
  expect(decide(initialState, missing, { ...inGrace, isInGrace: false }).end).toEqual({ error });
  const known = decide(state, unknown, inGrace);
  expect(known.end).toBeUndefined();
  expect(decide(known.state, missing, inGrace).end).toEqual({ error });
  const ended = decide(state, unknown, { ...inGrace, failOnUnknown: true });
  expect(ended.change).toMatchObject({ status: "PONDERING" });
  expect(ended.end).toHaveProperty("error.name", "InvalidResponseError");
});
