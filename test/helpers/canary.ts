/** Secrets that must never be shown, and how servers may encode what they echo. */
import assert from "node:assert/strict";
import { inspect } from "node:util";

/** Each secret has a core that no encoding changes, and characters that JSON, URLs and HTML encode. */
export const cores = ["TOKENcanary1", "AKcanary2", "SKcanary3", "STcanary4", "PWcanary5", "ISSUEDcanary6"] as const;

export const secrets = cores.map((core) => `${core}/+"<&'>`);

const html = (text: string, double: string, single: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', double)
    .replaceAll("'", single);

export const encodings: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  (secret) => JSON.stringify(secret),
  (secret) => JSON.stringify(secret).replaceAll("/", "\\/"),
  (secret) => JSON.stringify(secret).replaceAll(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`),
  (secret) => encodeURIComponent(secret),
  (secret) => encodeURIComponent(secret).replaceAll(/%../g, (code) => code.toLowerCase()),
  (secret) => html(secret, "&quot;", "&#39;"),
  (secret) => html(secret, "&#34;", "&#x27;"),
];

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
