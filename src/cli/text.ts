import { stripVTControlCharacters } from "node:util";
import cliTruncate from "cli-truncate";
import stringWidth from "string-width";
import { isRecord } from "../util/json.ts";
import { redact } from "../util/redact.ts";

/** Controls (C0, C1, DEL), line and paragraph separators, and what turns the direction of writing round. */
const UNSAFE = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Longer texts are cut where people read them; `--json` has all of it. */
const LONGEST = 2_000;

/** Text from outside, made fit for a terminal: one line, no escape sequences, no secrets. */
export type Clean = (text: string) => string;

/** @param ellipsis - what the terminal can show in place of `…`, with which texts are cut on their way here */
export function cleaner(secrets: Iterable<string>, ellipsis = "…", longest = LONGEST): Clean {
  return (text) => {
    const line = redact(stripVTControlCharacters(text), secrets)
      .replaceAll(UNSAFE, " ")
      .replaceAll(/ {2,}/g, " ")
      .trim();
    return (line.length > longest ? `${line.slice(0, longest)}…` : line).replaceAll("…", ellipsis);
  };
}

/** Writes a value as JSON on one line, safe to look at on a terminal, without secrets. */
export function toJsonLine(value: unknown, secrets: Iterable<string>): string {
  const json = JSON.stringify(value, (_key, member) => {
    if (isRecord(member)) {
      return Object.fromEntries(Object.entries(member).map(([name, inner]) => [redact(name, secrets), inner]));
    }
    return typeof member === "string" ? redact(member, secrets) : member;
  });
  return `${json.replaceAll(UNSAFE, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`;
}

/** How many columns a text takes. */
export const widthOf = (text: string): number => stringWidth(text);

/** Cuts a text to a width, in the middle on demand, and fills it up with spaces. */
export function toWidth(text: string, width: number, ellipsis: string, position: "end" | "middle" = "end"): string {
  const cut = cliTruncate(text, width, { position, truncationCharacter: ellipsis.slice(0, width) });
  return cut + " ".repeat(Math.max(0, width - widthOf(cut)));
}

/** Breaks a text between words so that its lines keep to a width; a longer word stays whole. */
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
