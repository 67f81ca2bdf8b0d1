import type { RedisError } from "huaweicloud-jobs/bullmq";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { allEnd, answersOf, endsOf, newRef, newRefs, useTestRedis } from "./open.ts";

const running = { status: "RUNNING" };
const success = { status: "SUCCESS" };
const MINUTE = 60_000;

let skew = 0;
const { now } = Date;

beforeEach(() => {
  vi.spyOn(Date, "now").mockImplementation(() => now() + skew);
});
afterEach(() => {
  skew = 0;
  vi.restoreAllMocks();
});

describe("a machine whose clock is off", () => {
  const here = useTestRedis();

  test.each([
    ["five minutes ahead", 5 * MINUTE],
    ["five minutes behind", -5 * MINUTE],
    ["a day ahead", 1_440 * MINUTE],
    ["a year behind", -525_600 * MINUTE],
  ])("%s polls at the times of Redis' clock, ends no wait early or late, and says so", async (_, by) => {
    const refs = newRefs(20);
    const errors: RedisError[] = [];
    const at = new Map<string, number[]>();
    skew = by;
    const waits = here.openWaits();
    const answer = answersOf(running, running, success);
    here.startWorker({
      onRedisError: (error) => errors.push(error),
      fetch(url, init) {
        at.set(url, [...(at.get(url) ?? []), performance.now()]);
        return answer(url, init);
      },
    });
    const floor = 300;
    await waits.add(refs, { interval: { min: floor, max: floor }, timeout: MINUTE });
    expect(await endsOf(waits, refs)).toEqual(allEnd(refs));
    const times = refs.map(({ id }) => [...at].find(([url]) => url.endsWith(id))?.[1] ?? []);
    const pauses = times.flatMap((all) => all.slice(1).map((time, index) => time - (all[index] ?? 0)));
    expect(pauses).toHaveLength(40);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(floor - 50);
    const direction = by > 0 ? "ahead of" : "behind";
    expect(errors.map(({ message }) => message)).toContainEqual(
      `The clock of this machine is ${Math.abs(by) / 1_000} s ${direction} Redis' time, which the waits go by.`,
    );
    const overdue = newRef();
    await waits.add([overdue], { interval: { min: MINUTE }, timeout: 100 });
    expect(await waits.outcome(overdue)).toMatchObject({ error: { name: "WaitTimeoutError" } });
  });

  test("a clock that jumps while a worker runs: it reads Redis' time again", async () => {
    const refs = newRefs(10);
    const waits = here.openWaits();
    let polls = 0;
    here.startWorker({
      onRedisError: () => {},
      fetch: async () => {
        polls += 1;
        skew = polls < 10 ? 0 : 60 * MINUTE;
        return new Response(JSON.stringify(polls < 30 ? running : success));
      },
    });
    await waits.add(refs, { interval: { min: 100, max: 100 }, timeout: MINUTE });
    expect(await endsOf(waits, refs)).toEqual(allEnd(refs));
  });

  test("outcomes of others are kept although it takes them for older than they are", async () => {
    const [before, after] = [newRef(), newRef()];
    const waits = here.openWaits();
    here.startWorker({ fetch: answersOf(success), onRedisError: () => {} });
    await waits.add([before]);
    await waits.outcome(before);
    skew = 3 * 1_440 * MINUTE;
    await waits.add([after]);
    await waits.outcome(after);
    expect(await waits.outcome(before)).toMatchObject({ job: { state: "succeeded" } });
  });
});
