/** Texts that nobody expects. */
import fc from "fast-check";

/** What parsers, terminals and shells stumble over. */
const odd = [
  "",
  " ",
  "\t",
  "\r\n",
  "\n",
  "\0",
  "\u001b[2J",
  "\u001b]0;title\u0007",
  "\u007f",
  "\u0085",
  "\u00a0",
  "\u2028",
  "\u202e",
  "\ufeff",
  "\ufffd",
  "\ud800",
  "\udc00",
  "é",
  "漢字",
  "👩‍👩‍👧",
  "../",
  "%2e%2e%2f",
  "%00",
  "{{",
  "$(x)",
  "$&",
  "\\",
  '"',
  "'",
  "`",
  "__proto__",
  "constructor",
  "toString",
  "NaN",
  "Infinity",
  "-0",
  "1e400",
  "9".repeat(400),
  "null",
  "undefined",
  "[object Object]",
] as const;

export const oddText: fc.Arbitrary<string> = fc.constantFrom(...odd);

/** Any code units, half surrogate pairs too. */
const unit = fc.oneof(
  { weight: 4, arbitrary: fc.string({ minLength: 1, maxLength: 1 }) },
  { weight: 1, arbitrary: oddText },
  { weight: 1, arbitrary: fc.nat(0xffff).map((code) => String.fromCharCode(code)) },
);

export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 2, arbitrary: oddText },
  { weight: 4, arbitrary: fc.array(unit, { maxLength: 40 }).map((units) => units.join("")) },
  { weight: 1, arbitrary: fc.string({ maxLength: 2_000 }) },
);

/**
 * A piece over and over, up to a length: what makes a pattern try again and again shows in the time that it takes.
 *
 * @param pieces - what the reader has an eye for
 */
export function repeated(longest: number, ...pieces: readonly string[]): fc.Arbitrary<string> {
  const piece = fc.oneof(fc.constantFrom(...pieces), oddText, fc.string({ minLength: 1, maxLength: 3 }));
  const unit = fc.array(piece, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(""));
  const length = fc.oneof(fc.nat(200), fc.nat(longest), fc.constant(longest));
  return fc
    .tuple(piece, unit, piece, length)
    .map(([start, unit, end, length]) => start + unit.repeat(Math.floor(length / (unit.length || 1))) + end);
}

/** Cuts a piece out, copies or moves it, swaps two of them, or throws something in. */
type Cut = readonly [kind: "cut" | "copy" | "move" | "swap" | "insert", from: number, to: number, length: number];

const cut: fc.Arbitrary<Cut> = fc.tuple(
  fc.constantFrom("cut", "copy", "move", "swap", "insert"),
  fc.nat(),
  fc.nat(),
  fc.oneof({ weight: 3, arbitrary: fc.nat(8) }, { weight: 1, arbitrary: fc.nat(400) }),
);

/** Samples that were cut, copied and mixed in places, with debris in between. */
export function mutilated(samples: readonly string[], debris: readonly string[] = ["\0"]): fc.Arbitrary<string> {
  const piece = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...debris) }, { weight: 1, arbitrary: oddText });
  // Most are still to be understood in part.
  const cuts = fc.oneof(...[2, 12].map((maxLength) => fc.array(fc.tuple(cut, piece), { maxLength })));
  return fc
    .tuple(fc.constantFrom(...samples), cuts)
    .map(([sample, cuts]) => cuts.reduce((text, [how, piece]) => mutilate(text, how, piece), sample));
}

function mutilate(text: string, [kind, from, to, length]: Cut, piece: string): string {
  const [a, b] = [from % (text.length + 1), to % (text.length + 1)];
  const part = text.slice(a, a + length);
  const without = text.slice(0, a) + text.slice(a + length);
  switch (kind) {
    case "cut":
      return without;
    case "copy":
      return text.slice(0, b) + part + text.slice(b);
    case "move":
      return without.slice(0, b) + part + without.slice(b);
    case "swap":
      return part === "" ? text : text.replaceAll(part, piece);
    case "insert":
      return text.slice(0, a) + piece + text.slice(a);
  }
}
