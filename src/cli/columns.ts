import { formatDuration } from "./duration.ts";
import { nameOf } from "./outcome.ts";
import { displayStateOf, elapsed, percentOf, type Row, stateText, typeOf } from "./row.ts";
import type { Screen } from "./style.ts";
import { cutTo, widthOf } from "./text.ts";

interface Column {
  readonly title: string;
  readonly text: (row: Row, screen: Screen) => string;
  /** In place of the text if there is no room for it. */
  readonly short?: (row: Row, screen: Screen) => string;
}

const BAR_LENGTH = 10;
const GAP = "  ";

const paint = (row: Row, { style }: Screen, text: string) => style.paint(displayStateOf(row), text);
const symbolOf = (row: Row, { style }: Screen) => style.symbols[displayStateOf(row)];

const state: Column = {
  title: "STATE",
  text: (row, screen) => paint(row, screen, `${symbolOf(row, screen)} ${stateText(row, screen.sanitize)}`),
  short: (row, screen) => paint(row, screen, symbolOf(row, screen)),
};

/** The reference, which can be pasted back; or the ID of a sub-job. */
const job: Column = { title: "JOB", text: ({ ref, subJob }) => subJob ?? nameOf(ref) };

const type: Column = { title: "TYPE", text: (row, { sanitize }) => typeOf(row, sanitize) };

const progress: Column = {
  title: "PROGRESS",
  text(row, screen) {
    const percent = percentOf(row);
    const { style, width } = screen;
    const [full, empty] = style.bar;
    const length = Math.floor(((percent ?? 0) * BAR_LENGTH) / 100);
    const bar = style.paint("running", full.repeat(length)) + style.dim(empty.repeat(BAR_LENGTH - length));
    return percent === undefined || !Number.isFinite(width) ? percentText(row) : `${bar} ${percentText(row)}`;
  },
  short: percentText,
};

const time: Column = {
  title: "TIME",
  text(row, { now }) {
    const ms = elapsed(row, now);
    return ms === undefined ? "" : formatDuration(ms);
  },
};

const columns = [state, job, type, progress, time];

function percentText(row: Row): string {
  const percent = percentOf(row);
  return percent === undefined ? "" : `${percent}%`.padStart("100%".length);
}

/** A column to shrink, and down to which width; 0 hides it. */
type Step = readonly [column: Column, width: number | "short"];

/** What gives way first. */
const firstSteps: readonly Step[] = [
  [progress, "short"],
  [type, 6],
  [type, 0],
];
/** And then, on a screen whose lines are cut: what leaves room for a whole reference. */
const forWholeReferences: readonly Step[] = [
  [state, "short"],
  [time, 0],
  [progress, 0],
];
/** If there is no such room anyway. */
const forCutReferences: readonly Step[] = [
  [state, "short"],
  [job, 13],
  [time, 0],
  [progress, 0],
  [job, 1],
];

/**
 * A header and a line for each row, in columns of the same widths; nothing if the screen is too narrow for them.
 *
 * @param cut - whether references may be cut
 */
export function columnLines(
  rows: readonly Row[],
  screen: Screen,
  { width, cut }: { readonly width: number; readonly cut: boolean },
): string[] {
  const { ellipsis, bold } = screen.style;
  const cells = rows.map((row) => columns.map(({ text }) => text(row, screen)));
  const titles = columns.map(({ title }, index) => (cells.some((line) => line[index] !== "") ? title : ""));
  const full = columns.map((_, index) => widest([titles, ...cells].map((line) => line[index])));
  const short = columns.map((column) => widest(rows.map((row) => column.short?.(row, screen))));
  const widths = fittingWidths(full, short, width, cut);
  if (widths === undefined) {
    return [];
  }
  const lineOf = (cell: (index: number, room: number) => string) =>
    widths
      .flatMap((room, index) => {
        const text = cell(index, room);
        return room === 0 ? [] : text + " ".repeat(Math.max(0, room - widthOf(text)));
      })
      .join(GAP)
      .trimEnd();
  const header = lineOf((index, room) => cutTo(titles[index] ?? "", room, ""));
  const lines = rows.map((row, y) =>
    lineOf((index, room) => {
      const column = columns[index];
      return column?.short !== undefined && room < (full[index] ?? 0)
        ? column.short(row, screen)
        : cutTo(cells[y]?.[index] ?? "", room, ellipsis, column === job ? "middle" : "end");
    }),
  );
  return [bold(header), ...lines];
}

/** The cells of a row below each other, for a screen that is too narrow for columns. */
export function stackedLines(row: Row, screen: Screen): string[] {
  const rest = [type, progress, time].map(({ text, short = text }) => short(row, screen).trim());
  const others = rest.filter((text) => text !== "").join(", ");
  return [state.text(row, screen), `  ${job.text(row, screen)}`, ...(others === "" ? [] : [`  ${others}`])];
}

type Widths = readonly number[];

/** The widths of the columns, so that a line is at most `room` wide; `undefined` if that is not possible. */
function fittingWidths(full: Widths, short: Widths, room: number, cut: boolean): Widths | undefined {
  const shrink = (widths: Widths, [column, least]: Step): Widths => {
    const excess = lineWidth(widths) - room;
    const at = columns.indexOf(column);
    const [width = 0, shortWidth = 0] = [widths[at], short[at]];
    const shrunk = least === "short" ? shortWidth : least && Math.max(least, width - excess);
    return excess > 0 ? widths.with(at, Math.min(width, shrunk)) : widths;
  };
  const fits = (widths: Widths) => lineWidth(widths) <= room;
  const start = firstSteps.reduce(shrink, full);
  if (fits(start) || !cut) {
    return fits(start) ? start : undefined;
  }
  const whole = forWholeReferences.reduce(shrink, start);
  return fits(whole) ? whole : forCutReferences.reduce(shrink, start);
}

const widest = (texts: readonly (string | undefined)[]): number =>
  texts.reduce((width, text = "") => Math.max(width, widthOf(text)), 0);

function lineWidth(widths: Widths): number {
  const visible = widths.filter((width) => width > 0);
  return visible.reduce((sum, width) => sum + width + GAP.length, -GAP.length);
}
