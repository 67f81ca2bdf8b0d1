import { createJobsClient, WaitTimeoutError } from "huaweicloud-jobs";
import { expect, test, vi } from "vitest";
import { type Clock, systemClock } from "../../src/util/clock.ts";
import { createTimers } from "../../src/util/timers.ts";
import { placedAt } from "../helpers/fake-client.ts";
import { createVirtualClock } from "../helpers/virtual-clock.ts";

/** Clocks whose `sleep` fails, each in its own way. */
const brokenSleeps: readonly [string, Clock["sleep"]][] = [
  ["rejects", () => Promise.reject(new Error("no timers here"))],
  [
    "throws",
    () => {
      throw new Error("no timers here");
    },
  ],
  ["rejects later", (ms) => systemClock.sleep(Math.min(ms, 1)).then(() => Promise.reject(new Error("too long")))],
];

test.each(brokenSleeps)("a timer fires on a clock whose sleep %s", async (_how, sleep) => {
  const timers = createTimers({ now: () => Date.now(), sleep });
  const fired = new Promise<string>((resolve) => timers.schedule(timers.now() + 20, () => resolve("fired")));
  expect(await fired).toBe("fired");
});

test.each(brokenSleeps)("a wait ends by its deadline on a clock whose sleep %s", async (_how, sleep) => {
  const jobs = createJobsClient({
    ...placedAt(),
    clock: { now: () => Date.now(), sleep },
    fetch: async () => Response.json({ status: "RUNNING" }),
  });
  await expect(jobs.wait({ service: "dcs", id: "j" }, { timeout: 50 })).rejects.toBeInstanceOf(WaitTimeoutError);
});

test("an aborted sleep on a broken clock leaves no timer behind", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const timers = createTimers({ now: () => 0, sleep: () => Promise.reject(new Error("no timers here")) });
    const cancel = timers.schedule(1_000, () => {});
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
    cancel();
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test("a callback that throws does not keep the timers that are due with it from firing", async () => {
  const uncaught = new Promise<unknown>((resolve) => process.once("unhandledRejection", resolve));
  const clock = createVirtualClock(0);
  const timers = createTimers(clock);
  const fired: string[] = [];
  timers.schedule(10, () => fired.push("before"));
  timers.schedule(10, () => {
    throw new Error("mine");
  });
  timers.schedule(10, () => fired.push("after"));
  timers.schedule(20, () => fired.push("later"));
  await clock.sleep(30);
  expect(fired).toEqual(["before", "after", "later"]);
  expect(await uncaught).toMatchObject({ message: "mine" });
});
