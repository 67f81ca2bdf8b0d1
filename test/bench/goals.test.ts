import { expect, test } from "vitest";
import { goalsTable, summary } from "../../scripts/bench/goals.ts";

const met = { what: "requests", atMost: 2_200, figure: 1_834, digits: 0 };
const missed = { what: "p99 late, s", atMost: 6.5, figure: 6.62, digits: 1 };

test("a goal is met up to its value, by what was measured and not by what is shown", () => {
  expect(
    goalsTable([met, { ...met, figure: 2_200 }, { ...missed, figure: 6.5004 }])
      .split("\n")
      .slice(3),
  ).toEqual([
    "| requests | 2,200 | 1,834 | yes |",
    "| requests | 2,200 | 2,200 | yes |",
    "| p99 late, s | 6.5 | 6.5 | no |",
    "",
  ]);
});

test("the summary has the goals of all tables, those of an earlier run included", () => {
  const tables = [
    `## One\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n${goalsTable([met])}`,
    "## Two",
    `## Three\n${goalsTable([missed])}\n`,
  ];
  expect(summary(tables).split("\n")).toEqual([
    "## Goals",
    "",
    "| goal | at most | measured | met |",
    "| --- | ---: | ---: | --- |",
    "| requests | 2,200 | 1,834 | yes |",
    "| p99 late, s | 6.5 | 6.6 | no |",
    "",
  ]);
});
