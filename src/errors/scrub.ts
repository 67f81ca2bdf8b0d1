import { spellingsOf } from "./spellings.ts";

const MASK = "[redacted]";

/** Shorter credential values would blank out half of a message. */
const SHORTEST_SECRET = 4;

/** So many values are kept: the oldest make room. */
const MOST_SECRETS = 100;

/** Every spelling of the credential values, the longest first. */
export function spellings(secrets: Iterable<string>): string[] {
  return longestFirst([...secrets].filter(({ length }) => length >= SHORTEST_SECRET).flatMap(spellingsOf));
}

/** One may be a part of another. */
function longestFirst(texts: string[]): string[] {
  return texts.sort((a, b) => b.length - a.length);
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
