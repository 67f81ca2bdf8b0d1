import fc from "fast-check";
import { type Clock, createJobsClient } from "huaweicloud-jobs";
import { describe, expect, test } from "vitest";
import { createTimers, type Timers } from "../../src/util/timers.ts";
import { eventually } from "../helpers/eventually.ts";
import { createVirtualClock } from "../helpers/virtual-clock.ts";

/** Alarms on a clock whose hours pass in milliseconds; `rung` tells what rang, and when. */
function virtualAlarms(clockOf: (clock: Clock) => Clock = (clock) => clock) {
  const clock = createVirtualClock(0);
  let sleeps = 0;
  const own = clockOf(clock);
  const alarms = createTimers({
    now: () => own.now(),
    sleep(ms, signal) {
      sleeps += 1;
      return own.sleep(ms, signal);
    },
  });
  const rung: [name: string, at: number][] = [];
  return {
    alarms,
    clock,
    rung,
    set: (name: string, at: number) => alarms.schedule(at, () => rung.push([name, clock.now()])),
    get sleeps() {
      return sleeps;
    },
  };
}

/** Resolves once an alarm for that time has rung. */
const until = (alarms: Timers, at: number) => new Promise<void>((resolve) => alarms.schedule(at, resolve));

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
};

describe("alarms", () => {
  test("ring in the order of their times; of two for the same time, the first comes first", async () => {
    const { alarms, rung, set } = virtualAlarms();
    set("c", 30);
    set("a", 10);
    set("d", 30);
    set("b", 20);
    await until(alarms, 30);
    expect(rung).toEqual([
      ["a", 10],
      ["b", 20],
      ["c", 30],
      ["d", 30],
    ]);
  });

  test("for one time ring in the order in which they were set, however many they are", async () => {
    const { alarms, rung, set } = virtualAlarms();
    const names = Array.from({ length: 100 }, (_, index) => `${index}`);
    for (const name of names) {
      set(name, 10);
    }
    await until(alarms, 10);
    expect(rung.map(([name]) => name)).toEqual(names);
  });

  test("that are set while others ring make one sleep together", async () => {
    const alarming = virtualAlarms();
    const { alarms, set } = alarming;
    await new Promise<void>((resolve) => {
      alarms.schedule(10, () => {
        for (let index = 0; index < 100; index++) {
          set(`${index}`, 200 - index);
        }
        resolve();
      });
    });
    expect(alarming.sleeps).toBeLessThanOrEqual(2);
  });

  test("share one sleep, whatever their number", async () => {
    const alarming = virtualAlarms();
    const { alarms, clock, rung, set } = alarming;
    for (let index = 0; index < 1_000; index++) {
      set(`${index}`, 5_000 + (index % 10));
      expect(clock.sleeping).toBe(1);
    }
    await until(alarms, 5_010);
    expect(rung).toHaveLength(1_000);
    expect(alarming.sleeps).toBeLessThanOrEqual(11);
    expect(clock.sleeping).toBe(0);
  });

  test("leave no sleep behind once all are cancelled", async () => {
    const { clock, rung, set } = virtualAlarms();
    const cancels = Array.from({ length: 100 }, (_, index) => set(`${index}`, index));
    for (const cancel of cancels) {
      cancel();
      cancel();
    }
    expect(clock.sleeping).toBe(0);
    await turns(30);
    expect(rung).toEqual([]);
  });

  test("for a time that is over ring next, but never at once", async () => {
    const { alarms, rung, set } = virtualAlarms();
    await until(alarms, 100);
    set("late", 50);
    set("never", Number.NEGATIVE_INFINITY);
    expect(rung).toEqual([]);
    await until(alarms, 100);
    expect(rung).toEqual([
      ["never", 100],
      ["late", 100],
    ]);
  });

  test("that are set or cancelled while others ring are heeded", async () => {
    const { alarms, clock, rung, set } = virtualAlarms();
    alarms.schedule(10, () => {
      cancelB();
      set("at once", 0);
      set("later", 20);
    });
    const cancelB = set("b", 10);
    await until(alarms, 20);
    expect(rung).toEqual([
      ["at once", 10],
      ["later", 20],
    ]);
    expect(clock.sleeping).toBe(0);
  });

  test("that set themselves again let the others ring, and the event loop turn", async () => {
    const { alarms, rung, set } = virtualAlarms();
    let rounds = 0;
    const again = () => {
      rounds += 1;
      if (rounds < 50) {
        alarms.schedule(0, again);
      }
    };
    again();
    set("other", 0);
    await until(alarms, 1);
    expect(rounds).toBe(50);
    expect(rung).toEqual([["other", 0]]);
  });

  test("more than a timer's longest delay ahead wait for it", async () => {
    const { alarms, clock } = virtualAlarms();
    await until(alarms, 2 ** 40);
    expect(clock.now()).toBe(2 ** 40);
  });

  test("share one timer of the machine, on its own clock", async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const before = timers();
    let polls = 0;
    const controller = new AbortController();
    const jobs = createJobsClient({
      endpoints: { dcs: "https://dcs.test" },
      projectId: "p",
      credentials: { token: "t0ken" },
      rateLimit: { requestsPerSecond: 100_000 },
      fetch: async () => {
        polls += 1;
        return Response.json({ status: "RUNNING" });
      },
    });
    const refs = Array.from({ length: 1_000 }, (_, index) => ({ service: "dcs", id: `j-${index}` }) as const);
    const waits = jobs.waitAll(refs, { signal: controller.signal });
    await eventually(() => polls === 1_000 && timers() - before <= 1);
    expect(polls).toBe(1_000);
    expect(timers() - before).toBeLessThanOrEqual(1);
    controller.abort("enough");
    await expect(waits).rejects.toBe("enough");
    expect(timers() - before).toBeLessThanOrEqual(0);
  });
});

