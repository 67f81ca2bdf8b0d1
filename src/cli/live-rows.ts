import { endedBadly, isOpen, type Row, type StateWords, stateWords } from "./row.ts";

/** What one line is about: a job, or how many jobs have no line. */
export type LineOf = { readonly row: Row } | { readonly hidden: number; readonly kind: Kind };

type Kind = "failed" | "open";

/** The order of the open jobs where not all have room. */
const urgency: readonly StateWords[] = ["in trouble", "running", "unknown", "asking", "pending"];

/**
 * Which jobs have a line where there is room for so many: all, or, where that is too little, those that ended badly, in
 * up to half of the room if the open ones need the other half, and then those that are open.
 */
export function chooseRows(rows: readonly Row[], room: number): LineOf[] {
  if (rows.length <= room) {
    return rows.map((row) => ({ row }));
  }
  const rank = (row: Row) => urgency.indexOf(stateWords(row));
  const open = rows.filter(isOpen).sort((one, other) => rank(one) - rank(other));
  const bad = rows.filter(endedBadly);
  const first = upTo(bad, Math.max(Math.ceil(room / 2), room - open.length), "failed");
  return [...first, ...upTo(open, room - first.length, "open")];
}

function upTo(rows: readonly Row[], room: number, kind: Kind): LineOf[] {
  if (rows.length <= room) {
    return rows.map((row) => ({ row }));
  }
  const shown = rows.slice(0, Math.max(0, room - 1));
  return room < 1 ? [] : [...shown.map((row) => ({ row })), { hidden: rows.length - shown.length, kind }];
}
