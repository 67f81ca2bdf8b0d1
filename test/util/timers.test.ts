import fc from "fast-check";
import { type Clock, createJobsClient } from "huaweicloud-jobs";
import { describe, expect, test } from "vitest";
import { createTimers, type Timers } from "../../src/util/timers.ts";
import { eventually } from "../helpers/eventually.ts";
import { placedAt } from "../helpers/fake-client.ts";
import { createVirtualClock } from "../helpers/virtual-clock.ts";

/** Timers on a virtual clock; `fired` lists which have fired, and when. */
function virtualTimers(clockOf: (clock: Clock) => Clock = (clock) => clock) {
  const clock = createVirtualClock(0);
  let sleeps = 0;
  const own = clockOf(clock);
  const timers = createTimers({
    now: () => own.now(),
    sleep(ms, signal) {
      sleeps += 1;
      return own.sleep(ms, signal);
    },
  });
  const fired: [name: string, at: number][] = [];
  return {
    timers,
    clock,
    fired,
    schedule: (name: string, at: number) => timers.schedule(at, () => fired.push([name, clock.now()])),
    get sleeps() {
      return sleeps;
    },
  };
}

/** Resolves once a timer for that time has fired. */
const until = (timers: Timers, at: number) => new Promise<void>((resolve) => timers.schedule(at, resolve));

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
};

describe("timers", () => {
  test("fire in the order of their times; of two for the same time, the one scheduled first fires first", async () => {
    const { timers, fired, schedule } = virtualTimers();
    schedule("c", 30);
    schedule("a", 10);
    schedule("d", 30);
    schedule("b", 20);
    await until(timers, 30);
    expect(fired).toEqual([
      ["a", 10],
      ["b", 20],
      ["c", 30],
      ["d", 30],
    ]);
  });

  test("for the same time fire in the order in which they were scheduled, however many there are", async () => {
    const { timers, fired, schedule } = virtualTimers();
    const names = Array.from({ length: 100 }, (_, index) => `${index}`);
    for (const name of names) {
      schedule(name, 10);
    }
    await until(timers, 10);
    expect(fired.map(([name]) => name)).toEqual(names);
  });

  test("that are scheduled while others fire share one sleep", async () => {
    const fixture = virtualTimers();
    const { timers, schedule } = fixture;
    await new Promise<void>((resolve) => {
      timers.schedule(10, () => {
        for (let index = 0; index < 100; index++) {
          schedule(`${index}`, 200 - index);
        }
        resolve();
      });
    });
    expect(fixture.sleeps).toBeLessThanOrEqual(2);
  });

  test("share one sleep, whatever their number", async () => {
    const fixture = virtualTimers();
    const { timers, clock, fired, schedule } = fixture;
    for (let index = 0; index < 1_000; index++) {
      schedule(`${index}`, 5_000 + (index % 10));
      expect(clock.sleeping).toBe(1);
    }
    await until(timers, 5_010);
    expect(fired).toHaveLength(1_000);
    expect(fixture.sleeps).toBeLessThanOrEqual(11);
    expect(clock.sleeping).toBe(0);
  });

  test("leave no sleep behind once all are cancelled", async () => {
    const { clock, fired, schedule } = virtualTimers();
    const cancels = Array.from({ length: 100 }, (_, index) => schedule(`${index}`, index));
    for (const cancel of cancels) {
      cancel();
      cancel();
    }
    expect(clock.sleeping).toBe(0);
    await turns(30);
    expect(fired).toEqual([]);
  });

  test("that were cancelled wake nobody", async () => {
    const fixture = virtualTimers();
    fixture.schedule("a", 10);
    const cancel = fixture.schedule("b", 20);
    cancel();
    await until(fixture.timers, 30);
    expect(fixture.fired).toEqual([["a", 10]]);
    expect(fixture.sleeps).toBe(2);
  });

  test("for times long past share one sleep, whatever their number", async () => {
    const fixture = virtualTimers();
    for (let at = 0; at < 100; at++) {
      fixture.schedule(`${at}`, at - 100_000);
    }
    await until(fixture.timers, 0);
    expect(fixture.fired).toHaveLength(100);
    expect(fixture.sleeps).toBeLessThanOrEqual(2);
  });

  test("for a time in the past fire next, but never synchronously", async () => {
    const { timers, fired, schedule } = virtualTimers();
    await until(timers, 100);
    schedule("late", 50);
    schedule("never", Number.NEGATIVE_INFINITY);
    expect(fired).toEqual([]);
    await until(timers, 100);
    expect(fired).toEqual([
      ["never", 100],
      ["late", 100],
    ]);
  });

  test("that are scheduled or cancelled while others fire take effect", async () => {
    const { timers, clock, fired, schedule } = virtualTimers();
    timers.schedule(10, () => {
      cancelB();
      schedule("at once", 0);
      schedule("later", 20);
    });
    const cancelB = schedule("b", 10);
    await until(timers, 20);
    expect(fired).toEqual([
      ["at once", 10],
      ["later", 20],
    ]);
    expect(clock.sleeping).toBe(0);
  });

  test("that schedule themselves again let others fire, and the event loop turn", async () => {
    const { timers, fired, schedule } = virtualTimers();
    let rounds = 0;
    const again = () => {
      rounds += 1;
      if (rounds < 50) {
        timers.schedule(0, again);
      }
    };
    again();
    schedule("other", 0);
    await until(timers, 1);
    expect(rounds).toBe(50);
    expect(fired).toEqual([["other", 0]]);
  });

  test("may be further ahead than the longest delay of `setTimeout`", async () => {
    const { timers, clock } = virtualTimers();
    await until(timers, 2 ** 40);
    expect(clock.now()).toBe(2 ** 40);
  });

  test("share one `setTimeout` on the machine's clock", async () => {
    const activeTimers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const before = activeTimers();
    let polls = 0;
    const controller = new AbortController();
    const jobs = createJobsClient({
      ...placedAt(),
      rateLimit: { requestsPerSecond: 100_000 },
      fetch: async () => {
        polls += 1;
        return Response.json({ status: "RUNNING" });
      },
    });
    const refs = Array.from({ length: 1_000 }, (_, index) => ({ service: "dcs", id: `j-${index}` }) as const);
    const waits = jobs.waitAll(refs, { signal: controller.signal });
    await eventually(() => polls === 1_000 && activeTimers() - before <= 1);
    expect(polls).toBe(1_000);
    expect(activeTimers() - before).toBeLessThanOrEqual(1);
    controller.abort("enough");
    await expect(waits).rejects.toBe("enough");
    expect(activeTimers() - before).toBeLessThanOrEqual(0);
  });
});

