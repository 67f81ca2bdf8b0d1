import { columnLines, stackedLines } from "./columns.ts";
import { formatDuration } from "./duration.ts";
import {
  countByState,
  isOpen,
  isUnsuccessful,
  type Row,
  reasonsOf,
  type StateLabel,
  stateLabelOf,
  subJobRows,
} from "./row.ts";
import type { Screen } from "./style.ts";
import { cutTo, wrap } from "./text.ts";

const INDENT = "    ";

/** The order of open jobs, if there is no room for all. */
const urgency: readonly StateLabel[] = ["retrying", "running", "unknown", "polling", "pending"];

/** A row, or a text that counts hidden ones. */
type Entry = Row | string;

/**
 * The jobs of a wait that goes on, at most as wide and as high as the screen, and below them the number of jobs in each
 * state and the time of the next poll.
 */
export function liveLines(jobs: readonly Row[], screen: Screen): string[] {
  const { style, width, height } = screen;
  // Some terminals wrap once the last column is written to. The last line is for the cursor.
  const room = Math.max(1, width - 1);
  const cut = (line: string) => cutTo(line, room, style.ellipsis);
  const rows = withSubJobs(jobs, screen);
  const footer = wrap([...countsOf(rows), ...nextPollOf(jobs, screen)].join("; "), room)
    .filter((line) => line !== "")
    .slice(0, Math.max(1, Math.floor(height / 3)));
  const free = Math.max(1, height - 1 - footer.length);
  const reasons = (row: Row) => liveReasons(row, rows, screen);
  const body = draw(chooseRows(rows, free - 1), screen, { width: room, cut: true, reasons });
  // The header is the first to go.
  const visible = body.slice(Math.max(0, body.length - free));
  return [...visible.map(cut), ...footer.map((line) => style.bold(cut(line)))];
}

/** The jobs as a table, with all reasons below each. */
export function tableLines(jobs: readonly Row[], screen: Screen): string[] {
  return tableOf(withSubJobs(jobs, screen), screen);
}

/**
 * The table and the number of jobs in each state. If that is higher than the screen, the table has no successful jobs,
 * and if need be no open ones. Failures are always shown.
 */
export function summaryLines(jobs: readonly Row[], screen: Screen): string[] {
  const rows = withSubJobs(jobs, screen);
  const isKept = (row: Row) => isTree(rows) && row.subJob === undefined;
  const choices = [
    rows,
    rows.filter((row) => isKept(row) || stateLabelOf(row) !== "succeeded"),
    rows.filter((row) => isKept(row) || (isUnsuccessful(row) && stateLabelOf(row) !== "timed out")),
  ];
  const tables = choices.map((chosen) => (chosen.length === 0 ? [] : tableOf(chosen, screen)));
  const counts = countsOf(rows).flatMap((text) => wrap(text, screen.width).map(screen.style.bold));
  // One line is for the prompt.
  const fits = (table: readonly string[]) => table.length + counts.length < screen.height;
  return [...(tables.find(fits) ?? tables.at(-1) ?? []), ...counts];
}

function tableOf(rows: readonly Row[], screen: Screen): string[] {
  const { width, sanitize } = screen;
  const reasons = (row: Row) =>
    reasonsOf(row, sanitize, isTree(rows)).flatMap((reason) => wrap(reason, width - INDENT.length));
  return draw(rows, screen, { width, cut: false, reasons });
}

interface DrawOptions {
  readonly width: number;
  /** Whether references may be cut. */
  readonly cut: boolean;
  /** The lines below a row. */
  readonly reasons: (row: Row) => readonly string[];
}

/** A header and a line for each row; without columns, several lines for each row if the screen is too narrow for them. */
function draw(entries: readonly Entry[], screen: Screen, { width, cut, reasons }: DrawOptions): string[] {
  const { dim, ellipsis } = screen.style;
  const shown = withBranches(entries, screen);
  const rows = shown.filter((entry) => typeof entry !== "string");
  const [header, ...lines] = columnLines(rows, screen, { width, cut });
  const rest = lines.values();
  const body = shown.flatMap((entry) => {
    if (typeof entry === "string") {
      return dim(`${ellipsis} ${entry}`);
    }
    const line = rest.next().value;
    return [
      ...(line === undefined ? stackedLines(entry, screen) : [line]),
      ...reasons(entry).map((reason) => INDENT + reason),
    ];
  });
  return header === undefined ? body : [header, ...body];
}

