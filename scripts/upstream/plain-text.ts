/**
 * A page that was saved as plain text: each cell on lines of its own, perhaps with a "|" behind or between the cells.
 * Nothing marks where a row ends, so a row begins where the next lines can be nothing else: a name, Yes or No, a type.
 */
import { type Block, BULLET, type Table, tidy } from "./blocks.ts";
import { type Column, columnOf } from "./columns.ts";
import { exampleItem, sectionOf, statusName, statusOf } from "./sections.ts";
import { mandatoryOf, typeOf } from "./types.ts";

export function plainTextBlocks(text: string): Block[] {
  const lines = text.split("\n").flatMap(cellsIn);
  const closing = closingLines(lines);
  const blocks: Block[] = [];
  for (let next = 0; next < lines.length; ) {
    const read = codeAt(lines, next, closing[next]) ?? tableAt(lines, next) ?? lineAt(lines, next);
    blocks.push(read.block);
    next = read.end;
  }
  return blocks;
}

interface Read {
  readonly block: Block;
  readonly end: number;
}

/** What a line holds: the cells between bars, without the rule beneath a header. */
function cellsIn(line: string): string[] {
  return line
    .split(/\s\|\s|^\s*\||\|\s*$/)
    .map((cell) => tidy(cell).replace(/^(?:[•·▪●]|[*-]\s)\s*/, BULLET))
    .filter((cell) => cell !== "" && !/^[\s|:-]+$/.test(cell));
}

function lineAt(lines: readonly string[], start: number): Read {
  const text = lines[start] ?? "";
  const block: Block = sectionOf(text) === undefined ? { kind: "text", text } : { kind: "heading", text, level: 1 };
  return { block, end: start + 1 };
}

const isCode = (line: string): boolean => /^(?:\{|\[\s*\{|\[$)(?!\w)/.test(line);

/** JSON, to the bracket that closes it. */
function codeAt(lines: readonly string[], start: number, closing: number | undefined): Read | undefined {
  if (closing === undefined || !isCode(lines[start] ?? "")) {
    return undefined;
  }
  return { block: { kind: "code", text: lines.slice(start, closing + 1).join("\n") }, end: closing + 1 };
}

/** For each line the one with which no bracket is open any more that was not open before it; for some there is none. */
function closingLines(lines: readonly string[]): readonly (number | undefined)[] {
  const closing: number[] = [];
  const open: { readonly line: number; readonly depth: number }[] = [];
  let depth = 0;
  for (const [end, line] of lines.entries()) {
    open.push({ line: end, depth });
    depth += opened(line);
    for (let last = open.at(-1); last !== undefined && last.depth >= depth; last = open.at(-1)) {
      closing[last.line] = end;
      open.pop();
    }
  }
  return closing;
}

/** How many brackets a line of JSON opens and does not close. */
function opened(line: string): number {
  const bare = line.replace(/"(?:[^"\\]|\\.)*(?:"|\\?$)/g, "");
  return bare.split(/[{[]/).length - bare.split(/[}\]]/).length;
}

function tableAt(lines: readonly string[], start: number): Read | undefined {
  const columns: Column[] = [];
  for (
    let column = columnOf(lines[start] ?? "");
    column !== undefined;
    column = columnOf(lines[start + columns.length] ?? "")
  ) {
    if (columns.includes(column)) {
      break;
    }
    columns.push(column);
  }
  if (columns.length < 2 || !(columns.includes("name") || columns.includes("status"))) {
    return undefined;
  }
  const rows = [lines.slice(start, start + columns.length).map((line) => cellOf(line))];
  let end = start + columns.length;
  while (end < lines.length && (!endsTable(lines, end) || isPartOfCell(lines[end], rows.length))) {
    const width = rowAt(lines, end, columns);
    if (width > 0) {
      rows.push(lines.slice(end, end + width).map((line) => cellOf(line)));
      end += width;
    } else {
      const last = rows.at(-1);
      if (rows.length === 1 && last !== undefined) {
        // What stands before the first row is the title of a column that is not understood.
        last.push(cellOf(lines[end] ?? ""));
      } else if (last !== undefined) {
        const [cell = cellOf(), ...more] = last.splice(columns.length - 1);
        cell.lines.push(...more.flatMap((other) => other.lines), lines[end] ?? "");
        last.push(cell);
      }
      end += 1;
    }
  }
  const block: Table = { kind: "table", caption: "", anchors: [], rows };
  return { block, end };
}

function cellOf(...lines: string[]): { readonly lines: string[]; readonly links: [] } {
  return { lines, links: [] };
}

function endsTable(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? "";
  const isHeader = columnOf(line) === "name" && columnOf(lines[at + 1] ?? "") !== undefined;
  const isTitle = sectionOf(line) !== undefined || statusOf(line) !== undefined || exampleItem(line) !== undefined;
  return isTitle || isCaption(line) || isCode(line) || isHeader;
}

/** In the cells of newer pages "Constraints" is the title of a paragraph. The section of that name comes before any table. */
const isPartOfCell = (line: string | undefined, rows: number): boolean =>
  /^constraints:?$/i.test(line ?? "") && rows > 1;

export const isCaption = (line: string): boolean => /^table\s+\d+\b/i.test(line);

/** How many of the lines are the cells before the description of a row that begins here; 0 when none begins. */
function rowAt(lines: readonly string[], at: number, columns: readonly Column[]): number {
  const fits: Record<Column, (line: string) => boolean> = {
    name: (line) => /^[A-Za-z_$][\w.$[\]-]*$/.test(line) && sectionOf(line) === undefined,
    mandatory: (line) => mandatoryOf(line) !== undefined,
    type: (line) => typeOf(line)?.known === true,
    place: (line) => /^\w+$/.test(line),
    example: () => true,
    // "Default response to a failure." is a description.
    status: (line) => statusName(line) !== undefined && !/^default\s/i.test(line),
    description: () => false,
  };
  const leading = columns.slice(0, columns.indexOf("description") === -1 ? undefined : columns.indexOf("description"));
  return leading.every((column, place) => fits[column](lines[at + place] ?? "")) ? leading.length : 0;
}
