/** Marks what a page does not tell: `defineService` refuses a row that still has such a text. */
const MARK = "FILL IN";

const shorten = (text: string): string => (text.length > 300 ? `${text.slice(0, 299)}…` : text);

/** A place of the row, and what its reader should know about it. */
export interface Note {
  readonly place: string;
  readonly text: string;
}

export const fillIn = (what: string): string => `${MARK}: ${shorten(what)}`;

/** Stands for a status word that is still to be found. */
export const unknownWord = (what: string): Record<string, string> => ({ [MARK]: fillIn(what) });

/** The marked places of a row, in its order. */
export function marksIn(value: unknown, place = ""): Note[] {
  if (typeof value === "string") {
    return value.startsWith(`${MARK}: `) ? [{ place, text: value.slice(MARK.length + 2) }] : [];
  }
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([name, member]) => marksIn(member, place === "" ? name : `${place}.${name}`))
    : [];
}
