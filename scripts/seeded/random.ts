import { seededRandom } from "../bench/statistics.ts";

/** What a run draws from its seed. */
export interface Random {
  /** From 0 up to, but not including, 1. */
  next(): number;
  /** A whole number, both ends included. */
  integer(least: number, most: number): number;
  chance(probability: number): boolean;
  /** With a probability, what is drawn then. */
  maybe<T>(probability: number, draw: () => T): T | undefined;
  pick<T>(items: readonly T[]): T;
  /** One of several, as often as its weight says. */
  weighted<T>(items: readonly (readonly [weight: number, item: T])[]): T;
  list<T>(least: number, most: number, item: (index: number) => T): T[];
}

export function createRandom(seed: number): Random {
  const next = seededRandom(seed);
  const integer = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    integer,
    chance: (probability) => next() < probability,
    maybe: (probability, draw) => (next() < probability ? draw() : undefined),
    pick: (items) => items[integer(0, items.length - 1)] as never,
    weighted(items) {
      let rest = next() * items.reduce((sum, [weight]) => sum + weight, 0);
      const found = items.find(([weight]) => {
        rest -= weight;
        return rest < 0;
      });
      return (found ?? items[0])?.[1] as never;
    },
    list: (least, most, item) => Array.from({ length: integer(least, most) }, (_, index) => item(index)),
  };
}
