const MASK = "[redacted]";

/** Shorter credential values would blank out half of a message. */
const SHORTEST_SECRET = 4;

/** So many values are kept: the oldest make room. */
const MOST_SECRETS = 100;

/** Each credential value as it may stand in a text, in JSON, in a URL and in HTML; the longest first. */
export function spellings(secrets: Iterable<string>): string[] {
  const spelled = [...secrets]
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [
      secret,
      JSON.stringify(secret).slice(1, -1),
      secret.replaceAll("/", "\\/"),
      encodeURIComponent(secret),
      asHtml(secret, /[&<>]/g),
      asHtml(secret, /[&<>"']/g),
    ]);
  return longestFirst([...new Set(spelled)]);
}

/** One may be a part of another. */
function longestFirst(texts: string[]): string[] {
  return texts.sort((a, b) => b.length - a.length);
}

function asHtml(text: string, special: RegExp): string {
  return text.replace(special, (character) => ENTITIES[character] ?? character);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Removes every spelling of a credential value from a text that came from outside. */
export function scrub(text: string, spelled: Iterable<string>): string {
  let clean = text;
  for (const spelling of spelled) {
    // Most texts are shorter than a token.
    clean = spelling.length > clean.length ? clean : clean.replaceAll(spelling, MASK);
  }
  return clean;
}

/** Scrubs with all the values that have been in use of late; requests overlap, and tokens change in between. */
export interface Scrubber {
  add(secrets: readonly string[]): void;
  clean(text: string): string;
}

export function createScrubber(): Scrubber {
  const known = new Map<string, readonly string[]>();
  let spelled: readonly string[] | undefined;
  return {
    add(secrets) {
      for (const secret of secrets) {
        const own = known.get(secret);
        spelled = own && spelled;
        known.delete(secret);
        known.set(secret, own ?? spellings([secret]));
      }
      for (const oldest of known.keys()) {
        if (known.size <= MOST_SECRETS) {
          break;
        }
        known.delete(oldest);
      }
    },
    clean(text) {
      spelled ??= longestFirst([...known.values()].flat());
      return scrub(text, spelled);
    },
  };
}
