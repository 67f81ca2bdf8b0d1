const MASK = "[redacted]";

/** Shorter credential values would blank out half of a message. */
const SHORTEST_SECRET = 4;

/** Removes every credential value from a text that came from outside. */
export function scrub(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length >= SHORTEST_SECRET) {
      clean = clean.replaceAll(secret, MASK);
    }
  }
  return clean;
}
