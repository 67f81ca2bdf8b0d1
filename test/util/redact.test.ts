import { describe, expect, test } from "vitest";
import { createRedactor } from "../../src/util/redact.ts";

/** Redacts these values. */
function redactorOf(...values: string[]) {
  const { add, redact } = createRedactor();
  add(values);
  return redact;
}

const secret = `p&ss/"w<o>r'd`;

describe("a credential value is redacted", () => {
  test.each([
    ["as it is", secret],
    ["in JSON", JSON.stringify(secret).slice(1, -1)],
    ["with escaped slashes", secret.replaceAll("/", "\\/")],
    ["in a URL", encodeURIComponent(secret)],
    ["in HTML", "p&amp;ss/&quot;w&lt;o&gt;r&#39;d"],
    ["as Gson writes it", 'p\\u0026ss/\\"w\\u003co\\u003er\\u0027d'],
    ["in HTML 5, as PHP and entities write it", "p&amp;ss&sol;&quot;w&lt;o&gt;r&apos;d"],
    ["in form data", encodeURIComponent(secret).replaceAll("'", "%27").toLowerCase()],
    ["in HTML with plain quotes", `p&amp;ss/"w&lt;o&gt;r'd`],
  ])("%s", (_, encoded) => {
    expect(redactorOf(secret)(`before ${encoded} after`)).toBe("before [redacted] after");
  });

  test("even if another one is a part of it", () => {
    const { add, redact } = createRedactor();
    add(["canary"]);
    expect(redact("canary canary-with-more")).toBe("[redacted] [redacted]-with-more");
    // It comes into use after the other one has been redacted.
    add(["canary-with-more"]);
    expect(redact("canary canary-with-more")).toBe("[redacted] [redacted]");
  });

  test("even after a hundred others, as long as it is in use", () => {
    const { add, redact } = createRedactor();
    for (let count = 0; count < 300; count++) {
      add(["the-token", `signature-${count}`]);
    }
    expect(redact("the-token signature-299 signature-1")).toBe("[redacted] [redacted] signature-1");
  });
});

test("values too short to be secrets are not redacted", () => {
  expect(redactorOf("abc", "")("abc")).toBe("abc");
});

test.each([
  ["JSON three levels deep", (text: string) => [1, 2, 3].reduce((value) => JSON.stringify(value).slice(1, -1), text)],
  ["a URL in a URL", (text: string) => encodeURIComponent(encodeURIComponent(text))],
  ["numeric references", (text: string) => text.replaceAll(/[^\w]/gu, (char) => `&#${char.codePointAt(0)};`)],
  [
    "hexadecimal references",
    (text: string) => text.replaceAll(/[^\w]/gu, (char) => `&#x${char.codePointAt(0)?.toString(16)};`),
  ],
  [
    "references in HTML that is escaped twice",
    (text: string) => text.replaceAll("&", "&amp;amp;").replaceAll('"', "&amp;quot;"),
  ],
  [
    "JSON escapes of every special character",
    (text: string) =>
      text.replaceAll(/[^\w]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0").toUpperCase()}`),
  ],
  ["a form", (text: string) => new URLSearchParams({ text }).toString().slice("text=".length)],
])("a value is redacted in %s", (_where, encode) => {
  for (const value of ["pass word&\"<'\\/+=", "p\u00e4ss\u{1f511}w\u00f6rd!", "a.b(c)[d]{e}^$|?*"]) {
    expect(redactorOf(value)(`before ${encode(value)} after`)).toBe("before [redacted] after");
  }
});

const levels: Readonly<Record<string, (text: string) => string>> = {
  JSON: (text) => JSON.stringify(text).slice(1, -1),
  "JSON of Go": (text) =>
    JSON.stringify(text)
      .slice(1, -1)
      .replaceAll(/[<>&]/g, (unit) => `\\u00${unit.charCodeAt(0).toString(16)}`),
  "JSON of PHP": (text) => JSON.stringify(text).slice(1, -1).replaceAll("/", "\\/"),
  "a URL": encodeURIComponent,
  "a form": (text) => new URLSearchParams({ text }).toString().slice("text=".length),
  HTML: (text) =>
    text
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      .replaceAll("'", "&#39;"),
  "HTML of Mustache": (text) =>
    text.replaceAll(/[&<>"'`=/]/g, (unit) => `&#x${unit.charCodeAt(0).toString(16).toUpperCase()};`),
  "HTML 5": (text) =>
    text
      .replaceAll("&", "&amp;")
      .replaceAll("+", "&plus;")
      .replaceAll("/", "&sol;")
      .replaceAll("=", "&equals;")
      .replaceAll('"', "&quot;"),
  "a script": (text) =>
    text.replaceAll(/[^\w ]/g, (unit) =>
      unit > "\u00ff" ? unit : `\\x${unit.charCodeAt(0).toString(16).padStart(2, "0")}`,
    ),
  "a shell": (text) => text.replaceAll("'", `'\\''`),
  "a shell, of Python": (text) => text.replaceAll("'", `'"'"'`),
};

describe("a value is redacted in encodings within each other:", () => {
  const pairs = Object.keys(levels).flatMap((outer) => Object.keys(levels).map((inner) => [inner, outer] as const));
  test.each(pairs)("%s in %s", (inner, outer) => {
    for (const value of [secret, "pass word&\"<'/+=>", "p\u00e4ss\u{1f511}w\u00f6rd!", "a+b/c==", "100%25 p\\ain"]) {
      const redact = redactorOf(value);
      const encode = (text: string) => levels[outer]?.(levels[inner]?.(text) ?? "") ?? "";
      expect(redact(`before ${encode(value)} after`)).toBe("before [redacted] after");
    }
  });

  test("three of them", () => {
    const redact = redactorOf(secret);
    const encode = (...names: string[]) => names.reduce((text, name) => levels[name]?.(text) ?? "", secret);
    const text = `before ${encode("a URL", "JSON", "HTML")} after ${encode("JSON", "HTML", "JSON")}`;
    expect(redact(text)).toBe("before [redacted] after [redacted]");
  });
});

test("a value of few characters, written in many, does not redact what it stands for", () => {
  expect(redactorOf("%41%42")("AB CAB %41%42")).toBe("AB CAB [redacted]");
});

test("a dot in a value matches only a dot", () => {
  expect(redactorOf("a.b/c")("aXb/c a.b/c")).toBe("aXb/c [redacted]");
});

test.each([
  ["\\", '"secret'],
  ["&amp;", "&secret"],
  ["%25", "%secret"],
  ["&#000000", "'secret"],
  ['"', '""""secret'],
  ["%", "%secret"],
  ["%25%32%35", "%secret"],
  ["%e2%82", "secret"],
  ["'\\", "'secret"],
  ["\\u005c", "\\secret"],
])("a mebibyte of %j does not slow the search down", (unit, secret) => {
  const redact = redactorOf(secret);
  const text = unit.repeat(2 ** 20 / unit.length);
  expect(redact(text)).toBe(text);
});