/** Ties each sub-job to the job above. */
function withBranches(entries: readonly Entry[], { style }: Screen): Entry[] {
  const last = entries.findLastIndex((entry) => typeof entry !== "string");
  return entries.map((entry, index) =>
    typeof entry === "string" || entry.subJob === undefined
      ? entry
      : { ...entry, subJob: style.tree[index === last ? 1 : 0] + entry.subJob },
  );
}

/** One line at most: the first reason, or why the last poll failed. */
function liveReasons(row: Row, rows: readonly Row[], { style, sanitize }: Screen): string[] {
  if (isFailingPolls(row)) {
    return [style.paint("unknown", sanitize(row.pollError ?? ""))];
  }
  return isUnsuccessful(row) ? reasonsOf(row, sanitize, isTree(rows)).slice(0, 1) : [];
}

/** The rows of several jobs, or of one job and its sub-jobs. */
function withSubJobs(jobs: readonly Row[], { sanitize }: Screen): readonly Row[] {
  return jobs.flatMap((job) => (jobs.length === 1 ? [job, ...subJobRows(job, sanitize)] : job));
}

const isTree = (rows: readonly Row[]): boolean => rows.some(({ subJob }) => subJob !== undefined);

/**
 * The rows to show in `room` lines, and texts that count the hidden ones. If there is no room for all, unsuccessful jobs
 * come first, in half of the room or in what the open jobs leave of it, then open ones. Successful ones are only counted.
 */
function chooseRows(rows: readonly Row[], room: number): Entry[] {
  if (heightOf(rows) <= room) {
    return [...rows];
  }
  // The job of a tree stays above its sub-jobs.
  const top = isTree(rows) ? rows.slice(0, 1) : [];
  const others = rows.slice(top.length);
  const free = room - heightOf(top);
  const rank = (row: Row) => urgency.indexOf(stateLabelOf(row));
  const open = others.filter(isOpen).sort((one, other) => rank(one) - rank(other));
  const unsuccessful = others.filter(isUnsuccessful);
  const first = upTo(unsuccessful, Math.max(Math.ceil(free / 2), free - heightOf(open)), "failed");
  return [...top, ...first, ...upTo(open, free - heightOf(first), "open")];
}

/** As many rows as fit, and how many more there are. */
function upTo(rows: readonly Row[], room: number, kind: string): Entry[] {
  if (heightOf(rows) <= room) {
    return [...rows];
  }
  let used = 1;
  const tooMany = rows.findIndex((row) => {
    used += heightOf([row]);
    return used > room;
  });
  return room < 1 ? [] : [...rows.slice(0, tooMany), `and ${rows.length - tooMany} more ${kind}`];
}

/** How many lines entries take at most in the live view. */
function heightOf(entries: readonly Entry[]): number {
  const hasReason = (entry: Entry) => typeof entry !== "string" && (isUnsuccessful(entry) || isFailingPolls(entry));
  return entries.reduce((sum, entry) => sum + (hasReason(entry) ? 2 : 1), 0);
}

const isFailingPolls = (row: Row): boolean => isOpen(row) && row.pollError !== undefined;

/** The number of jobs or sub-jobs in each state, if there are several. */
function countsOf(rows: readonly Row[]): string[] {
  const counted = isTree(rows) ? rows.slice(1) : rows;
  return counted.length > 1 ? [countByState(counted)] : [];
}

function nextPollOf(jobs: readonly Row[], { now }: Screen): string[] {
  const times = jobs.flatMap((row) => (isOpen(row) && row.nextPollAt !== undefined ? row.nextPollAt : []));
  const next = Math.min(...times);
  if (times.length === 0) {
    return [];
  }
  return [next <= now ? "polling" : `next poll in ${formatDuration(Math.ceil((next - now) / 1_000) * 1_000)}`];
}
