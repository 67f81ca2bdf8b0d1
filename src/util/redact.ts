import { type DecodedText, decode } from "./decode.ts";
import { isRecord } from "./json.ts";

const MASK = "[redacted]";

/** Redacting shorter values would blank out half of a message. */
const MIN_SECRET_LENGTH = 4;

/** Removes credential values from texts that come from outside, however a server encodes them. */
export interface Redactor {
  add(secrets: readonly string[]): void;
  /** The same for a signature: 64 hexadecimal digits. */
  addSignature(signature: string): void;
  redact(text: string): string;
}

/** Tokens and signatures change: so many are kept. */
export const MAX_SECRETS = 100;

/** What a signature looks like. A client has made many, and hardly any text has one. */
const SIGNATURE = /[\da-f]{64}/;

/** @param maxSecrets - how many values are kept; the least recently used are dropped, signatures and others apart */
export function createRedactor(maxSecrets = MAX_SECRETS): Redactor {
  const signatures = createStore(maxSecrets);
  const others = createStore(maxSecrets);
  /** Nothing shorter can contain a value: encodings make texts longer. */
  let shortest = Number.POSITIVE_INFINITY;
  /** A body is redacted as a whole for several of its members. */
  let last = { text: "", redacted: "" };
  /** What was added last: mostly it is the same again. */
  let latest: readonly string[] = [];

  function addTo(store: Store, secret: string): void {
    if (secret.length >= MIN_SECRET_LENGTH) {
      shortest = Math.min(shortest, secret.length, store.add(secret).length);
      last = { text: "", redacted: "" };
    }
  }

  return {
    add(more) {
      if (more.length !== latest.length || more.some((secret, index) => secret !== latest[index])) {
        latest = more;
        more.forEach((secret) => {
          addTo(others, secret);
        });
      }
    },
    addSignature: (signature) => addTo(signatures, signature),
    redact(text) {
      if (text.length < shortest) {
        return text;
      }
      if (text === last.text) {
        return last.redacted;
      }
      const decoded = decode(text);
      const ranges = others.find(text, decoded);
      if (SIGNATURE.test(decoded.text)) {
        ranges.push(...signatures.find(text, decoded));
      }
      last = { text, redacted: mask(text, ranges) };
      return last.redacted;
    },
  };
}

/** Values, the latest ones, and where a text has them. */
interface Store {
  /** Returns the value without its encodings. */
  add(secret: string): string;
  find(text: string, decoded: DecodedText): Range[];
}

function createStore(maxSecrets: number): Store {
  /** Each value, and the value without its encodings. */
  const secrets = new Map<string, string>();
  return {
    add(secret) {
      const plain = secrets.get(secret) ?? plainForm(secret);
      secrets.delete(secret);
      secrets.set(secret, plain);
      if (secrets.size > maxSecrets) {
        const [oldest = ""] = secrets.keys();
        secrets.delete(oldest);
      }
      return plain;
    },
    find(text, decoded) {
      const ranges: Range[] = [];
      for (const [secret, plain] of secrets) {
        ranges.push(...find(text, secret));
        if (decoded.text !== text || plain !== secret) {
          ranges.push(...find(decoded.text, plain).map((range) => rangeIn(text, secret, decoded, range)));
        }
      }
      return ranges;
    },
  };
}

/** A range of the decoded text as one of the text. */
function rangeIn(text: string, secret: string, { positionOf }: DecodedText, [start, end]: Range): Range {
  let behind = positionOf(end);
  // Backslashes behind a value escape what follows, unless the value ends with one.
  while (secret.endsWith("\\") && text[behind] === "\\") {
    behind++;
  }
  return [positionOf(start), behind];
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
export function redactJson(value: unknown, redact: Redactor["redact"]): unknown {
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
