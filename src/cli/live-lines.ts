import { formatDuration } from "./duration.ts";
import type { Frame } from "./frame.ts";
import { BAR, type Column, columns, columnWidths, PERCENT } from "./live-columns.ts";
import { elapsed, percentOf, type Row, shownOf, stateText, tally, typeOf } from "./row.ts";
import type { Style } from "./style.ts";
import { toWidth, widthOf } from "./text.ts";

/** A frame that has a height too. */
export interface LiveFrame extends Frame {
  readonly rows: number;
}

/** The lines that show the jobs now, none wider than the terminal, and no more of them than it has. */
export function liveLines(rows: readonly Row[], frame: LiveFrame): string[] {
  // The last column stays free: some terminals wrap when it is written to. So does the last line, for the cursor.
  const room = Math.max(1, frame.columns - 1);
  const most = Math.max(1, frame.rows - 2);
  const shown = rows.length <= most ? rows : mostTelling(rows, most);
  const cells = shown.map((row) => cellsOf(row, frame));
  const widths = columnWidths(cells, room);
  const lines = cells.map(({ row, ...texts }) => line(row, texts, widths, frame));
  return rows.length === 1
    ? lines
    : [...lines, toWidth(summary(rows, shown.length, frame), room, frame.style.ellipsis).trimEnd()];
}

/** Where not all jobs have room, the open ones go first; the order stays. */
function mostTelling(rows: readonly Row[], most: number): readonly Row[] {
  const isOpen = (row: Row) => ["pending", "running", "unknown", "unseen"].includes(shownOf(row));
  const chosen = new Set([...rows.filter(isOpen), ...rows.filter((row) => !isOpen(row))].slice(0, most));
  return rows.filter((row) => chosen.has(row));
}

function cellsOf(row: Row, { now, style, clean }: LiveFrame): Record<Column, string> & { readonly row: Row } {
  const percent = percentOf(row);
  return {
    row,
    symbol: style.symbols[shownOf(row)],
    service: row.ref.service,
    id: row.ref.id,
    type: typeOf(row, clean),
    state: stateText(row, clean),
    bar: percent === undefined ? "" : `${percent}%`.padStart(PERCENT),
    time: formatDuration(elapsed(row, now) ?? 0),
  };
}

function line(row: Row, texts: Record<Column, string>, widths: Record<Column, number>, frame: LiveFrame): string {
  const { style } = frame;
  const shown = shownOf(row);
  const cell = (column: Column): string => {
    const width = widths[column];
    if (column === "bar") {
      return width < BAR
        ? toWidth(texts.bar, width, "")
        : `${progressBar(row, width - PERCENT - 1, style)} ${toWidth(texts.bar, PERCENT, "")}`;
    }
    if (column === "time") {
      return texts.time.padStart(width);
    }
    const text = toWidth(texts[column], width, style.ellipsis, column === "id" ? "middle" : "end");
    return column === "symbol" || column === "state" ? style.paint(shown, text) : text;
  };
  const text = columns
    .filter((column) => widths[column] > 0)
    .map(cell)
    .join(" ");
  const room = Math.max(1, frame.columns - 1);
  return widthOf(text) <= room ? text : toWidth(text, room, style.ellipsis);
}

function progressBar(row: Row, width: number, { bar: [full, empty], paint, dim }: Style): string {
  const percent = percentOf(row);
  if (percent === undefined) {
    return " ".repeat(width);
  }
  const filled = Math.floor((percent * width) / 100);
  return paint("running", full.repeat(filled)) + dim(empty.repeat(width - filled));
}

function summary(rows: readonly Row[], visible: number, { style }: LiveFrame): string {
  const hidden = rows.length - visible;
  return style.dim(`${tally(rows)}${hidden === 0 ? "" : ` (${hidden} not shown)`}`);
}
