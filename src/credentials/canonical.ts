/** The parts of a request that a signature covers. */
export interface Signable {
  readonly method: string;
  /** As it is sent. */
  readonly url: URL;
  /** Every one of them is signed. Names in any case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body's hash in hexadecimal digits, or the text that stands for an unsigned one. */
  readonly bodyHash: string;
}

/** A request in the one form that both sides make of it, and the names of the headers in it. */
export interface Canonical {
  readonly text: string;
  readonly signedHeaders: string;
}

/**
 * Writes a request in the canonical form of SDK-HMAC-SHA256: method, path, query, headers, names of the headers, and
 * hash of the body, a line each.
 */
export function canonicalize({ method, url, headers, bodyHash }: Signable): Canonical {
  const { pathname, search } = url;
  const lines = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value.trim()] as const)
    .sort(([a], [b]) => compare(a, b));
  const signedHeaders = lines.map(([name]) => name).join(";");
  const headerLines = lines.map(([name, value]) => `${name}:${value}\n`).join("");
  const text = [method.toUpperCase(), path(pathname), query(search), headerLines, signedHeaders, bodyHash].join("\n");
  return { text, signedHeaders };
}

/** Each segment is encoded anew, so that it does not matter how it was; the canonical path always ends with a slash. */
function path(pathname: string): string {
  const segments = pathname.split("/").map((segment) => (PLAIN.test(segment) ? segment : encode(decode(segment))));
  return `${segments.join("/").replace(/\/$/, "")}/`;
}

/** Sorted by name, then by value; a name without a value gets an empty one. */
function query(search: string): string {
  return search
    .slice(1)
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const [, name = "", value = ""] = /^([^=]*)=?(.*)$/s.exec(pair.replaceAll("+", " ")) ?? [];
      return [decode(name), decode(value)] as const;
    })
    .sort(([nameA, valueA], [nameB, valueB]) => compareBytes(nameA, nameB) || compareBytes(valueA, valueB))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join("&");
}

/** What a percent-encoded text stands for, in bytes: not every sequence of bytes is a text. */
function decode(text: string): Uint8Array {
  const utf8 = new TextEncoder().encode(text);
  const bytes: number[] = [];
  for (let index = 0; index < utf8.length; index++) {
    const byte = utf8[index] as number;
    const digits = String.fromCharCode(...utf8.subarray(index + 1, index + 3));
    if (byte === PERCENT && /^[0-9a-f]{2}$/i.test(digits)) {
      bytes.push(Number.parseInt(digits, 16));
      index += 2;
    } else {
      bytes.push(byte);
    }
  }
  return Uint8Array.from(bytes);
}

const PERCENT = 0x25;
const PLAIN = /^[A-Za-z0-9\-_.~]*$/;
const UNRESERVED = /[A-Za-z0-9\-_.~]/;

function encode(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    return UNRESERVED.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = (a[index] as number) - (b[index] as number);
    if (difference !== 0) {
      return difference;
    }
  }
  return a.length - b.length;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
