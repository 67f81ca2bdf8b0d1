/** A text without its encodings. */
export interface DecodedText {
  readonly text: string;
  /** Where a character of `text` begins in the encoded text, with what escapes it. */
  positionOf(index: number): number;
}

/** How many encodings within each other are undone: JSON in a URL in HTML is three. */
const MAX_LEVELS = 6;

/** `String.fromCharCode` takes characters as arguments, of which there may not be too many. */
const MAX_ARGUMENTS = 8_192;

/**
 * Undoes what JSON, scripts, URLs, forms, HTML and shells write for one character, in linear time. Backslashes are left
 * out and plus signs become spaces: they may be escapes and encoded spaces, so neither distinguishes two texts.
 */
export function decode(encoded: string): DecodedText {
  if (!/[%&'+\\]/.test(encoded)) {
    return { text: encoded, positionOf: (index) => index };
  }
  let units = new Uint16Array(encoded.length);
  const starts = new Uint32Array(encoded.length);
  for (let index = 0; index < units.length; index++) {
    units[index] = encoded.charCodeAt(index);
    starts[index] = index;
  }
  for (let level = 0, before = -1; level < MAX_LEVELS && before !== units.length; level++) {
    before = units.length;
    units = units.subarray(0, decodeLevel(units, starts));
  }
  let text = "";
  for (let index = 0; index < units.length; index += MAX_ARGUMENTS) {
    text += String.fromCharCode(...units.subarray(index, index + MAX_ARGUMENTS));
  }
  return { text, positionOf: (index) => (index < units.length ? (starts[index] as number) : encoded.length) };
}

const BACKSLASH = 0x5c;

/** Undoes one level in place, and returns how many units are left: no form is shorter than what it stands for. */
function decodeLevel(units: Uint16Array, starts: Uint32Array): number {
  let size = 0;
  let at = 0;
  while (at < units.length) {
    const start = starts[at] as number;
    const first = at;
    while (units[at] === BACKSLASH) {
      at++;
    }
    if (at === units.length) {
      break;
    }
    const form = at > first ? escapeAt(units, at) : formAt(units, at);
    // Both in one number: an object for each form would take most of the time.
    const code = form >> 4 || (units[at] as number);
    at += form & 0xf || 1;
    if (code > 0xffff) {
      starts[size] = start;
      units[size++] = 0xd7c0 + (code >> 10);
    }
    starts[size] = start;
    units[size++] = code > 0xffff ? 0xdc00 + (code & 0x3ff) : code;
  }
  return size;
}

/** A character and the length of its form; 0 if there is no form. */
const form = (code: number, length: number): number => (code > 0 && code <= 0x10ffff ? (code << 4) + length : 0);

/** Behind a backslash: `u0026` or `x26`. */
function escapeAt(units: Uint16Array, at: number): number {
  const digits = units[at] === 0x75 ? 4 : units[at] === 0x78 ? 2 : 0;
  return form(hexAt(units, at + 1, digits), 1 + digits);
}

/** `%26`, `&amp;`, `&#38;`, `&#x26;`, `+`, or what shells write for a quote within quotes: `'\''` or `'"'"'`. */
function formAt(units: Uint16Array, at: number): number {
  switch (units[at]) {
    case 0x25:
      return percentAt(units, at);
    case 0x26:
      return referenceAt(units, at);
    case 0x27:
      return quoteAt(units, at);
    case 0x2b:
      return form(0x20, 1);
    default:
      return 0;
  }
}

/** A character has one to four bytes in UTF-8. */
function percentAt(units: Uint16Array, at: number): number {
  const lead = hexAt(units, at + 1, 2);
  if (!(lead >= 0x80)) {
    return form(lead, 3);
  }
  const more = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
  let code = lead & (0x3f >> more);
  for (let next = at + 3; next <= at + 3 * more; next += 3) {
    const byte = units[next] === 0x25 ? hexAt(units, next + 1, 2) : 0;
    code = byte >> 6 === 2 ? code * 64 + (byte & 0x3f) : Number.NaN;
  }
  return form(code, 3 + 3 * more);
}

/** Of `&#x10ffff;`, in characters. */
const MAX_REFERENCE = 10;

const entities: Readonly<Record<string, number>> = {
  quot: 0x22,
  amp: 0x26,
  apos: 0x27,
  lt: 0x3c,
  gt: 0x3e,
  // What HTML 5 has for the signs of a token.
  plus: 0x2b,
  sol: 0x2f,
  equals: 0x3d,
};

function referenceAt(units: Uint16Array, at: number): number {
  let end = at + 1;
  while (end < at + MAX_REFERENCE && units[end] !== 0x3b && units[end] !== 0x26) {
    end++;
  }
  if (units[end] !== 0x3b) {
    return 0;
  }
  const name = String.fromCharCode(...units.subarray(at + 1, end));
  const [, digits] = /^#(\d+|x[\da-f]+)$/i.exec(name) ?? [];
  return form((digits === undefined ? entities[name] : Number(digits.replace(/^x/i, "0x"))) ?? 0, end + 1 - at);
}

/** Backslashes are gone after the first level. */
function quoteAt(units: Uint16Array, at: number): number {
  const [second, third] = [units[at + 1], units[at + 2]];
  if (second === 0x27 && third === 0x27) {
    return form(0x27, 3);
  }
  return second === 0x22 && third === 0x27 && units[at + 3] === 0x22 && units[at + 4] === 0x27 ? form(0x27, 5) : 0;
}

/** `NaN` if not all are hexadecimal digits. */
function hexAt(units: Uint16Array, at: number, digits: number): number {
  let value = digits === 0 ? Number.NaN : 0;
  for (let index = at; index < at + digits; index++) {
    const unit = units[index] ?? 0;
    const letter = unit | 0x20;
    if (unit >= 0x30 && unit <= 0x39) {
      value = value * 16 + unit - 0x30;
    } else if (letter >= 0x61 && letter <= 0x66) {
      value = value * 16 + letter - 0x57;
    } else {
      return Number.NaN;
    }
  }
  return value;
}
