/** JSON, and what is nearly JSON. */
import fc from "fast-check";
import { anyText, mutilated, oddText } from "./text.ts";

/** Not every number of JSON is one of JavaScript. */
const numbers = ["0", "-0", "1e400", "-1e400", "1e-400", "9007199254740993", "253402300800000", "8640000000000001"];

const debris = [
  "{",
  "}",
  "[",
  "]",
  '"',
  ":",
  ",",
  "null",
  "true",
  "{}",
  "[]",
  "[null]",
  '""',
  '" "',
  '{"__proto__":{"status":"SUCCESS"}}',
  '"\\ud800"',
  '"\\u0000"',
  '"\\u001b[2J"',
  ...numbers,
];

/** An array or object so deep that whoever walks it by calling himself runs out of stack. */
const deep: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(["[", "]"], ['{"a":', "}"], ['[{"details":', "}]"]), fc.constantFrom(5, 200, 200, 20_000))
  .map(([[open = "", close = ""], depth]) => `${open.repeat(depth)}1${close.repeat(depth)}`);

/** Texts of values, the members of objects under names that somebody looks for. */
function valueText(names: readonly string[], words: readonly string[]): fc.Arbitrary<string> {
  const name = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: oddText });
  const leaf = fc.oneof(
    { weight: 40, arbitrary: fc.constantFrom(...words).map((word) => JSON.stringify(word)) },
    { weight: 20, arbitrary: anyText.map((text) => JSON.stringify(text)) },
    { weight: 10, arbitrary: fc.constantFrom("null", "true", "{}", "[]", ...numbers) },
    { weight: 10, arbitrary: fc.double().map(String) },
    { weight: 1, arbitrary: deep },
  );
  const { value } = fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      leaf,
      // A name may come twice.
      fc
        .array(fc.tuple(name, tie("value")), { maxLength: 10 })
        .map((members) => `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join()}}`),
      fc.array(tie("value"), { maxLength: 6 }).map((values) => `[${values.join()}]`),
    ),
  }));
  return value;
}

/**
 * Bodies: samples as they are and mutilated, JSON with known names in wrong places, and texts that are none.
 *
 * @param samples - what a server says
 * @param words - what it says within
 */
export function bodyText(samples: readonly string[], words: readonly string[] = []): fc.Arbitrary<string> {
  const names = [
    ...new Set(samples.flatMap((sample) => [...sample.matchAll(/"(\w+)" *:/g)].map(([, name = ""]) => name))),
  ];
  const value = valueText(names, [
    ...words,
    ...samples.flatMap((sample) => [...sample.matchAll(/: *"([^"]*)"/g)].map(([, word = ""]) => word)),
  ]);
  const object = fc
    .array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 12 })
    .map((members) => `{${members.map(([name, value]) => `"${name}":${value}`).join()}}`);
  const withMember = fc
    .tuple(
      fc.constantFrom(...samples),
      fc.array(fc.tuple(fc.constantFrom(...names), value), { minLength: 1, maxLength: 4 }),
    )
    .map(
      ([sample, members]) =>
        `${sample.trimEnd().slice(0, -1)},${members.map(([name, value]) => `"${name}":${value}`).join()}}`,
    );
  return fc.oneof(
    { weight: 4, arbitrary: withMember },
    { weight: 3, arbitrary: mutilated(samples, debris) },
    { weight: 2, arbitrary: object },
    { weight: 1, arbitrary: value },
    { weight: 1, arbitrary: anyText },
  );
}
