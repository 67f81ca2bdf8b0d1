import { describe, expect, test } from "vitest";
import { formatDuration, parseDuration } from "../../src/cli/duration.ts";

describe("parseDuration", () => {
  test.each([
    ["500ms", 500],
    ["90s", 90_000],
    ["30m", 1_800_000],
    ["1.5h", 5_400_000],
    ["1h30m", 5_400_000],
    ["2D", 172_800_000],
    ["infinity", Number.POSITIVE_INFINITY],
  ])("%s", (text, ms) => {
    expect(parseDuration("--timeout", text)).toBe(ms);
  });

  test.each(["", "30", "m", "-5s", "5 s", "1e3s", "5x", "NaN", "30m!"])("%j is refused", (text) => {
    expect(() => parseDuration("--timeout", text)).toThrow(/^"--timeout" must be a duration such as .*90s, 30m/);
  });
});

test.each([
  [-1, "0s"],
  [9_999, "9s"],
  [65_000, "1m 05s"],
  [7_380_000, "2h 03m"],
  [349_200_000, "4d 01h"],
])("formatDuration(%d)", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
