import cliTruncate from "cli-truncate";
import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";
import type { Redact } from "../util/redact.ts";

/** Control characters (C0, C1, DEL), line and paragraph separators, and marks that change the writing direction. */
const UNSAFE = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Text for people is cut at this length. `--json` prints all of it. */
const MAX_LENGTH = 2_000;

/** Of a text that is cut, this many times the length is read, as part of it may be escape sequences. */
const ROOM_FOR_ESCAPES = 8;

/** Escape sequences. Each part ends before the next escape character, so that the time is linear. */
const ESCAPES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it finds
  /\u009b[0-?]*[ -/]*[@-~]|\u001b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001b\u009c]*(?:[\u0007\u009c]|\u001b\\)|[ -/]*[0-~])/g;

/** Makes text from outside safe for a terminal: one line, no escape sequences. */
export type Sanitize = (text: string) => string;

/**
 * @param redact - removes secrets. What comes here is clean already, but a server may put escape sequences into a secret;
 * without them it would be whole again.
 * @param ellipsis - replaces `…`, which marks where a text was cut before it came here
 */
export function createSanitizer(redact: Redact, ellipsis = "…", maxLength = MAX_LENGTH): Sanitize {
  return (text) => {
    const start = text.slice(0, ROOM_FOR_ESCAPES * maxLength);
    const plain = start.replaceAll(ESCAPES, "");
    const line = (plain === start ? plain : redact(plain)).replaceAll(UNSAFE, " ").replaceAll(/ {2,}/g, " ").trim();
    const isCut = start.length < text.length || line.length > maxLength;
    return (isCut ? `${line.slice(0, maxLength)}…` : line).replaceAll("…", ellipsis);
  };
}

/** Writes a value as one line of JSON, with unsafe characters escaped. */
export function toJsonLine(value: unknown): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return `${JSON.stringify(value).replaceAll(UNSAFE, escaped)}\n`;
}

/** How many terminal columns a text takes, colours aside. */
export const widthOf = (text: string): number => (/^[ -~]*$/.test(text) ? text.length : stringWidth(text));

/** Cuts a text to a width. */
export function cutTo(text: string, width: number, ellipsis: string, at: "start" | "middle" | "end" = "end"): string {
  return cliTruncate(text, width, { position: at, truncationCharacter: ellipsis.slice(0, width) });
}

/** Breaks a text between words into lines of at most a width; a longer word stays whole. */
export function wrap(text: string, width: number): string[] {
  return wrapAnsi(text, width).split("\n");
}
