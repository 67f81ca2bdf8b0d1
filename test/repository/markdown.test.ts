import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { marked } from "marked";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const skipped = new Set([".git", "node_modules", "dist", "site", "coverage", "sandbox", "fixtures"]);
/** What `npm run docs` makes. */
const generated = ["reference", "sdk", "public", ".vitepress"].map((folder) => join(root, "docs", folder));

function pagesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return skipped.has(entry.name) || generated.includes(path) ? [] : pagesIn(path);
    }
    return entry.name.endsWith(".md") ? [path] : [];
  });
}

const pages = pagesIn(root).map((path) => ({ path, name: relative(root, path), text: readFileSync(path, "utf8") }));
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** The ID of a heading, as GitHub and the site make it. */
const slug = (text: string): string =>
  text
    .replaceAll(/[`*]/g, "")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

function linksOf(text: string): string[] {
  const links: string[] = [];
  marked.walkTokens(marked.lexer(text), (token) => {
    if (token.type === "link" || token.type === "image") {
      links.push(token.href);
    }
  });
  return links;
}

const headingsOf = (path: string): string[] =>
  marked.lexer(readFileSync(path, "utf8")).flatMap((token) => (token.type === "heading" ? slug(token.text) : []));

function hasTarget(page: string, link: string): boolean {
  const [path = "", fragment] = link.split("#");
  const target = path === "" ? page : join(dirname(page), path);
  // A page of the site that is not written by hand: the site's own tests follow the link.
  if (generated.some((folder) => target.startsWith(folder))) {
    return true;
  }
  return existsSync(target) && (fragment === undefined || headingsOf(target).includes(fragment));
}

test("no page has a broken link", () => {
  const broken = pages.flatMap(({ path, name, text }) =>
    linksOf(text)
      .filter((link) => !/^\w+:/.test(link) && !hasTarget(path, link))
      .map((link) => `${name}: ${link}`),
  );
  expect(broken).toEqual([]);
});

test("no page names an npm script that does not exist", () => {
  const unknown = pages.flatMap(({ name, text }) =>
    [...text.matchAll(/npm run (?:-\S+ )*([\w:-]+)/g)]
      .filter(([, script]) => !Object.hasOwn(scripts, script ?? ""))
      .map(([command]) => `${name}: ${command}`),
  );
  expect(unknown).toEqual([]);
});

test("every page that a newcomer expects exists", () => {
  const wanted = ["README.md", "CHANGELOG.md", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "DECISIONS.md", "SECURITY.md"];
  expect(pages.map(({ name }) => name)).toEqual(expect.arrayContaining(wanted));
});
