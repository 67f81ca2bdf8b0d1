import { type Row, type StateWords, stateWords } from "./row.ts";

/** What is over comes first, then what goes on. */
const order: readonly StateWords[] = [
  "succeeded",
  "failed",
  "not found",
  "not authorised",
  "error",
  "timed out",
  "running",
  "pending",
  "unknown",
  "in trouble",
  "asking",
];

/** How many jobs there are, and how they stand. */
export function tally(rows: readonly Row[]): string {
  const words = rows.map(stateWords);
  const parts = order
    .map((state) => ({ state, count: words.filter((word) => word === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${state}`);
  return `${rows.length} ${rows.length === 1 ? "job" : "jobs"}: ${parts.join(", ")}`;
}
