/** A page as a flat list of what matters on it, the same for HTML and for plain text. */
export type Block = Heading | Text | Code | Table;

export interface Heading {
  readonly kind: "heading";
  readonly text: string;
  /** 1 to 6; a heading of a plain text has 1. */
  readonly level: number;
}

export interface Text {
  readonly kind: "text";
  readonly text: string;
}

/** Text whose line breaks count. */
export interface Code {
  readonly kind: "code";
  readonly text: string;
}

export interface Table {
  readonly kind: "table";
  /** Empty when the table has none. */
  readonly caption: string;
  /** Names that links elsewhere on the page lead to it by. */
  readonly anchors: readonly string[];
  /** A cell that spans rows or columns stands, the same object, in each place that it covers. */
  readonly rows: readonly (readonly Cell[])[];
}

export interface Cell {
  /** The items of a list begin with a bullet. */
  readonly lines: readonly string[];
  /** Names that the cell's links lead to on the same page. */
  readonly links: readonly string[];
}

export const BULLET = "• ";

/** One line: white space collapsed, invisible characters (soft hyphen, zero-width space, byte order mark) removed. */
export const tidy = (text: string): string =>
  text
    .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, "")
    .replace(/\s+/g, " ")
    .trim();

/** What makes an input no page that can be compared; the command reports it in one line and exits with 2. */
export class UnreadablePage extends Error {
  override readonly name = "UnreadablePage";
}
