import { formatDuration } from "./duration.ts";
import type { Frame } from "./frame.ts";
import { nameOf } from "./outcome.ts";
import { elapsed, type Row, reasonsOf, shownOf, stateAndProgress, typeOf } from "./row.ts";
import type { Style } from "./style.ts";
import { toWidth, widthOf, wrap } from "./text.ts";

const INDENT = "    ";
const GAP = "  ";

/** The column that gives way where the table is too wide, and how far. */
const TYPE = 2;
const LEAST_TYPE = 6;

/** The jobs as a table, reasons and failed sub-jobs beneath each; one block per job where a table has no room. */
export function tableLines(rows: readonly Row[], frame: Frame): string[] {
  const { style, clean, columns, now } = frame;
  const header = ["STATE", "JOB", "TYPE", "TIME"];
  const cells = rows.map((row) => {
    const time = elapsed(row, now);
    return [
      `${style.symbols[shownOf(row)]} ${stateAndProgress(row, clean)}`,
      nameOf(row.ref),
      typeOf(row, clean),
      time === undefined ? "" : formatDuration(time),
    ];
  });
  const widths = header.map((title, column) =>
    cells.reduce((widest, cell) => Math.max(widest, widthOf(cell[column] ?? "")), widthOf(title)),
  );
  const excess = widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length) - columns;
  const typeWidth = Math.max(Math.min(widths[TYPE] ?? 0, LEAST_TYPE), (widths[TYPE] ?? 0) - Math.max(0, excess));
  const isWide = (widths[TYPE] ?? 0) - typeWidth >= excess;
  widths[TYPE] = typeWidth;

  const lines = rows.flatMap((row, index) => {
    const cell = cells[index] ?? [];
    const paint = (text: string) => style.paint(shownOf(row), text);
    const head = isWide ? [tableRow(cell, widths, style, paint)] : block(cell, paint);
    const reasons = reasonsOf(row, clean).flatMap((reason) => wrap(reason, columns - INDENT.length));
    return [...head, ...reasons.map((reason) => INDENT + reason)];
  });
  return [...(isWide ? [tableRow(header, widths, style, style.bold)] : []), ...lines];
}

function tableRow(
  cells: readonly string[],
  widths: readonly number[],
  { ellipsis }: Style,
  paint: (text: string) => string,
): string {
  const [state = "", ...others] = cells.map((cell, column) => toWidth(cell, widths[column] ?? 0, ellipsis));
  return [paint(state), ...others].join(GAP).trimEnd();
}

function block(
  [state = "", job = "", type = "", time = ""]: readonly string[],
  paint: (text: string) => string,
): string[] {
  const about = [type, time].filter((text) => text !== "").join(", ");
  return [paint(state), `  ${job}`, ...(about === "" ? [] : [`  ${about}`])];
}