describe("the alarms' time", () => {
  const dayOf = 86_400_000;

  test("goes on when the clock is set back, and no alarm is held up", async () => {
    let offset = 0;
    const { alarms, clock, rung, set } = virtualAlarms((clock) => ({ ...clock, now: () => clock.now() + offset }));
    set("first", 10_000);
    set("second", 20_000);
    offset = -dayOf;
    await until(alarms, 20_000);
    expect(rung.map(([name]) => name)).toEqual(["first", "second"]);
    expect(clock.now()).toBeLessThanOrEqual(20_100);
  });

  test("makes everything due at once when the clock jumps ahead", async () => {
    let offset = 0;
    const { alarms, clock, rung, set } = virtualAlarms((clock) => ({ ...clock, now: () => clock.now() + offset }));
    set("first", 10_000);
    set("second", 3_600_000);
    offset = dayOf;
    await until(alarms, 3_600_000);
    expect(rung).toEqual([
      ["first", 10_000],
      ["second", 10_000],
    ]);
    expect(clock.now()).toBeLessThanOrEqual(10_001);
  });

  test.each([
    ["has stopped", () => 5],
    ["is none", () => Number.NaN],
    ["runs backwards", (now: number) => -now],
  ])("passes with the sleeps when the clock %s", async (_how, read) => {
    const alarming = virtualAlarms((clock) => ({ ...clock, now: () => read(clock.now()) }));
    const { alarms, clock } = alarming;
    for (let at = 1_000; at <= 100_000; at += 1_000) {
      await until(alarms, at);
    }
    expect(clock.now()).toBeLessThanOrEqual(110_000);
    expect(alarming.sleeps).toBeLessThanOrEqual(400);
  });

  test("does not run ahead of the clock when timers end a little early now and then", async () => {
    const { alarms, clock } = virtualAlarms((clock) => ({
      ...clock,
      sleep: (ms, signal) => clock.sleep(ms > 1 ? ms - 0.5 : ms, signal),
    }));
    for (let at = 100; at <= 2_000; at += 100) {
      await until(alarms, at);
      expect(alarms.now()).toBeLessThanOrEqual(clock.now());
    }
  });

  test("passes with the sleeps when they end too early, without a spin", async () => {
    const alarming = virtualAlarms((clock) => ({ ...clock, sleep: () => Promise.resolve() }));
    const { alarms } = alarming;
    for (let at = 0; at <= 1_000; at += 10) {
      await until(alarms, at);
    }
    expect(alarming.sleeps).toBeLessThanOrEqual(500);
  });
});

test("whatever is set and cancelled, each alarm that is wanted rings once, in order, never too early", async () => {
  const plan = fc.record({
    at: fc.integer({ min: 0, max: 2_000 }),
    setAt: fc.integer({ min: 0, max: 1_000 }),
    cancelAt: fc.option(fc.integer({ min: 0, max: 2_000 }), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(plan, { maxLength: 40 }), async (plans) => {
      const { alarms, clock } = virtualAlarms();
      const rung: { index: number; at: number }[] = [];
      for (const [index, { at, setAt, cancelAt }] of plans.entries()) {
        alarms.schedule(setAt, () => {
          const cancel = alarms.schedule(at, () => rung.push({ index, at: clock.now() }));
          if (cancelAt !== undefined) {
            alarms.schedule(cancelAt, cancel);
          }
        });
      }
      await until(alarms, 2_001);
      const indexes = rung.map(({ index }) => index);
      expect(new Set(indexes).size).toBe(indexes.length);
      for (const [index, { at, setAt, cancelAt = 3_000 }] of plans.entries()) {
        const due = Math.max(at, setAt);
        const when = rung.find((one) => one.index === index)?.at;
        expect(when).toBeOneOf(
          due < cancelAt ? [due] : due > Math.max(cancelAt, setAt) ? [undefined] : [due, undefined],
        );
      }
      expect(rung.map(({ at }) => at)).toEqual(rung.map(({ at }) => at).sort((a, b) => a - b));
      expect(clock.sleeping).toBe(0);
    }),
    { numRuns: 100 },
  );
});

test("however the clock jumps, every alarm rings once, with a bounded number of sleeps", async () => {
  const jump = fc.record({ at: fc.integer({ min: 0, max: 100_000 }), by: fc.integer({ min: -1e8, max: 1e8 }) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 30 }),
      fc.array(jump, { maxLength: 6 }),
      fc.infiniteStream(fc.double({ min: 0.01, max: 1.2, noNaN: true })),
      async (times, jumps, shares) => {
        const alarming = virtualAlarms((clock) => ({
          now: () => jumps.reduce((now, { at, by }) => now + (clock.now() >= at ? by : 0), clock.now()),
          sleep: (ms, signal) => clock.sleep(ms * (shares.next().value ?? 1), signal),
        }));
        const { alarms, clock } = alarming;
        const seen: number[] = [];
        let last = Number.NEGATIVE_INFINITY;
        await Promise.all(
          times.map(async (at, index) => {
            await until(alarms, at);
            seen.push(index);
            expect(alarms.now()).toBeGreaterThanOrEqual(Math.max(last, at));
            last = alarms.now();
          }),
        );
        expect(seen.toSorted((a, b) => a - b)).toEqual(times.map((_, index) => index));
        expect(alarming.sleeps).toBeLessThanOrEqual(5 * (times.length + jumps.length + 1));
        expect(clock.sleeping).toBe(0);
        // What a jump back hides is at most what a sleep was to last.
        expect(clock.now()).toBeLessThanOrEqual(1.2 * 100_000 * (jumps.length + 1) + 1_000);
      },
    ),
    { numRuns: 100 },
  );
});
