import { formatDuration } from "./duration.ts";
import { nameOf } from "./outcome.ts";
import { displayStateOf, elapsed, percentOf, type Row, stateAndProgress, stateText, typeOf } from "./row.ts";
import type { Screen } from "./style.ts";
import { cutTo, widthOf } from "./text.ts";

interface Column {
  readonly text: (row: Row, screen: Screen) => string;
  /** In the header of a table. */
  readonly title?: string;
  /** The width before any shrinking, even if all texts are shorter. */
  readonly minWidth?: number;
  /** Where to cut a text that is too wide. At the start, no ellipsis marks the cut. */
  readonly cut?: "start" | "middle";
  readonly align?: "right";
}

/** Which columns a line has, and how they give way on a narrow screen. */
interface Layout {
  readonly columns: readonly Column[];
  readonly gap: string;
  /**
   * Columns to shrink until a line fits, in order, with their minimum width (0 hides the column). A "whole" column
   * shrinks to it at once, since part of its text says nothing.
   */
  readonly shrink: readonly (readonly [column: Column, minWidth: number, how?: "whole"])[];
}

const BAR_LENGTH = 10;
const PERCENT_WIDTH = "100%".length;

const paint = (row: Row, { style }: Screen, text: string) => style.paint(displayStateOf(row), text);
const symbolOf = (row: Row, { style }: Screen) => style.symbols[displayStateOf(row)];

const type: Column = { title: "TYPE", text: (row, { sanitize }) => typeOf(row, sanitize) };
const time: Column = {
  title: "TIME",
  text(row, { now }) {
    const ms = elapsed(row, now);
    return ms === undefined ? "" : formatDuration(ms);
  },
};

const symbol: Column = { text: (row, screen) => paint(row, screen, symbolOf(row, screen)) };
const service: Column = { text: ({ ref }) => ref.service };
const id: Column = { text: ({ ref }) => ref.id, cut: "middle" };
const state: Column = {
  text: (row, screen) => paint(row, screen, stateText(row, screen.sanitize)),
  // So that the next columns stay in place while states change.
  minWidth: "succeeded".length,
};
const progress: Column = { text: progressBar, cut: "start" };

/** A live line of `wait` on a terminal. */
export const liveLayout: Layout = {
  columns: [symbol, service, id, type, state, progress, { ...time, align: "right" }],
  gap: " ",
  shrink: [
    [type, 12],
    [id, 13],
    [progress, PERCENT_WIDTH, "whole"],
    [type, 0],
    [id, 8],
    [state, 0, "whole"],
    [service, 3],
  ],
};

/** How many columns of a live line a reason leaves: symbol, service and ID. */
export const IDENTITY_COLUMNS = 3;

/** The table of `get`, and at the end of `wait`. */
export const tableLayout: Layout = {
  columns: [
    {
      title: "STATE",
      text: (row, screen) => paint(row, screen, `${symbolOf(row, screen)} ${stateAndProgress(row, screen.sanitize)}`),
    },
    { title: "JOB", text: ({ ref }) => nameOf(ref) },
    type,
    time,
  ],
  gap: "  ",
  shrink: [[type, 6]],
};

function progressBar(row: Row, { style }: Screen): string {
  const percent = percentOf(row);
  if (percent === undefined) {
    return "";
  }
  const [full, empty] = style.bar;
  const length = Math.floor((percent * BAR_LENGTH) / 100);
  const bar = style.paint("running", full.repeat(length)) + style.dim(empty.repeat(BAR_LENGTH - length));
  return `${bar} ${`${percent}%`.padStart(PERCENT_WIDTH)}`;
}

export function cellsOf({ columns }: Layout, row: Row, screen: Screen): string[] {
  return columns.map(({ text }) => text(row, screen));
}

/**
 * Cuts and pads the cells of all lines to the same column widths, for lines at most `room` wide if that is possible.
 * The cells of a hidden column become empty.
 */
export function fitCells(layout: Layout, lines: readonly string[][], room: number, ellipsis: string): string[][] {
  const widths = columnWidths(layout, lines, room);
  return lines.map((cells) =>
    cells.map((text, index) => {
      const width = widths[index] ?? 0;
      const { cut, align } = layout.columns[index] ?? {};
      const short = cutTo(text, width, cut === "start" ? "" : ellipsis, cut);
      const padding = " ".repeat(Math.max(0, width - widthOf(short)));
      return align === "right" ? padding + short : short + padding;
    }),
  );
}

function columnWidths({ columns, gap, shrink }: Layout, lines: readonly string[][], room: number): readonly number[] {
  let widths = columns.map(({ minWidth = 0 }, index) =>
    lines.reduce((widest, cells) => Math.max(widest, widthOf(cells[index] ?? "")), minWidth),
  );
  for (const [column, minWidth, how] of shrink) {
    const visible = widths.filter((width) => width > 0);
    const excess = visible.reduce((sum, width) => sum + width + gap.length, -gap.length) - room;
    const shrunk = (width: number) => Math.min(width, how === "whole" ? minWidth : Math.max(minWidth, width - excess));
    widths = widths.map((width, index) => (excess > 0 && columns[index] === column ? shrunk(width) : width));
  }
  return widths;
}

/** Joins cells, without those of hidden columns. */
export function joinCells({ gap }: Layout, cells: readonly string[]): string {
  return cells.filter((text) => text !== "").join(gap);
}
