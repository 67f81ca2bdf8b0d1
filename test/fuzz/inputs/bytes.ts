/** Texts as bytes, and what becomes of them on the way. */
import { gzipSync } from "node:zlib";
import fc from "fast-check";

/** A text in some encoding, perhaps with a mark before it, with bytes that are wrong, or cut off. */
export function encoded(text: fc.Arbitrary<string>): fc.Arbitrary<Buffer> {
  const encoding = fc.oneof(
    { weight: 12, arbitrary: fc.constant("utf8" as const) },
    { weight: 1, arbitrary: fc.constantFrom("utf16le" as const, "latin1" as const) },
  );
  const mark = fc.oneof({ weight: 12, arbitrary: fc.constant("") }, { weight: 1, arbitrary: fc.constant("\ufeff") });
  const damage = fc.oneof(
    { weight: 12, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }) },
  );
  const end = fc.oneof({ weight: 12, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(40) });
  return fc.tuple(text, encoding, mark, damage, end).map(([text, encoding, mark, damage, end]) => {
    const bytes = Buffer.from(mark + text, encoding);
    for (const [place, byte] of damage) {
      bytes[place % (bytes.length || 1)] = byte;
    }
    return shownAsText(bytes.subarray(0, bytes.length - end));
  });
}

/** So that a counterexample can be read. */
function shownAsText(bytes: Buffer): Buffer {
  return Object.defineProperty(bytes, fc.toStringMethod, { value: () => JSON.stringify(bytes.toString("latin1")) });
}

/** Packed as its header says, or not quite. */
export function packed(bytes: fc.Arbitrary<Buffer>): fc.Arbitrary<{ body: Buffer; headers: Record<string, string> }> {
  const manner = fc.constantFrom("plain", "plain", "plain", "gzip", "cut gzip", "no gzip", "br");
  return fc.tuple(bytes, manner, fc.nat(20)).map(([body, manner, end]) => {
    switch (manner) {
      case "gzip":
        return { body: gzipSync(body), headers: { "Content-Encoding": "gzip" } };
      case "cut gzip":
        return { body: gzipSync(body).subarray(0, -1 - end), headers: { "Content-Encoding": "gzip" } };
      case "no gzip":
        return { body, headers: { "Content-Encoding": "gzip" } };
      case "br":
        return { body, headers: { "Content-Encoding": "br" } };
      default:
        return { body, headers: {} };
    }
  });
}
