import { formatDuration } from "./duration.ts";
import type { Frame } from "./frame.ts";
import { BAR, type Column, columns, columnWidths, PERCENT } from "./live-columns.ts";
import { chooseRows } from "./live-rows.ts";
import { elapsed, endedBadly, percentOf, type Row, reasonsOf, shownOf, stateText, stateWords, typeOf } from "./row.ts";
import type { Style } from "./style.ts";
import { tally } from "./tally.ts";
import { type Clean, toWidth, widthOf, wrap } from "./text.ts";

type Texts = Readonly<Record<Column, string>>;
type Widths = Readonly<Record<Column, number>>;

/** The lines that show the jobs now, none wider than the terminal, and no more of them than it has. */
export function liveLines(rows: readonly Row[], frame: Frame): string[] {
  const { style } = frame;
  // The last column stays free: some terminals wrap when it is written to. So does the last line, for the cursor.
  const room = Math.max(1, frame.columns - 1);
  const cut = (text: string) => (widthOf(text) <= room ? text : toWidth(text, room, style.ellipsis));
  const summary = rows.length === 1 ? [] : wrap(tally(rows), room).slice(0, Math.max(1, Math.floor(frame.rows / 3)));
  const lines = chooseRows(rows, Math.max(1, frame.rows - 1 - summary.length)).map((line) =>
    "row" in line ? { ...line, texts: textsOf(line.row, frame) } : line,
  );
  const widths = columnWidths(
    lines.flatMap((line) => ("row" in line ? [line.texts] : [])),
    room,
  );
  return [
    ...lines.map((line) =>
      "row" in line
        ? cut(drawn(line.row, line.texts, widths, room, frame))
        : style.dim(cut(`${style.ellipsis} and ${line.hidden} more ${line.kind}`)),
    ),
    ...summary.map((text) => style.bold(cut(text))),
  ];
}

function textsOf(row: Row, { now, style, clean }: Frame): Texts {
  const percent = percentOf(row);
  return {
    symbol: style.symbols[shownOf(row)],
    service: row.ref.service,
    id: row.ref.id,
    type: typeOf(row, clean),
    state: stateText(row, clean),
    bar: percent === undefined ? "" : `${percent}%`.padStart(PERCENT),
    time: formatDuration(elapsed(row, now) ?? 0),
  };
}

/** A job's line; a reason takes the place of the columns from the type on. */
function drawn(row: Row, texts: Texts, widths: Widths, room: number, { style, clean }: Frame): string {
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
    return column === "symbol" || column === "state" ? style.paint(shownOf(row), text) : text;
  };
  const reason = reasonOf(row, clean);
  const cells = (some: readonly Column[]) =>
    some
      .filter((column) => widths[column] > 0)
      .map(cell)
      .join(" ");
  if (reason === undefined) {
    return cells(columns);
  }
  const start = cells(columns.slice(0, columns.indexOf("type")));
  const rest = toWidth(reason, room - widthOf(start) - 1, style.ellipsis).trimEnd();
  return `${start} ${style.paint(endedBadly(row) ? shownOf(row) : "unknown", rest)}`;
}

/** Why a job ended badly, or what keeps its polls from an answer. */
function reasonOf(row: Row, clean: Clean): string | undefined {
  if (endedBadly(row)) {
    return `${stateWords(row)}: ${reasonsOf(row, clean)[0]}`;
  }
  return row.trouble === undefined ? undefined : `trouble: ${row.trouble}`;
}

function progressBar(row: Row, width: number, { bar: [full, empty], paint, dim }: Style): string {
  const percent = percentOf(row);
  if (percent === undefined) {
    return " ".repeat(width);
  }
  const filled = Math.floor((percent * width) / 100);
  return paint("running", full.repeat(filled)) + dim(empty.repeat(width - filled));
}
