/** The parts of a request that a signature covers. */
export interface Signable {
  readonly method: string;
  /** As it is sent. */
  readonly url: URL;
  /** All of them are signed. Names in any case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body's hash in hexadecimal digits, or the text that replaces it if the body is unsigned. */
  readonly bodyHash: string;
}

/**
 * Writes a request in the canonical form of SDK-HMAC-SHA256: method, path, query, headers, names of the headers, and
 * hash of the body, a line each. Both sides derive it.
 */
export function canonicalize({ method, url, headers, bodyHash }: Signable) {
  const lines = Object.entries(headers)
    .map(([name, value]): Pair => [name.toLowerCase(), value.trim()])
    .sort(byNameThenValue);
  let signedHeaders = "";
  let headerLines = "";
  for (const [name, value] of lines) {
    signedHeaders += signedHeaders === "" ? name : `;${name}`;
    headerLines += `${name}:${value}\n`;
  }
  const text = [method.toUpperCase(), path(url), query(url), headerLines, signedHeaders, bodyHash].join("\n");
  return { text, signedHeaders };
}

type Pair = readonly [name: string, value: string];

/** Each segment is decoded and encoded again, so its original encoding does not matter. Always ends with a slash. */
function path({ pathname }: URL): string {
  const path = PLAIN.test(pathname) ? pathname : pathname.split("/").map(decode).map(encode).join("/");
  return path.endsWith("/") ? path : `${path}/`;
}

/** Sorted by name, then by value; a name without a value gets an empty one. */
function query({ search }: URL): string {
  const pairs = search.slice(1).split("&");
  return pairs
    .filter((pair) => pair !== "")
    .map((pair): Pair => {
      const [name = "", ...value] = pair.replaceAll("+", " ").split("=").map(decode);
      return [name, value.join("=")];
    })
    .sort(byNameThenValue)
    .map((pair) => pair.map(encode).join("="))
    .join("&");
}

/** Fast path: nothing to encode. */
const PLAIN = /^[A-Za-z0-9\-_.~/]*$/;

/** Percent-decodes to one char per byte; the bytes need not be valid UTF-8. */
function decode(part: string): string {
  return part.replace(/%([0-9a-f]{2})/gi, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16)));
}

function encode(bytes: string): string {
  return bytes.replace(
    /[^A-Za-z0-9\-_.~]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}

function byNameThenValue([nameA, valueA]: Pair, [nameB, valueB]: Pair): number {
  return compare(nameA, nameB) || compare(valueA, valueB);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
