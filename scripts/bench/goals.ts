import { yesOrNo } from "./statistics.ts";

/** A goal of the package, and what was measured. */
export interface Goal {
  readonly what: string;
  /** The figure must not be larger. */
  readonly atMost: number;
  readonly figure: number;
  /** The digits behind the point. */
  readonly digits: number;
}

const HEADER = "| goal | at most | measured | met |";

/** The goals of one table, to be put below it. */
export function goalsTable(goals: readonly Goal[]): string {
  const rows = goals.map(({ what, atMost, figure, digits }) => {
    const shown = (value: number): string => value.toLocaleString("en-US", { maximumFractionDigits: digits });
    return `| ${what} | ${shown(atMost)} | ${shown(figure)} | ${yesOrNo(figure <= atMost)} |`;
  });
  return ["", HEADER, "| --- | ---: | ---: | --- |", ...rows, ""].join("\n");
}

/** All goals of the tables in one, those included that were measured in an earlier run. */
export function summary(tables: readonly string[]): string {
  const rows = tables.flatMap((table) => {
    const lines = table.split("\n");
    const first = lines.indexOf(HEADER) + 1;
    const end = lines.findIndex((line, index) => index > first && !line.startsWith("|"));
    return first === 0 ? [] : lines.slice(first + 1, end === -1 ? undefined : end);
  });
  return ["## Goals", "", HEADER, "| --- | ---: | ---: | --- |", ...rows, ""].join("\n");
}