describe("the timers' time", () => {
  const day = 86_400_000;

  /** Timers whose clock can be set ahead, or back. */
  function jumpingTimers() {
    let ahead = 0;
    const fixture = virtualTimers((clock) => ({ ...clock, now: () => clock.now() + ahead }));
    const setAhead = (by: number) => {
      ahead = by;
    };
    return { ...fixture, setAhead };
  }

  test("goes on when the clock is set back, and delays no timer", async () => {
    const { timers, clock, fired, schedule, setAhead } = jumpingTimers();
    schedule("first", 10_000);
    schedule("second", 20_000);
    timers.now();
    setAhead(-day);
    await until(timers, 20_000);
    expect(fired.map(([name]) => name)).toEqual(["first", "second"]);
    expect(clock.now()).toBeLessThanOrEqual(20_100);
  });

  test("makes everything due at once when the clock jumps ahead", async () => {
    const { timers, clock, fired, schedule, setAhead } = jumpingTimers();
    schedule("first", 10_000);
    schedule("second", 3_600_000);
    setAhead(day);
    await until(timers, 3_600_000);
    expect(fired).toEqual([
      ["first", 0],
      ["second", 0],
    ]);
    expect(clock.now()).toBe(0);
  });

  test.each([3_600_100, day])("delays no timer that is scheduled after the clock jumped ahead by %d ms", async (by) => {
    const { timers, clock, fired, schedule, setAhead } = jumpingTimers();
    schedule("long", 3_600_000);
    setAhead(by);
    schedule("later", timers.now() + 5_000);
    await until(timers, timers.now() + 5_000);
    expect(fired).toEqual([
      ["long", 0],
      ["later", 5_000],
    ]);
    expect(timers.resumedAt).toBe(by === day ? day : Number.NEGATIVE_INFINITY);
    expect(clock.now()).toBe(5_000);
  });

  test.each([9_000, day])(
    "fires no timer too early that is scheduled after the clock was set back by %d ms",
    async (by) => {
      const { timers, clock, fired, schedule, setAhead } = jumpingTimers();
      schedule("before", 20_000);
      await clock.sleep(18_000);
      setAhead(-by);
      const after = timers.now() + 30_000;
      schedule("after", after);
      await until(timers, after);
      expect(fired.map(([name]) => name)).toEqual(["before", "after"]);
      // A jump back hides at most the length of one sleep.
      expect(fired[0]?.[1]).toBeLessThanOrEqual(40_000);
      expect(fired[1]?.[1]).toBe(48_000);
    },
  );

  test.each([
    ["has stopped", () => 5],
    ["shows no time", () => Number.NaN],
    ["runs backwards", (now: number) => -now],
  ])("passes with the sleeps when the clock %s", async (_how, read) => {
    const fixture = virtualTimers((clock) => ({ ...clock, now: () => read(clock.now()) }));
    const { timers, clock } = fixture;
    for (let at = 1_000; at <= 100_000; at += 1_000) {
      await until(timers, at);
    }
    expect(clock.now()).toBeLessThanOrEqual(110_000);
    expect(fixture.sleeps).toBeLessThanOrEqual(400);
  });

  test("passes with the first sleep on a clock that has stopped, however many timers are added at once", async () => {
    const fixture = virtualTimers((clock) => ({ ...clock, now: () => 10_000 }));
    for (let at = 1_000; at <= 5_000; at += 1_000) {
      fixture.schedule(`${at}`, at);
    }
    await until(fixture.timers, 5_000);
    expect(fixture.fired.map(([, at]) => at)).toEqual([1_000, 2_000, 3_000, 4_000, 5_000]);
  });

  test("does not run ahead of the clock when sleeps end a little early", async () => {
    const { timers, clock } = virtualTimers((clock) => ({
      ...clock,
      sleep: (ms, signal) => clock.sleep(ms > 1 ? ms - 0.5 : ms, signal),
    }));
    for (let at = 100; at <= 2_000; at += 100) {
      await until(timers, at);
      expect(timers.now()).toBeLessThanOrEqual(clock.now());
    }
  });

  test("passes with the sleeps when they end too early, without spinning", async () => {
    const fixture = virtualTimers((clock) => ({ ...clock, sleep: () => Promise.resolve() }));
    const { timers } = fixture;
    for (let at = 0; at <= 1_000; at += 10) {
      await until(timers, at);
    }
    expect(fixture.sleeps).toBeLessThanOrEqual(500);
  });
});

