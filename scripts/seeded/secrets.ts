/** Secret values, and how servers encode what they echo. */

/** What no encoding of the first group changes, followed by what each of them changes. */
export function secretValue(kind: string, ordinal: number): string {
  return `${coreOf(kind, ordinal)}/+"<&'>`;
}

function coreOf(kind: string, ordinal: number): string {
  return `SECRET${kind}x${ordinal}xCANARY`;
}

const html = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");

const each = (text: string, encode: (unit: number) => string): string =>
  Array.from(text, (character) => encode(character.charCodeAt(0))).join("");

export const encodings = {
  plain: (text: string) => text,
  json: (text: string) => JSON.stringify(text).slice(1, -1),
  "json in json": (text: string) => JSON.stringify(JSON.stringify(text)).slice(1, -1),
  "json with escaped slashes": (text: string) => JSON.stringify(text).slice(1, -1).replaceAll("/", "\\/"),
  url: encodeURIComponent,
  "url in lower case": (text: string) => encodeURIComponent(text).replaceAll(/%../g, (code) => code.toLowerCase()),
  html,
  "html of json": (text: string) => html(JSON.stringify(text)),
  "numeric entities": (text: string) => each(text, (unit) => `&#${unit};`),
  "hexadecimal entities": (text: string) => each(text, (unit) => `&#x${unit.toString(16)};`),
  "\\u escapes": (text: string) => each(text, (unit) => `\\u${unit.toString(16).padStart(4, "0")}`),
} as const satisfies Readonly<Record<string, (text: string) => string>>;

export type Encoding = keyof typeof encodings;

export const encodingNames = Object.keys(encodings) as Encoding[];
