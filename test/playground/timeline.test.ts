import { expect, test } from "vitest";
import type { LifeSpan, RunEvent } from "../../docs/.vitepress/theme/playground/events.ts";
import { hintOf } from "../../docs/.vitepress/theme/playground/hint.ts";
import { headlineOf, rowsOf, sentenceAt } from "../../docs/.vitepress/theme/playground/summary.ts";
import { timelineOf } from "../../docs/.vitepress/theme/playground/timeline.ts";

const job = { service: "dcs", id: "0123456789abcdef" };
const life: LifeSpan[] = [
  { from: 0, state: "pending" },
  { from: 10_000, state: "running" },
  { from: 50_000, state: "succeeded" },
];

const events: RunEvent[] = [
  { at: 0, type: "life", ...job, life },
  { at: 0, type: "request", ...job, status: 200 },
  { at: 0, type: "poll", ...job, state: "pending" },
  { at: 5_000, type: "fault", kind: "throttled", times: 1 },
  { at: 6_000, type: "request", ...job, status: 429, fault: "throttled", retryAfter: 20_000 },
  { at: 6_000, type: "poll", ...job, error: "RateLimitError", message: "slow down" },
  { at: 26_000, type: "request", ...job, fault: "hang" },
  { at: 56_000, type: "poll", ...job, error: "TimeoutError" },
  { at: 66_000, type: "request", ...job, status: 200 },
  { at: 66_000, type: "poll", ...job, state: "succeeded" },
  { at: 66_000, type: "print", level: "log", text: "done" },
  { at: 66_000, type: "end", outcome: "finished" },
];

test("requests and results become polls, with pause and hint", () => {
  const timeline = timelineOf(events);
  expect(timeline).toMatchObject({ length: 66_000, end: { outcome: "finished" } });
  expect(timeline.jobs).toMatchObject([{ ...job, endedAt: 50_000, noticedAt: 66_000 }]);
  expect(timeline.jobs[0]?.polls).toMatchObject([
    { number: 1, at: 0, until: 0, state: "pending", hint: "at once" },
    { number: 2, at: 6_000, pause: 6_000, status: 429, error: "RateLimitError", hint: "shortest pause" },
    { number: 3, at: 26_000, until: 56_000, pause: 20_000, error: "TimeoutError", hint: "Retry-After: 20 s" },
    { number: 4, at: 66_000, pause: 10_000, state: "succeeded", hint: "backs off, 2 errors" },
  ]);
});

test("the requests of `get` have the state that the job is in, and wait for their repetition", () => {
  const { jobs } = timelineOf([
    { at: 0, type: "life", ...job, life },
    { at: 20_000, type: "request", ...job, status: 500, fault: "server-error" },
    { at: 20_000, type: "retry", service: "dcs", delay: 400 },
    { at: 20_400, type: "request", ...job, status: 200 },
  ]);
  expect(jobs[0]?.polls).toMatchObject([
    { status: 500, error: "server-error" },
    { status: 200, state: "running", pause: 400 },
  ]);
});

test("requests for unknown paths, and events that come before their job, do no harm", () => {
  const { jobs } = timelineOf([
    { at: 0, type: "request", status: 404 },
    { at: 0, type: "poll", ...job, state: "pending" },
    { at: 0, type: "request", ...job, status: 200 },
    { at: 0, type: "life", ...job, life },
  ]);
  expect(jobs).toMatchObject([{ life, polls: [{ status: 200, state: "pending" }] }]);
  expect(timelineOf([])).toEqual({ length: 0, jobs: [], faults: [], prints: [] });
});

test("jobs are in the order in which they were added, and have their names where there are several", () => {
  const other = { service: "dcs", id: "0123456789ab0000" };
  const third = { service: "workspace", id: "0123456789ab1111" };
  const timeline = timelineOf([
    { at: 0, type: "job", ...job },
    { at: 0, type: "job", ...other },
    { at: 0, type: "life", ...other, life },
    { at: 0, type: "request", ...other, status: 200 },
    { at: 0, type: "request", ...job, status: 200 },
  ]);
  expect(timeline.jobs.map(({ id }) => id)).toEqual([job.id, other.id]);
  expect(rowsOf(timeline).map((row) => row.job)).toEqual(["…cdef", "…0000"]);
  const mixed = timelineOf([
    { at: 0, type: "request", ...job, status: 200 },
    { at: 1, type: "request", ...third, status: 200 },
  ]);
  expect(sentenceAt(rowsOf(mixed), 1)).toBe("Poll 1 of workspace …1111 at 0:00, at once. Response: 200.");
});

test("the figures are those of the moment that is shown", () => {
  const timeline = timelineOf(events);
  const valuesAt = (moment: number) => headlineOf(timeline, moment).map(({ value, note }) => `${value} ${note}`.trim());
  expect(valuesAt(0)).toEqual(["0:00", "1", "–", "–"]);
  expect(valuesAt(30_000)).toEqual(["0:30", "3 2 failed", "20 s", "–"]);
  expect(valuesAt(66_000)).toEqual(["1:06", "4 2 failed", "20 s", "16 s late"]);
});

test("a table and a sentence say what the picture shows", () => {
  const rows = rowsOf(timelineOf(events));
  expect(rows.map(({ time, pause, hint, response, state }) => [time, pause, hint, response, state])).toEqual([
    ["0:00", "", "at once", "200", "pending"],
    ["0:06", "6 s", "shortest pause", "429", "RateLimitError"],
    ["0:26", "20 s", "Retry-After: 20 s", "none", "TimeoutError"],
    ["1:06", "10 s", "backs off, 2 errors", "200", "succeeded"],
  ]);
  expect(sentenceAt(rows, 60_000)).toBe("Poll 3 at 0:26, after 20 s: Retry-After: 20 s. Response: none, TimeoutError.");
  expect(sentenceAt(rows, 0)).toBe("Poll 1 at 0:00, at once. Response: 200, pending.");
  expect(sentenceAt([], 0)).toBe("No poll yet.");
});

test.each([
  { pause: 5_200, age: 10_000, failures: 0, hint: "shortest pause" },
  { pause: 17_000, age: 200_000, failures: 0, hint: "a tenth of its age" },
  { pause: 27_000, age: 900_000, failures: 0, hint: "longest pause" },
  { pause: 6_000, age: 200_000, failures: 0, progress: 97, hint: "soon done: 97 %" },
  { pause: 12_000, age: 10_000, failures: 1, hint: "backs off, 1 error" },
  { pause: 60_000, age: 10_000, failures: 2, retryAfter: 30_000, hint: "Retry-After: 30 s, doubled: refused again" },
  { pause: 1_500, age: 600_000, failures: 0, hint: undefined },
])("a pause of $pause ms at the age of $age ms: $hint", ({ hint, ...pause }) => {
  expect(hintOf(pause)).toBe(hint);
});
