import type fc from "fast-check";

/**
 * Something that reads what others wrote, and what can be thrown at it. `npm test` runs a share of each target, and
 * `npm run fuzz` as much of it as time allows.
 */
export interface Target<Input> {
  readonly name: string;
  /** How many cases `npm test` runs. */
  readonly share: number;
  readonly input: fc.Arbitrary<Input>;
  /** Tells in a word what came of a case; throws when it is not what has to come of it. */
  run(input: Input): string | Promise<string>;
}

/** A target whose kind of input is its own affair. */
export type AnyTarget = Target<unknown>;

export function defineTarget<Input>(target: Target<Input>): AnyTarget {
  return target as unknown as AnyTarget;
}
