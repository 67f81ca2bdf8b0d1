import { expect, test } from "vitest";
import { languageFindings } from "../../scripts/lib/language.ts";

test("words to avoid are found in a page, with line and replacement, but not in its code", () => {
  const page =
    "# Title\n\nThe answer of the service.\n\n```ts\nconst answer = 1;\n```\n\nA `look` that is no job; there is no other.\n";
  expect(languageFindings("page.md", page)).toEqual([
    'page.md:3: "answer": write response, respond, return',
    'page.md:9: "is no": write is not a …, has no …',
  ]);
});

test("words to avoid are found in comments and texts of a program, but not in its names", () => {
  const program = '/** Tells the state. */\nconst answer = "no trouble";\nlook(answer); // goes before\n';
  expect(languageFindings("file.ts", program)).toEqual([
    'file.ts:1: "Tells": write says, reports, shows',
    'file.ts:2: "trouble": write error',
    'file.ts:3: "goes before": write takes precedence',
  ]);
});
