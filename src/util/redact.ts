const MASK = "[redacted]";

/** Redacting shorter values would blank out half of a message. */
const MIN_SECRET_LENGTH = 4;

/** How many values are kept; beyond that the least recently used one is dropped. */
const MAX_SECRETS = 100;

/** Every encoded form of the credential values, the longest first. */
export function allEncodedForms(secrets: Iterable<string>): string[] {
  return longestFirst([...secrets].filter(({ length }) => length >= MIN_SECRET_LENGTH).flatMap(encodedForms));
}

/** One form may contain another, and must then be replaced first. */
function longestFirst(texts: string[]): string[] {
  return texts.sort((a, b) => b.length - a.length);
}

/** Replaces all of the given forms in a text from outside. */
export function redact(text: string, spelled: Iterable<string>): string {
  let clean = text;
  for (const spelling of spelled) {
    // Fast path: most texts are shorter than a token.
    clean = spelling.length > clean.length ? clean : clean.replaceAll(spelling, MASK);
  }
  return clean;
}

/** Redacts all recently used values: requests overlap, and tokens change in between. */
export interface Redactor {
  add(secrets: readonly string[]): void;
  redact(text: string): string;
}

export function createRedactor(): Redactor {
  const known = new Map<string, readonly string[]>();
  let spelled: readonly string[] | undefined;
  return {
    add(secrets) {
      for (const secret of secrets) {
        const own = known.get(secret);
        spelled = own && spelled;
        known.delete(secret);
        known.set(secret, own ?? allEncodedForms([secret]));
      }
      for (const oldest of known.keys()) {
        if (known.size <= MAX_SECRETS) {
          break;
        }
        known.delete(oldest);
      }
    },
    redact(text) {
      spelled ??= longestFirst([...known.values()].flat());
      return redact(text, spelled);
    },
  };
}

/** Has only characters that no encoding changes. */
const PLAIN = /^[\w.~-]*$/;

/** A secret as servers, pages and shells may encode it. */
function encodedForms(secret: string): string[] {
  if (PLAIN.test(secret)) {
    return [secret];
  }
  const spelled = [secret, ...inHtml(secret), ...inJson(secret), ...inUrl(secret), secret.replaceAll("'", "'\\''")];
  return [...new Set(spelled)];
}

const doubleQuotes = ['"', "&quot;", "&#34;"];
const singleQuotes = ["'", "&#39;", "&#039;", "&#x27;", "&apos;"];

/** Escaped for HTML; the plus sign also as Go's templates write it, slash and equals sign as mustache does. */
function inHtml(secret: string): string[] {
  const text = secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const texts = [text, text.replaceAll("+", "&#43;"), text.replaceAll("/", "&#x2F;").replaceAll("=", "&#x3D;")];
  return [...new Set(texts)].flatMap((text) =>
    doubleQuotes.flatMap((double) =>
      singleQuotes.map((single) => text.replaceAll('"', double).replaceAll("'", single)),
    ),
  );
}

/** Characters that are written as `\u` escapes: none, those of Go, those of Gson. PHP escapes the slash. */
const escapedInJson = [/(?!)/g, /[<>&]/g, /[<>&=']/g];

/** In a JSON string, also of JSON that is itself a string in JSON. */
function inJson(secret: string): string[] {
  const text = asJson(secret);
  const texts = escapedInJson.map((signs) =>
    text.replaceAll(signs, (sign) => `\\u00${sign.charCodeAt(0).toString(16).padStart(2, "0")}`),
  );
  const once = [...texts, ...[secret, ...texts].map(withSlashes)];
  return [...once, ...once.map(asJson), ...once.map((written) => withSlashes(asJson(written)))];
}

function withSlashes(text: string): string {
  return text.replaceAll("/", "\\/");
}

function asJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Percent-encoded in upper and lower case, with and without the characters that JavaScript leaves alone. */
function inUrl(secret: string): string[] {
  // `encodeURIComponent` throws on half a surrogate pair, which a cut text may end with.
  const text = encodeURIComponent(secret.replaceAll(/\p{Cs}/gu, "\ufffd"));
  const texts = [text, text.replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)];
  return [...texts, ...texts.map((text) => text.replaceAll(/%../g, (code) => code.toLowerCase()))];
}
