import type { Frame } from "./frame.ts";
import { endedBadly, type Row, stateWords } from "./row.ts";
import { tableLines } from "./table.ts";
import { tally } from "./tally.ts";
import { wrap } from "./text.ts";

/**
 * How it all ended: a table, and how many jobs there are. Where a terminal has no room for the table, the jobs that
 * succeeded are left out, and if need be those that are still open; never one that failed.
 */
export function summaryLines(rows: readonly Row[], frame: Frame): string[] {
  const choices = [
    rows,
    rows.filter((row) => stateWords(row) !== "succeeded"),
    rows.filter((row) => endedBadly(row) && stateWords(row) !== "timed out"),
  ];
  const tables = choices.map((chosen) => (chosen.length === 0 ? [] : tableLines(chosen, frame)));
  const counts = rows.length === 1 ? [] : wrap(tally(rows), frame.columns).map(frame.style.bold);
  // One line is for the prompt.
  const fits = (table: readonly string[]) => table.length + counts.length < frame.rows;
  return [...(tables.find(fits) ?? tables.at(-1) ?? []), ...counts];
}
