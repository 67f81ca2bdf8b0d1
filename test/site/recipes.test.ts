import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { withRecipes } from "../../scripts/docs/recipes.ts";

const folder = new URL("../recipes/", import.meta.url);
const signs: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" };

/** The code on a page as one would copy it. */
function codeOf(page: string): string[] {
  const blocks = [...page.matchAll(/<pre tabindex="0"><code>(.*?)<\/code><\/pre>/gs)];
  return blocks.map(([, code = ""]) =>
    code.replaceAll(/<[^>]*>/g, "").replaceAll(/&\w+;/g, (sign) => signs[sign] ?? sign),
  );
}

test("the page has every recipe, word for word as the tests run it", () => {
  const shown = codeOf(readFileSync(join(inject("site"), "guides/recipes.html"), "utf8"));
  const files = readdirSync(folder).filter((file) => !file.endsWith(".test.ts") || file === "provision-cache.test.ts");
  expect(files.length).toBeGreaterThan(8);
  expect(files.filter((file) => !shown.includes(readFileSync(new URL(file, folder), "utf8").trimEnd()))).toEqual([]);
});

test("a link to a recipe stays a link within a sentence, and fails the build where there is no such file", () => {
  const sentence = "See [this](../../test/recipes/logger.ts) too.";
  expect(withRecipes(sentence)).toBe(sentence);
  expect(() => withRecipes("[`none.ts`](../../test/recipes/none.ts)")).toThrow("ENOENT");
});
