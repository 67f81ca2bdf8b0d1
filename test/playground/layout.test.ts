import fc from "fast-check";
import { expect, test } from "vitest";
import type { RunEvent } from "../../docs/.vitepress/theme/playground/events.ts";
import { duration, stopwatch, ticks } from "../../docs/.vitepress/theme/playground/format.ts";
import { tokensOf } from "../../docs/.vitepress/theme/playground/highlight.ts";
import { layOut, scaleOf } from "../../docs/.vitepress/theme/playground/layout.ts";
import { timelineOf } from "../../docs/.vitepress/theme/playground/timeline.ts";

/** A job that is polled every `pause` milliseconds and ends after `length`. */
function polled(id: string, pause: number, length: number): RunEvent[] {
  const job = { service: "dcs", id };
  const events: RunEvent[] = [
    {
      at: 0,
      type: "life",
      ...job,
      life: [
        { from: 0, state: "running" },
        { from: length - 1, state: "succeeded" },
      ],
    },
  ];
  for (let at = 0; at <= length; at += pause) {
    events.push({ at, type: "request", ...job, status: 200 });
    events.push({ at, type: "poll", ...job, state: at >= length - 1 ? "succeeded" : "running" });
  }
  return events;
}

test("everything is within the picture and in order, at any width and for any run", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 280, max: 2_000 }),
      fc.array(fc.record({ pause: fc.integer({ min: 1, max: 1e6 }), count: fc.integer({ min: 1, max: 60 }) }), {
        maxLength: 15,
      }),
      (width, jobs) => {
        const events = jobs.flatMap(({ pause, count }, index) => polled(`job-${index}`, pause, pause * count));
        const { rows, ticks: labels, height, hidden } = layOut(timelineOf(events), width);
        expect(rows.length + hidden).toBe(jobs.length);
        for (const { x } of labels) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(width);
        }
        let y = 0;
        for (const row of rows) {
          const xs = row.marks.map(({ x }) => x);
          expect(xs).toEqual([...xs].sort((a, b) => a - b));
          expect(Math.min(...xs)).toBeGreaterThanOrEqual(0);
          expect(Math.max(...xs)).toBeLessThanOrEqual(width);
          expect(row.arcs.length).toBeLessThan(row.marks.length);
          for (const { label } of row.arcs) {
            expect(label?.y ?? row.y.title).toBeGreaterThanOrEqual(row.y.title);
          }
          expect([y, row.y.title, row.y.polls, row.y.band, height]).toEqual(
            [y, row.y.title, row.y.polls, row.y.band, height].sort((a, b) => a - b),
          );
          y = row.y.band;
        }
      },
    ),
    { numRuns: 50 },
  );
});

test("a picture has bands for what the job does, labels where they fit, and the lag", () => {
  const events: RunEvent[] = [
    ...polled("0123456789abcdef", 20_000, 100_000),
    { at: 50_000, type: "fault", kind: "reset", times: 3 },
  ];
  const { rows, flags, ticks: labels } = layOut(timelineOf(events), 800);
  expect(rows[0]).toMatchObject({
    title: "dcs / 0123…cdef",
    bands: [{ state: "running", label: "running" }, { state: "succeeded" }],
    lag: { label: "seen 1 ms after the end" },
  });
  expect(rows[0]?.arcs.map(({ label }) => label?.text)).toEqual(["20 s", "20 s", "20 s", "20 s", "20 s"]);
  expect(rows[0]?.marks.at(-1)).toMatchObject({ kind: "succeeded", radius: 6 });
  expect(flags).toEqual([{ x: 400, label: "reset × 3" }]);
  expect(labels.slice(5, 8)).toEqual([
    { x: scaleOf(100_000, 800)(50_000), label: "50 s" },
    { x: scaleOf(100_000, 800)(60_000), label: "1 min" },
    { x: scaleOf(100_000, 800)(70_000), label: "1 min 10 s" },
  ]);
});

test("pauses too short to be drawn one by one become an outline", () => {
  const [row] = layOut(timelineOf(polled("job", 1_000, 600_000)), 390).rows;
  expect(row?.arcs).toHaveLength(1);
  expect(row?.marks).toHaveLength(601);
});

test("many jobs have small rows, and the rest is counted", () => {
  const events = Array.from({ length: 20 }, (_, index) => polled(`job-${index}`, 5_000, 60_000)).flat();
  expect(layOut(timelineOf(events), 390)).toMatchObject({ hidden: 8 });
});

test("moments outside of the run are at its ends", () => {
  const xOf = scaleOf(1_000, 228);
  expect([-5, 0, 500, 1_000, Infinity].map(xOf)).toEqual([14, 14, 114, 214, 214]);
});

test.each([
  [0, "0 ms", "0:00"],
  [999, "999 ms", "0:01"],
  [5_449, "5.4 s", "0:05"],
  [59_400, "59 s", "0:59"],
  [59_700, "1 min", "1:00"],
  [80_000, "1 min 20 s", "1:20"],
  [3_599_900, "1 h", "1:00:00"],
  [7_500_000, "2 h 5 min", "2:05:00"],
  [86_400_000, "1 d", "24:00:00"],
  [273_600_000, "3 d 4 h", "76:00:00"],
])("%d ms read as %s and %s", (ms, words, clock) => {
  expect(duration(ms)).toBe(words);
  expect(stopwatch(ms)).toBe(clock);
});

test("an axis has round moments, and not too many", () => {
  expect(ticks(60_000, 6)).toEqual([0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000]);
  expect(ticks(3_600_000, 2)).toEqual([0, 1_800_000, 3_600_000]);
  expect(ticks(0, 5)).toEqual([0]);
  expect(ticks(1e12, 3)).toEqual([0, 1e12]);
});

test("highlighted code is the code", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (code) => {
      expect(
        tokensOf(code)
          .map(({ text }) => text)
          .join(""),
      ).toBe(code);
    }),
  );
  expect(tokensOf('const a = f("x", 1_000); // end').filter(({ kind }) => kind !== "plain")).toEqual([
    { kind: "keyword", text: "const" },
    { kind: "call", text: "f" },
    { kind: "string", text: '"x"' },
    { kind: "number", text: "1_000" },
    { kind: "comment", text: "// end" },
  ]);
});
