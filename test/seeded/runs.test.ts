import { expect, test } from "vitest";
import { violationsOf } from "../../scripts/seeded/invariants.ts";
import { observe } from "../../scripts/seeded/run.ts";
import { addTo, missingIn, type Tally } from "../../scripts/seeded/tally.ts";

/** One seed to repeat, or those of a thousand runs. */
const given = process.env["SEED"];
const seeds = given === undefined ? Array.from({ length: 1_000 }, (_, index) => index + 1) : [Number(given)];

test("whatever server, callers and clock do, every invariant holds, in runs in which all of it occurs", async () => {
  const tally: Tally = new Map();
  const violations: string[] = [];
  for (const seed of seeds) {
    const observed = await observe(seed);
    violations.push(...violationsOf(observed).map((violation) => `SEED=${seed}: ${violation}`));
    addTo(tally, observed);
  }
  expect(violations, "`npm run seeded -- --seed N` shows a run").toEqual([]);
  expect(given === undefined ? missingIn(tally) : []).toEqual([]);
});

test("a seed gives the same run again", async () => {
  for (const seed of seeds.slice(0, 20)) {
    const [first, second] = [await observe(seed), await observe(seed)];
    expect(second.plan).toEqual(first.plan);
    const eventsOf = ({ events }: typeof first) => events.map(({ event, at }) => [at, event]);
    expect(eventsOf(second)).toEqual(eventsOf(first));
    expect(second.calls.map(({ settled }) => settled)).toEqual(first.calls.map(({ settled }) => settled));
  }
});
