const MASK = "[redacted]";

/** Redacting shorter values would blank out half of a message. */
const MIN_SECRET_LENGTH = 4;

/** Removes credential values from texts that come from outside, however a server encodes them. */
export interface Redactor {
  add(secrets: readonly string[]): void;
  redact(text: string): string;
}

/** @param maxSecrets - how many values are kept: tokens and signatures change, and the least recently used are dropped */
export function createRedactor(maxSecrets = 100): Redactor {
  /** Each value, and the value without its encodings. */
  const secrets = new Map<string, string>();
  /** Nothing shorter can contain a value: encodings make texts longer. */
  let shortest = Number.POSITIVE_INFINITY;
  return {
    add(more) {
      for (const secret of more.filter(({ length }) => length >= MIN_SECRET_LENGTH)) {
        const known = secrets.get(secret) ?? decode(secret).text;
        secrets.delete(secret);
        secrets.set(secret, known);
        shortest = Math.min(shortest, secret.length, known.length);
      }
      for (const oldest of secrets.keys()) {
        if (secrets.size <= maxSecrets) {
          break;
        }
        secrets.delete(oldest);
      }
    },
    redact(text) {
      if (text.length < shortest) {
        return text;
      }
      const decoded = decode(text);
      const ranges = [...secrets].flatMap(([secret, plain]) => [
        ...find(text, secret),
        ...find(decoded.text, plain).map(([start, end]): Range => {
          // Backslashes behind a value escape what follows, unless the value ends with one.
          const isPart = secret.endsWith("\\");
          return [decoded.positionOf(start, false), decoded.positionOf(end, isPart)];
        }),
      ]);
      return mask(text, ranges);
    },
  };
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

/**
 * What JSON, JSON in JSON, URLs, forms, HTML and shells write for one character. Repetitions are bounded or consumed
 * whole, so that no text takes more than linear time.
 */
const ENCODED =
  /\\+u([\da-f]{4})|\\+|(%(?:25){0,4}[c-f][\da-f](?:%(?:25){0,4}[89ab][\da-f]){1,3}|%(?:25){0,4}[2-7][\da-f])|&(?:amp;){0,4}(?:#(\d{1,7})|#x([\da-f]{1,6})|(quot|amp|apos|lt|gt));|'\\+''|\+/gi;

const entities: Readonly<Record<string, string>> = { quot: '"', amp: "&", apos: "'", lt: "<", gt: ">" };

function decodeForm([form, unit, percent, decimal, hex, entity]: RegExpExecArray): string {
  if (percent !== undefined) {
    const bytes = percent.replaceAll(/%(?:25)*(?=[\da-f]{2})/gi, "%");
    try {
      return decodeURIComponent(bytes);
    } catch {
      return form;
    }
  }
  const code = unit ?? hex ?? (decimal === undefined ? undefined : Number(decimal).toString(16));
  if (code !== undefined) {
    return String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff));
  }
  // Also a plus sign, backslashes before a character, or a quote in a shell.
  return entity === undefined ? form.slice(-1) : (entities[entity.toLowerCase()] ?? "");
}

/** Decodes a text, so that a value is found in any encoding, and maps positions in it back to the encoded text. */
function decode(encoded: string) {
  /** Where encoded characters begin and end, in the decoded text and in the encoded one. */
  const bounds: (readonly [decoded: number, encoded: number])[] = [[0, 0]];
  let text = "";
  let position = 0;
  for (const match of encoded.matchAll(ENCODED)) {
    text += encoded.slice(position, match.index);
    bounds.push([text.length, match.index]);
    // A backslash may be an escape and a plus sign a space, so neither distinguishes values.
    text += decodeForm(match).replace("\\", "").replace("+", " ");
    position = match.index + match[0].length;
    bounds.push([text.length, position]);
  }
  return {
    text: text + encoded.slice(position),
    /** @param after - whether forms that decode to nothing, such as backslashes, count as before the position */
    positionOf(index: number, after: boolean): number {
      const isBefore = (decoded: number): boolean => decoded < index || (after && decoded === index);
      let [low, high] = [0, bounds.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        [low, high] = isBefore(bounds[middle]?.[0] ?? 0) ? [middle + 1, high] : [low, middle];
      }
      const next = bounds[low];
      const [decoded, start] = (next?.[0] === index ? next : bounds[low - 1]) ?? [0, 0];
      return start + index - decoded;
    },
  };
}
