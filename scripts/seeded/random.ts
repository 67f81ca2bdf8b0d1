import { seededRandom } from "../bench/statistics.ts";

/** What a run draws from its seed. */
export type Random = ReturnType<typeof createRandom>;

export function createRandom(seed: number) {
  /** From 0 up to, but not including, 1. */
  const next = seededRandom(seed);
  const chance = (probability: number): boolean => next() < probability;
  /** A whole number, both ends included. */
  const integer = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    integer,
    chance,
    /** With a probability, what is drawn then. */
    maybe: <T>(probability: number, draw: () => T): T | undefined => (chance(probability) ? draw() : undefined),
    pick: <const T>(items: readonly T[]): T => items[integer(0, items.length - 1)] as T,
    list: <T>(least: number, most: number, item: (index: number) => T): T[] =>
      Array.from({ length: integer(least, most) }, (_, index) => item(index)),
  };
}
