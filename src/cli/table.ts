import { cellsOf, fitCells, IDENTITY_COLUMNS, joinCells, liveLayout, tableLayout } from "./columns.ts";
import {
  countByState,
  displayStateOf,
  isOpen,
  isUnsuccessful,
  type Row,
  reasonsOf,
  type StateLabel,
  stateLabelOf,
} from "./row.ts";
import type { Screen } from "./style.ts";
import { cutTo, widthOf, wrap } from "./text.ts";

const INDENT = "    ";

/** The order of open jobs, if there is no room for all. */
const urgency: readonly StateLabel[] = ["in trouble", "running", "unknown", "asking", "pending"];

/** One line per job and the number of jobs in each state, at most as wide and as high as the screen. */
export function liveLines(rows: readonly Row[], screen: Screen): string[] {
  const { style, width, height } = screen;
  // Some terminals wrap once the last column is written to. The last line is for the cursor.
  const room = Math.max(1, width - 1);
  const cut = (line: string) => cutTo(line, room, style.ellipsis);
  const counts = countLines(rows, room).slice(0, Math.max(1, Math.floor(height / 3)));
  const entries = chooseRows(rows, Math.max(1, height - 1 - counts.length));
  const cells = entries.map((entry) => (typeof entry === "string" ? [] : cellsOf(liveLayout, entry, screen)));
  const fitted = fitCells(liveLayout, cells, room, style.ellipsis);
  const lines = entries.map((entry, index) =>
    typeof entry === "string"
      ? style.dim(cut(`${style.ellipsis} ${entry}`))
      : cut(liveLine(entry, fitted[index] ?? [], room, screen)),
  );
  return [...lines, ...counts.map((line) => style.bold(cut(line)))];
}

/** The cells of a row, or in place of those from the type on, why the job failed or its polls fail. */
function liveLine(row: Row, cells: readonly string[], room: number, { style, sanitize }: Screen): string {
  const isBad = isUnsuccessful(row);
  if (!isBad && row.pollError === undefined) {
    return joinCells(liveLayout, cells);
  }
  const start = joinCells(liveLayout, cells.slice(0, IDENTITY_COLUMNS));
  const trouble = `trouble: ${sanitize(row.pollError ?? "")}`;
  const reason = isBad ? `${stateLabelOf(row)}: ${reasonsOf(row, sanitize)[0]}` : trouble;
  const rest = cutTo(reason, room - widthOf(start) - 1, style.ellipsis).trimEnd();
  return `${start} ${style.paint(isBad ? displayStateOf(row) : "unknown", rest)}`;
}
/**
 * The rows to show in `room` lines, and texts that count the hidden ones. If there is no room for all, unsuccessful jobs
 * come first, in half of the room or in what the open jobs leave of it, then open ones. Successful ones are only counted.
 */
function chooseRows(rows: readonly Row[], room: number): (Row | string)[] {
  if (rows.length <= room) {
    return [...rows];
  }
  const rank = (row: Row) => urgency.indexOf(stateLabelOf(row));
  const open = rows.filter(isOpen).sort((one, other) => rank(one) - rank(other));
  const unsuccessful = rows.filter(isUnsuccessful);
  const first = upTo(unsuccessful, Math.max(Math.ceil(room / 2), room - open.length), "failed");
  return [...first, ...upTo(open, room - first.length, "open")];
}

function upTo(rows: readonly Row[], room: number, kind: string): (Row | string)[] {
  if (rows.length <= room) {
    return [...rows];
  }
  const shown = rows.slice(0, Math.max(0, room - 1));
  return room < 1 ? [] : [...shown, `and ${rows.length - shown.length} more ${kind}`];
}

/** The jobs as a table, with the reasons below each; without columns if the screen is too narrow for them. */
export function tableLines(rows: readonly Row[], screen: Screen): string[] {
  const { style, sanitize, width } = screen;
  const header = tableLayout.columns.map(({ title = "" }, index) => (index === 0 ? style.bold(title) : title));
  const cells = rows.map((row) => cellsOf(tableLayout, row, screen));
  const fitted = fitCells(tableLayout, [header, ...cells], width, style.ellipsis);
  const [headerLine = "", ...lines] = fitted.map((line) => joinCells(tableLayout, line));
  const isWide = widthOf(headerLine) <= width;
  const body = rows.flatMap((row, index) => {
    const job = isWide ? [lines[index]?.trimEnd() ?? ""] : stacked(cells[index] ?? []);
    const reasons = reasonsOf(row, sanitize).flatMap((reason) => wrap(reason, width - INDENT.length));
    return [...job, ...reasons.map((reason) => INDENT + reason)];
  });
  return isWide ? [headerLine.trimEnd(), ...body] : body;
}

function stacked([state = "", job = "", ...others]: readonly string[]): string[] {
  const rest = others.filter((text) => text !== "").join(", ");
  return [state, `  ${job}`, ...(rest === "" ? [] : [`  ${rest}`])];
}

/**
 * The table and the number of jobs in each state. If that is higher than the screen, the table has no successful jobs,
 * and if need be no open ones. Failures are always shown.
 */
export function summaryLines(rows: readonly Row[], screen: Screen): string[] {
  const choices = [
    rows,
    rows.filter((row) => stateLabelOf(row) !== "succeeded"),
    rows.filter((row) => isUnsuccessful(row) && stateLabelOf(row) !== "timed out"),
  ];
  const tables = choices.map((chosen) => (chosen.length === 0 ? [] : tableLines(chosen, screen)));
  const counts = countLines(rows, screen.width).map(screen.style.bold);
  // One line is for the prompt.
  const fits = (table: readonly string[]) => table.length + counts.length < screen.height;
  return [...(tables.find(fits) ?? tables.at(-1) ?? []), ...counts];
}

/** The number of jobs in each state, if there are several. */
function countLines(rows: readonly Row[], width: number): string[] {
  return rows.length === 1 ? [] : wrap(countByState(rows), width);
}
