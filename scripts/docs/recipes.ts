import { readFileSync } from "node:fs";

/** A paragraph that is a link to a recipe, and nothing else. */
const link = /^\[(.+)\]\(\.\.\/\.\.\/test\/recipes\/(.+\.(\w+))\)$/gm;

/** Puts the recipes in the place of the links to them: readers see the file that the tests run. */
export function withRecipes(text: string): string {
  return text.replaceAll(link, (_link, title: string, file: string, language: string) => {
    const code = readFileSync(new URL(`../../test/recipes/${file}`, import.meta.url), "utf8");
    return `${title}\n\n~~~${language}\n${code}~~~`;
  });
}
