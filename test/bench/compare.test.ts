import { expect, test } from "vitest";
import { pollFigures } from "../../scripts/bench/compare/polls.ts";
import { beside, lines, table } from "../../scripts/bench/compare/report.ts";
import * as schedule from "../../src/polling/schedule.ts";

const bytes = (value: number) => ({ what: "bundle", value, digits: 0 });

test("figures of two trees stand beside each other, with the difference in percent", () => {
  const compared = beside([bytes(20_000)], [bytes(19_000)]);
  expect(table(compared, "origin/main (1234567)").split("\n")).toEqual([
    "| smaller is better | origin/main (1234567) | here | difference |",
    "| --- | ---: | ---: | ---: |",
    "| bundle | 20000 | 19000 | -5.0 % |",
  ]);
  expect(lines(beside([bytes(20_000)], [bytes(20_100)]))).toBe("bundle: 20000 → 20100 (+0.5 %)");
});

test("what is the same, or nearly, has no sign", () => {
  expect(lines(beside([bytes(20_000)], [bytes(19_999)]))).toBe("bundle: 20000 → 19999 (0.0 %)");
});

test("a figure that the base does not have is left out", () => {
  expect(beside([], [bytes(1)])).toEqual([]);
});

test("the same schedule has the same polls, whatever the run", () => {
  expect(pollFigures(schedule)).toEqual(pollFigures(schedule));
});

test("a schedule that pauses twice as long polls less and later", () => {
  const slower = {
    ...schedule,
    nextDelay: (...given: Parameters<typeof schedule.nextDelay>) => 2 * schedule.nextDelay(...given),
  };
  const compared = beside(pollFigures(schedule), pollFigures(slower));
  expect(compared.map(({ what, difference }) => [what.replace(/^.*: /, ""), difference.startsWith("-")])).toEqual(
    Array.from({ length: 3 }, () => [
      ["polls", true],
      ["end detected late, s", false],
    ]).flat(),
  );
});
