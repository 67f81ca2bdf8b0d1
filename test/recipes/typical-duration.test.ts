import { createJobsClient, type Job } from "huaweicloud-jobs";
import { createSimulator } from "huaweicloud-jobs/simulator";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Durations, learnDurations } from "./typical-duration.ts";

const MINUTE = 60_000;

beforeEach(() => {
  vi.useFakeTimers().setTimerTickMode("nextTimerAsync");
});

afterEach(() => {
  vi.useRealTimers();
});

/** Waits for jobs of ten minutes, one after the other, and returns how late each end was received. */
async function followJobs(known: Durations, count: number): Promise<number[]> {
  const { typicalDuration, learn } = learnDurations(known);
  const lags: number[] = [];
  for (let job = 0; job < count; job++) {
    const simulator = createSimulator();
    const jobs = createJobsClient(simulator.clientOptions);
    const ended = await jobs.wait(simulator.addJob({ service: "dcs", scenario: "success", duration: 10 * MINUTE }), {
      typicalDuration,
    });
    lags.push(Date.now() - Number(ended.endedAt));
    learn(ended);
  }
  return lags;
}

test("what was learned from some jobs, and kept as JSON, moves the polls of later ones to their end", async () => {
  const known: Durations = {};
  await followJobs(known, 3);
  const restored = JSON.parse(JSON.stringify(known));
  expect(restored).toEqual({ [Object.keys(known)[0] ?? ""]: [10 * MINUTE, 10 * MINUTE, 10 * MINUTE] });
  expect(Object.keys(known)[0]).toMatch(/^dcs \w+$/);
  expect(Math.max(...(await followJobs(restored, 10)))).toBeLessThan(10_000);
});

/** A DCS job of some type that took a time, in milliseconds. */
const jobOf = (type: string, duration: number, given: Partial<Job<"dcs">> = {}): Job<"dcs"> => ({
  service: "dcs",
  id: "job-1",
  projectId: "p",
  type,
  state: "succeeded",
  status: "SUCCESS",
  startedAt: new Date(0),
  endedAt: new Date(duration),
  subJobs: [],
  raw: {},
  ...given,
});

test("each type has a median of its own, of the last twenty, and none from fewer than three", () => {
  const { typicalDuration, learn } = learnDurations({});
  for (let job = 1; job <= 99; job++) {
    learn(jobOf("backup", job));
  }
  learn(jobOf("restore", 7));
  learn(jobOf("restore", 9));
  expect(["backup", "restore", "resize"].map((type) => typicalDuration(jobOf(type, 0)))).toEqual([
    90,
    undefined,
    undefined,
  ]);
});

test("failed jobs, and those without both times, teach nothing", () => {
  const known: Durations = {};
  const { learn } = learnDurations(known);
  learn(jobOf("backup", 5, { state: "failed" }));
  const { startedAt, ...withoutStart } = jobOf("backup", 5);
  learn(withoutStart);
  expect(known).toEqual({});
});
