import { stripVTControlCharacters } from "node:util";
import cliTruncate from "cli-truncate";
import stringWidth from "string-width";
import { isRecord } from "../util/json.ts";
import type { Redactor } from "../util/redact.ts";

/** Control characters (C0, C1, DEL), line and paragraph separators, and marks that change the writing direction. */
const UNSAFE = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Text for people is cut at this length. `--json` prints all of it. */
const MAX_LENGTH = 2_000;

/** Makes text from outside safe for a terminal: one line, no escape sequences, no secrets. */
export type Sanitize = (text: string) => string;

/** @param ellipsis - replaces `…`, which marks where a text was cut before it came here */
export function createSanitizer(redact: Redactor["redact"], ellipsis = "…", maxLength = MAX_LENGTH): Sanitize {
  return (text) => {
    const line = redact(stripVTControlCharacters(text)).replaceAll(UNSAFE, " ").replaceAll(/ {2,}/g, " ").trim();
    return (line.length > maxLength ? `${line.slice(0, maxLength)}…` : line).replaceAll("…", ellipsis);
  };
}

/** Writes a value as one line of JSON, without secrets and with unsafe characters escaped. */
export function toJsonLine(value: unknown, redact: Redactor["redact"] = (text) => text): string {
  const json = JSON.stringify(value, (_key, member) => {
    if (isRecord(member)) {
      return Object.fromEntries(Object.entries(member).map(([name, inner]) => [redact(name), inner]));
    }
    return typeof member === "string" ? redact(member) : member;
  });
  return `${json.replaceAll(UNSAFE, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`;
}

/** How many terminal columns a text takes, colours aside. */
export const widthOf = (text: string): number => stringWidth(text);

/** Cuts a text to a width. */
export function cutTo(text: string, width: number, ellipsis: string, at: "start" | "middle" | "end" = "end"): string {
  return cliTruncate(text, width, { position: at, truncationCharacter: ellipsis.slice(0, width) });
}

/** Breaks a text between words into lines of at most a width; a longer word stays whole. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && widthOf(longer) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}
