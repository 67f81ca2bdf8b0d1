/** A secret as servers, pages and shells may spell it. */
export function spellingsOf(secret: string): string[] {
  const spelled = [secret, ...inHtml(secret), ...inJson(secret), ...inUrl(secret), secret.replaceAll("'", "'\\''")];
  return [...new Set(spelled)];
}

const doubleQuotes = ['"', "&quot;", "&#34;"];
const singleQuotes = ["'", "&#39;", "&#039;", "&#x27;", "&apos;"];

function inHtml(secret: string): string[] {
  const text = secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return doubleQuotes.flatMap((double) =>
    singleQuotes.map((single) => text.replaceAll('"', double).replaceAll("'", single)),
  );
}

/** What Go, and what Gson writes as a code, so that the text may stand in HTML; PHP escapes the slash. */
const coded = [/(?!)/g, /[<>&]/g, /[<>&=']/g];

function inJson(secret: string): string[] {
  const text = JSON.stringify(secret).slice(1, -1);
  const texts = coded.map((signs) =>
    text.replaceAll(signs, (sign) => `\\u00${sign.charCodeAt(0).toString(16).padStart(2, "0")}`),
  );
  return [...texts, ...[secret, ...texts].map((written) => written.replaceAll("/", "\\/"))];
}

/** In capitals and small letters, with the signs that JavaScript leaves alone. */
function inUrl(secret: string): string[] {
  const text = encodeURIComponent(secret);
  const texts = [text, text.replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)];
  return [...texts, ...texts.map((text) => text.replaceAll(/%../g, (code) => code.toLowerCase()))];
}
