/** What is spelled in one way everywhere; a signature is, and each request has another. */
const PLAIN = /^[\w.~-]*$/;

/** A secret as servers, pages and shells may spell it. */
export function spellingsOf(secret: string): string[] {
  if (PLAIN.test(secret)) {
    return [secret];
  }
  const spelled = [secret, ...inHtml(secret), ...inJson(secret), ...inUrl(secret), secret.replaceAll("'", "'\\''")];
  return [...new Set(spelled)];
}

const doubleQuotes = ['"', "&quot;", "&#34;"];
const singleQuotes = ["'", "&#39;", "&#039;", "&#x27;", "&apos;"];

/** The plus sign as Go's templates write it, slash and equals sign as mustache does. */
function inHtml(secret: string): string[] {
  const text = secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const texts = [text, text.replaceAll("+", "&#43;"), text.replaceAll("/", "&#x2F;").replaceAll("=", "&#x3D;")];
  return [...new Set(texts)].flatMap((text) =>
    doubleQuotes.flatMap((double) =>
      singleQuotes.map((single) => text.replaceAll('"', double).replaceAll("'", single)),
    ),
  );
}

/** What Go, and what Gson writes as a code, so that the text may stand in HTML; PHP escapes the slash. */
const coded = [/(?!)/g, /[<>&]/g, /[<>&=']/g];

/** Also as a body stands that is quoted in another one. */
function inJson(secret: string): string[] {
  const text = asJson(secret);
  const texts = coded.map((signs) =>
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

/** In capitals and small letters, with the signs that JavaScript leaves alone. */
function inUrl(secret: string): string[] {
  // Half a surrogate pair, where a text was cut, has no code.
  const text = encodeURIComponent(secret.replaceAll(/\p{Cs}/gu, "\ufffd"));
  const texts = [text, text.replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)];
  return [...texts, ...texts.map((text) => text.replaceAll(/%../g, (code) => code.toLowerCase()))];
}
