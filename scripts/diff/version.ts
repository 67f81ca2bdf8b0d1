import type { Impact } from "./redocly.ts";

type Numbers = readonly [major: number, minor: number, patch: number];

/** The numbers of a version without pre-release and build; `undefined` for what is no version. */
function numbersOf(version: string | undefined): Numbers | undefined {
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)$/.exec(version ?? "") ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

/**
 * The lowest version that tells users of a change. Below 1.0 a breaking change takes the second number, as redocly and
 * semver's caret have it.
 *
 * @returns `undefined` when the version has not the form 1.2.3
 */
export function lowestVersion(base: string | undefined, impact: Impact | undefined): string | undefined {
  const numbers = numbersOf(base);
  if (numbers === undefined || impact === undefined) {
    return numbers && base;
  }
  const [major, minor, patch] = numbers;
  if (impact === "major" && major > 0) {
    return `${major + 1}.0.0`;
  }
  return impact === "patch" ? `${major}.${minor}.${patch + 1}` : `${major}.${minor + 1}.0`;
}

/** Whether a version is at least as high as another; never for what is no version. */
export function isAtLeast(version: string | undefined, lowest: string | undefined): boolean {
  const [left, right] = [numbersOf(version), numbersOf(lowest)];
  if (left === undefined || right === undefined) {
    return false;
  }
  const difference = left.map((number, index) => number - (right[index] ?? 0)).find((step) => step !== 0);
  return (difference ?? 0) >= 0;
}
