import { describe, expect, test } from "vitest";
import { createRedactor, redactJson } from "../../src/util/redact.ts";

/** Redacts a text of these values. */
function redact(text: string, ...values: string[]): string {
  const redactor = createRedactor();
  redactor.add(values);
  return redactor.redact(text);
}

describe("a value is found", () => {
  test.each([
    ["decoded, if it was given encoded", "p%41ss word", "the pAss word", "the [redacted]"],
    ["decoded to four characters", "%41bcd", "Abcd", "[redacted]"],
    ["if the text is made of signs of encodings alone", "++++", "\\+\\+\\+\\+", "[redacted]"],
    ["in characters of two to four bytes", "ä€ह\u{1f511}", encodeURIComponent("ä€ह\u{1f511}"), "[redacted]"],
    [
      "in the first and the last characters of three and four bytes",
      "\u0800\uffff\u{10ffff}!",
      "%e0%a0%80%ef%bf%bf%f4%8f%bf%bf!",
      "[redacted]",
    ],
    ["within six encodings", "a/b/c", [1, 2, 3, 4, 5, 6].reduce(encodeURIComponent, "a/b/c"), "[redacted]"],
    ["with the backslash at its end", "the-token\\", "before the-token\\\\\\\\ after", "before [redacted] after"],
    ["with the backslash behind it left to what it escapes", "the-token", "the-token\\nmore", "[redacted]\\nmore"],
  ])("%s", (_how, value, text, expected) => {
    expect(redact(text, value)).toBe(expected);
  });

  test("as long as it is one of the latest", () => {
    const redactor = createRedactor(2);
    redactor.add(["value-one", "value-two"]);
    expect(redactor.redact("value-one value-two")).toBe("[redacted] [redacted]");
    redactor.add(["value-three"]);
    expect(redactor.redact("value-one value-two value-three")).toBe("value-one [redacted] [redacted]");
  });

  test("as a whole, after its parts were given", () => {
    const redactor = createRedactor();
    redactor.add(["abcd", "efgh"]);
    redactor.add(["abcdefgh"]);
    expect(redactor.redact("abcdefgh")).toBe("[redacted]");
  });

  test("wherever it is in the text, whichever was added first", () => {
    expect(redact("first-one, second-one, third-one", "second-one", "third-one", "first-one")).toBe(
      "[redacted], [redacted], [redacted]",
    );
  });

  test("beside a signature, which is found too", () => {
    const redactor = createRedactor();
    const signature = "a1".repeat(32);
    redactor.add(["the-token"]);
    redactor.addSignature(signature);
    expect(redactor.redact(`${signature} the-token`)).toBe("[redacted] [redacted]");
  });
});

test.each([
  ["a&bcd", "a\\q26bcd"],
  ["a&bcd", "a&x#38;bcd"],
  ["a&bcd", "a&#38x;bcd"],
  ["päss", "p%c3!a4ss"],
  ["pÁss", "p%c3%41ss"],
  ["a'bcd", `a'"'"xbcd`],
  ["a'bcd", `a'"'x'bcd`],
  ["a'bcd", `a'"x"'bcd`],
  ["a'bcd", `a'x'"'bcd`],
  ["a'bcd", "a''xbcd"],
  ["a&bcd", "a&amp&bcd"],
  ["a&bcd", "a&ampbcd"],
  ["a?bcd", "a%4/bcd"],
  ["aPbcd", "a%4gbcd"],
  ["aIbcd", "a%4@bcd"],
  ["a\u0004bcd", "a%4~bcd"],
  ["p\u0080ss", "p%80ss"],
  ["a/b/c", [1, 2, 3, 4, 5, 6, 7].reduce(encodeURIComponent, "a/b/c")],
])("%j is not in %j, which is no encoding of it", (value, text) => {
  expect(redact(text, value)).toBe(text);
});

test("JSON is redacted in its texts, its numbers and the names of its members, and is what it was elsewhere", () => {
  const redactor = createRedactor();
  redactor.add(["the-token", "12345678"]);
  const value = { "the-token": 1, list: ["a the-token", 12345678, 7, "7"], nested: { none: null, yes: true } };
  expect(redactJson(value, redactor.redact)).toEqual({
    "[redacted]": 1,
    list: ["a [redacted]", "[redacted]", 7, "7"],
    nested: { none: null, yes: true },
  });
});
