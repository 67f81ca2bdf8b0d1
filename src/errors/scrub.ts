const MASK = "[redacted]";

/** Shorter credential values would blank out half of a message. */
const SHORTEST_SECRET = 4;

/** So many spellings are kept: those of the oldest values make room. */
const MOST_SPELLINGS = 100;

/** Each credential value as it may stand in a text, in JSON and in a URL. */
export function spellings(secrets: readonly string[]): string[] {
  const spelled = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [
      secret,
      JSON.stringify(secret).slice(1, -1),
      secret.replaceAll("/", "\\/"),
      encodeURIComponent(secret),
    ]);
  return [...new Set(spelled)];
}

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
  const known = new Set<string>();
  let last: readonly string[] = [];
  return {
    add(secrets) {
      if (secrets === last) {
        return;
      }
      last = secrets;
      for (const spelling of spellings(secrets)) {
        known.delete(spelling);
        known.add(spelling);
      }
      for (const oldest of [...known].slice(0, -MOST_SPELLINGS)) {
        known.delete(oldest);
      }
    },
    clean: (text) => scrub(text, known),
  };
}
