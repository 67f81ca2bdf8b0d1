import fc from "fast-check";
import type { AnyTarget } from "../../test/fuzz/target.ts";
import { targets } from "../../test/fuzz/targets/index.ts";

/** Longer inputs are cut where they are shown; the seed has all of it. */
const LONGEST_SHOWN = 1_000;

export function targetNamed(name: string): AnyTarget {
  const target = targets.find((known) => known.name === name);
  if (target === undefined) {
    throw new Error(`There is no target ${name}.`);
  }
  return target;
}

/** The input that a seed stands for. */
export function inputAt({ input }: AnyTarget, seed: number): unknown {
  return fc.sample(input, { seed, numRuns: 1 })[0];
}

export function inputOf(target: string, seed: number): string {
  return shown(inputAt(targetNamed(target), seed));
}

export function shown(input: unknown): string {
  const text = fc.stringify(input);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}… (${text.length} characters)` : text;
}
