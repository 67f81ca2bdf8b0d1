/** Secrets that must never be shown, and how servers may encode what they echo. */
import assert from "node:assert/strict";
import { inspect } from "node:util";

/** Each secret has a core that no encoding changes, and characters that JSON, URLs and HTML encode. */
export const cores = ["TOKENcanary1", "AKcanary2", "SKcanary3", "STcanary4", "PWcanary5", "ISSUEDcanary6"] as const;

/** A secret that begins with what no encoding changes, and ends with what many do. */
export const secretOf = (core: string): string => `${core}/+"<&'>`;

export const secrets = cores.map(secretOf);

const html = (text: string, double = "&quot;", single = "&#39;"): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', double)
    .replaceAll("'", single);

const json = (text: string): string => JSON.stringify(text).slice(1, -1);

const eachUnit = (text: string, encode: (unit: number) => string): string =>
  Array.from(text, (character) => encode(character.charCodeAt(0))).join("");

export const encodings = {
  plain: (text: string) => text,
  json,
  "json in json": (text: string) => json(JSON.stringify(text)),
  "json with escaped slashes": (text: string) => json(text).replaceAll("/", "\\/"),
  "json with escaped signs": (text: string) =>
    json(text).replaceAll(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`),
  url: (text: string) => encodeURIComponent(text),
  "url in lower case": (text: string) => encodeURIComponent(text).replaceAll(/%../g, (code) => code.toLowerCase()),
  html: (text: string) => html(text),
  "html with numeric quotes": (text: string) => html(text, "&#34;", "&#x27;"),
  "html of json": (text: string) => html(JSON.stringify(text)),
  "numeric entities": (text: string) => eachUnit(text, (unit) => `&#${unit};`),
  "hexadecimal entities": (text: string) => eachUnit(text, (unit) => `&#x${unit.toString(16)};`),
  "\\u escapes": (text: string) => eachUnit(text, (unit) => `\\u${unit.toString(16).padStart(4, "0")}`),
} as const satisfies Readonly<Record<string, (text: string) => string>>;

export type Encoding = keyof typeof encodings;

/** Asserts that a value, as `inspect` shows it, contains no secret. */
export function checkHidden(shown: unknown, known: readonly string[] = cores): void {
  const text = typeof shown === "string" ? shown : inspect(shown, { depth: 8, showHidden: true });
  for (const core of known) {
    assert(
      !text.includes(core),
      `shows ${core}: ${text.slice(Math.max(0, text.indexOf(core) - 200), text.indexOf(core) + 100)}`,
    );
  }
}
