/** What the columns of a table are about, by the words in its header. */
import type { Cell, Table } from "./blocks.ts";

export type Column = "name" | "mandatory" | "type" | "description" | "place" | "status" | "example";

const meanings: [Column, RegExp][] = [
  ["status", /^(?:(?:http )?(?:status|return(?:ed)?|response) ?(?:codes?|values?)|http codes?)$/],
  [
    "mandatory",
    /^(?:is )?(?:mandatory|required)(?: or optional)?(?: \(?(?:yes|y|m)\/(?:no|n|o)\)?)?$|^mandatory\/optional$/,
  ],
  ["name", /^(?:parameters?|fields?|elements?|keys?|names?|attributes?|members?)(?: names?)?$/],
  ["type", /^(?:data |value |parameter |field )?types?$/],
  ["description", /^(?:descriptions?|meanings?|remarks?|notes?|explanations?)$/],
  ["place", /^(?:location|position|in)$/],
  ["example", /^examples?(?: values?)?$/],
];

/** The meaning of a header's word, if it is one. */
export const columnOf = (text: string): Column | undefined =>
  meanings.find(([, pattern]) => pattern.test(text.toLowerCase().replace(/\s*[*:]$/, "")))?.[0];

export interface Row {
  readonly name: string;
  readonly mandatory: string;
  readonly type: string;
  readonly place: string;
  readonly description: readonly string[];
  /** Names that lead to a table of its own, in the type ("Owner object") or the description ("see Table 4"). */
  readonly links: readonly string[];
}

export interface Sheet {
  /** Of fields, or of status codes; a table of anything else is no sheet. */
  readonly about: "fields" | "statuses";
  readonly rows: readonly Row[];
  /** The header's words of columns that are not understood, and so are not read. */
  readonly strange: readonly string[];
}

const nothing: Cell = { lines: [], links: [] };

/** Whether each place is the first one of its cell, which may span several. */
function firstPlaces(header: readonly Cell[]): boolean[] {
  const seen = new Set<Cell>();
  return header.map((cell) => !seen.has(cell) && seen.add(cell) === seen);
}

/** A table of fields or of status codes, its columns told by the header, which is one of the first three rows. */
export function sheetOf({ rows }: Table): Sheet | undefined {
  for (const [index, header] of rows.slice(0, 3).entries()) {
    const isFirst = firstPlaces(header);
    const columns = header.map((cell, place) => (isFirst[place] ? columnOf(cell.lines.join(" ")) : undefined));
    const about = columns.includes("status") ? "statuses" : columns.includes("name") ? "fields" : undefined;
    if (about !== undefined && columns.filter((column) => column !== undefined).length > 1) {
      const strange = header.map((cell, place) => (columns[place] === undefined ? cell.lines.join(" ") : ""));
      return {
        about,
        rows: readRows(rows.slice(index + 1), columns, about === "fields" ? "name" : "status"),
        strange: strange.filter((text, place) => text !== "" && isFirst[place]),
      };
    }
  }
  return undefined;
}

function readRows(rows: Table["rows"], columns: (Column | undefined)[], key: Column): Row[] {
  const read: { cell: Cell; row: Row }[] = [];
  for (const row of rows) {
    const at = (column: Column): Cell => row[columns.indexOf(column)] ?? nothing;
    const cell = at(key);
    // The name is one word; what may follow is a remark ("deprecated").
    const [name = ""] = cell.lines.join(" ").split(" ");
    const isTitle = row.length > 1 && row.every((other) => other === cell);
    const isHeader = columns.every(
      (column, place) => column === undefined || columnOf(row[place]?.lines.join(" ") ?? "") === column,
    );
    if (name === "" || isTitle || isHeader) {
      continue;
    }
    const text = (column: Column): string => at(column).lines.join(" ");
    const next: Row = {
      name,
      mandatory: text("mandatory"),
      type: text("type"),
      place: text("place"),
      description: at("description").lines,
      links: [...at("type").links, ...at("description").links],
    };
    const last = read.at(-1);
    if (last?.cell === cell) {
      // A name that spans rows: the rows beneath go on with the description.
      last.row = { ...last.row, description: [...last.row.description, ...next.description] };
    } else {
      read.push({ cell, row: next });
    }
  }
  return read.map(({ row }) => row);
}
