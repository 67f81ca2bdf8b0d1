import { type DecodedText, decode } from "./decode.ts";
import { isRecord } from "./json.ts";

const MASK = "[redacted]";

/** Redacting shorter values would blank out half of a message. */
const MIN_SECRET_LENGTH = 4;

/** Removes credentials from a text. */
export type Redact = (text: string) => string;

/** Removes credential values from texts that come from outside, however a server encodes them. */
export interface Redactor {
  add(secrets: readonly string[]): void;
  /** The same for a signature: 64 hexadecimal digits. */
  addSignature(signature: string): void;
  readonly redact: Redact;
}

/** Tokens and signatures change: so many are kept. */
export const MAX_SECRETS = 100;

/** What a signature looks like. A client makes many, and hardly any text has one. */
const SIGNATURE = /[\da-f]{64}/;

/** Each value, and the value without its encodings. */
type Values = Map<string, string>;

/** @param maxSecrets - how many values are kept, and how many signatures; the least recently used are dropped */
export function createRedactor(maxSecrets = MAX_SECRETS): Redactor {
  const secrets: Values = new Map();
  const signatures: Values = new Map();
  /** Nothing shorter can contain a value: encodings make texts longer. */
  let shortest = Number.POSITIVE_INFINITY;
  /** A body is redacted as a whole for several of its members. */
  let last = { text: "", redacted: "" };
  /** Mostly the same is added again. */
  let lastAdded = "";

  function keep(values: Values, more: readonly string[]): void {
    last = { text: "", redacted: "" };
    for (const secret of more.filter(({ length }) => length >= MIN_SECRET_LENGTH)) {
      const plain = values.get(secret) ?? plainForm(secret);
      values.delete(secret);
      values.set(secret, plain);
      shortest = Math.min(shortest, secret.length, plain.length);
      if (values.size > maxSecrets) {
        const [oldest = ""] = values.keys();
        values.delete(oldest);
      }
    }
  }

  return {
    add(more) {
      const all = more.join("\0");
      if (all !== lastAdded) {
        lastAdded = all;
        keep(secrets, more);
      }
    },
    addSignature: (signature) => keep(signatures, [signature]),
    redact(text) {
      if (text.length < shortest) {
        return text;
      }
      if (text !== last.text) {
        const decoded = decode(text);
        const candidates = SIGNATURE.test(decoded.text) ? [...secrets, ...signatures] : [...secrets];
        last = { text, redacted: mask(text, rangesOf(candidates, text, decoded)) };
      }
      return last.redacted;
    },
  };
}

/** Where a text has which values. */
function rangesOf(values: readonly (readonly [string, string])[], text: string, decoded: DecodedText): Range[] {
  return values.flatMap(([secret, plain]) => [
    ...find(text, secret),
    ...(decoded.text === text && plain === secret ? [] : find(decoded.text, plain)).map(([start, end]): Range => {
      let behind = decoded.positionOf(end);
      // Backslashes behind a value escape what follows, unless the value ends with one.
      while (secret.endsWith("\\") && text[behind] === "\\") {
        behind++;
      }
      return [decoded.positionOf(start), behind];
    }),
  ]);
}

/** A value without its encodings, unless so little is left of it that it would be found anywhere. */
function plainForm(secret: string): string {
  const { text } = decode(secret);
  return text.length < MIN_SECRET_LENGTH ? secret : text;
}

type Range = readonly [start: number, end: number];

function find(text: string, part: string): Range[] {
  const ranges: Range[] = [];
  for (let at = text.indexOf(part); at !== -1 && part !== ""; at = text.indexOf(part, at + part.length)) {
    ranges.push([at, at + part.length]);
  }
  return ranges;
}

/** Replaces ranges, and merges those that overlap, because one value may be part of another. */
function mask(text: string, ranges: readonly Range[]): string {
  let masked = "";
  let position = 0;
  for (const [start, end] of [...ranges].sort(([a], [b]) => a - b)) {
    masked += start >= position ? text.slice(position, start) + MASK : "";
    position = Math.max(position, end);
  }
  return masked + text.slice(position);
}

/** A parsed JSON value without credentials in its texts, its numbers and the names of its members. */
export function redactJson(value: unknown, redact: Redact): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => redactJson(item, redact));
  }
  if (isRecord(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [redact(name), redactJson(member, redact)]),
    );
  }
  if (typeof value !== "string" && typeof value !== "number") {
    return value;
  }
  const shown = redact(String(value));
  return shown === String(value) ? value : shown;
}