test("whatever is scheduled and cancelled, each remaining timer fires once, in order, never too early", async () => {
  const plan = fc.record({
    at: fc.integer({ min: 0, max: 2_000 }),
    scheduledAt: fc.integer({ min: 0, max: 1_000 }),
    cancelAt: fc.option(fc.integer({ min: 0, max: 2_000 }), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(plan, { maxLength: 40 }), async (plans) => {
      const { timers, clock } = virtualTimers();
      const fired: { index: number; at: number }[] = [];
      for (const [index, { at, scheduledAt, cancelAt }] of plans.entries()) {
        timers.schedule(scheduledAt, () => {
          const cancel = timers.schedule(at, () => fired.push({ index, at: clock.now() }));
          if (cancelAt !== undefined) {
            timers.schedule(cancelAt, cancel);
          }
        });
      }
      await until(timers, 2_001);
      const indexes = fired.map(({ index }) => index);
      expect(new Set(indexes).size).toBe(indexes.length);
      for (const [index, { at, scheduledAt, cancelAt = 3_000 }] of plans.entries()) {
        const due = Math.max(at, scheduledAt);
        const firedAt = fired.find((one) => one.index === index)?.at;
        expect(firedAt).toBeOneOf(
          due < cancelAt ? [due] : due > Math.max(cancelAt, scheduledAt) ? [undefined] : [due, undefined],
        );
      }
      expect(fired.map(({ at }) => at)).toEqual(fired.map(({ at }) => at).sort((a, b) => a - b));
      expect(clock.sleeping).toBe(0);
    }),
    { numRuns: 100 },
  );
});

test("however the clock jumps, every timer fires once, with a bounded number of sleeps", async () => {
  const jump = fc.record({ at: fc.integer({ min: 0, max: 100_000 }), by: fc.integer({ min: -1e8, max: 1e8 }) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 30 }),
      fc.array(jump, { maxLength: 6 }),
      fc.infiniteStream(fc.double({ min: 0.01, max: 1.2, noNaN: true })),
      async (times, jumps, shares) => {
        const fixture = virtualTimers((clock) => ({
          now: () => jumps.reduce((now, { at, by }) => now + (clock.now() >= at ? by : 0), clock.now()),
          sleep: (ms, signal) => clock.sleep(ms * (shares.next().value ?? 1), signal),
        }));
        const { timers, clock } = fixture;
        const firedIndexes: number[] = [];
        let last = Number.NEGATIVE_INFINITY;
        await Promise.all(
          times.map(async (at, index) => {
            await until(timers, at);
            firedIndexes.push(index);
            expect(timers.now()).toBeGreaterThanOrEqual(Math.max(last, at));
            last = timers.now();
          }),
        );
        expect(firedIndexes.toSorted((a, b) => a - b)).toEqual(times.map((_, index) => index));
        expect(fixture.sleeps).toBeLessThanOrEqual(5 * (times.length + jumps.length + 1));
        expect(clock.sleeping).toBe(0);
        // A jump back hides at most the length of one sleep.
        expect(clock.now()).toBeLessThanOrEqual(1.2 * 100_000 * (jumps.length + 1) + 1_000);
      },
    ),
    { numRuns: 100 },
  );
});
