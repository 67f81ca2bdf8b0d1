import { expect, test } from "vitest";
import { isAtLeast, lowestVersion } from "../../../scripts/diff/version.ts";

test.each([
  ["1.2.3", "major", "2.0.0"],
  ["1.2.3", "minor", "1.3.0"],
  ["1.2.3", "patch", "1.2.4"],
  ["1.2.3", undefined, "1.2.3"],
  ["0.2.3", "major", "0.3.0"],
  ["0.2.3", "minor", "0.3.0"],
  ["0.2.3", "patch", "0.2.4"],
  ["v1", "patch", undefined],
  [undefined, "patch", undefined],
] as const)("%s with a change that is %s needs %s", (base, impact, lowest) => {
  expect(lowestVersion(base, impact)).toBe(lowest);
});

test.each([
  ["1.2.3", "1.2.3", true],
  ["1.10.0", "1.9.9", true],
  ["2.0.0", "1.3.0", true],
  ["1.2.9", "1.3.0", false],
  ["0.9.9", "1.0.0", false],
  ["1.3", "1.3.0", false],
  ["1.3.0", undefined, false],
])("whether %s is at least %s: %s", (version, lowest, expected) => {
  expect(isAtLeast(version, lowest)).toBe(expected);
});
