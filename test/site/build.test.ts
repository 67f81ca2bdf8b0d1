import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { programs } from "../guides/programs.ts";
import { BASE, buildSite } from "./build.ts";
import { brokenLinks } from "./links.ts";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "site-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** Path and content of each file. */
function filesOf(root: string): Map<string, string> {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).sort();
  const files = paths.filter((path) => statSync(join(root, path)).isFile());
  return new Map(files.map((path) => [path, readFileSync(join(root, path), "latin1")]));
}

test("a second build gives the same files, also in another time zone", async () => {
  const second = join(directory, "second");
  await buildSite(second, { TZ: "Asia/Kathmandu" });
  const [one, other] = [filesOf(inject("site")), filesOf(second)];
  expect([...other.keys()]).toEqual([...one.keys()]);
  expect([...other].filter(([path, content]) => one.get(path) !== content).map(([path]) => path)).toEqual([]);
});

test("every link and every anchor of the site leads somewhere, and nothing is loaded from elsewhere", () => {
  expect(brokenLinks(inject("site"), BASE)).toEqual([]);
});

test("a link that leads nowhere, out of the site, or loads from elsewhere is found", () => {
  const root = join(directory, "broken");
  mkdirSync(join(root, "sub"), { recursive: true });
  writeFileSync(
    join(root, "index.html"),
    `<h1 id="top"><a href="#top"></a><a href="sub/page.html"></a><a href="https://example.com/"></a><img src="data:,">`,
  );
  writeFileSync(
    join(root, "sub", "page.html"),
    `<a href="../index.html#top"></a><a href="/base/#top"></a><a href="../index.html#nowhere"></a><a href="/index.html"></a>
     <a href="../../outside.html"></a><a href="missing.html"></a><a href="/base/sub/"></a>
     <script src="https://example.com/a.js"></script><link rel="stylesheet" href="missing.css">`,
  );
  expect(brokenLinks(root, "/base/")).toEqual([
    "sub/page.html: ../index.html#nowhere (no such place in the page)",
    "sub/page.html: /index.html (outside of the site)",
    "sub/page.html: ../../outside.html (no such file)",
    "sub/page.html: missing.html (no such file)",
    "sub/page.html: /base/sub/ (no such file)",
    "sub/page.html: missing.css (no such file)",
    "sub/page.html: https://example.com/a.js (loaded from elsewhere)",
  ]);
});

test("the contracts are there to take away, as JSON and as YAML", () => {
  const contracts = [...filesOf(inject("site"))].filter(([path]) => path.startsWith("contracts/"));
  expect(contracts).toHaveLength(6);
  for (const [path, content] of contracts) {
    expect(content).toMatch(path.endsWith(".json") ? /^\{\n/ : /^openapi: 3\.1\.0\n/);
  }
});

const signs: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };

/** The code on a page as one would copy it. */
function codeOf(page: string): string[] {
  const blocks = [...page.matchAll(/<pre [^>]*><code[^>]*>(.*?)<\/code><\/pre>/gs)];
  return blocks.map(([, code = ""]) =>
    code.replaceAll(/<[^>]*>/g, "").replaceAll(/&[#\w]+;/g, (sign) => signs[sign] ?? sign),
  );
}

test("the site has every recipe, word for word as the tests run it", () => {
  const folder = new URL("../recipes/", import.meta.url);
  const pages = [...filesOf(inject("site")).keys()].filter((path) => /^guides\/recipes\/.*\.html$/.test(path));
  const shown = pages.flatMap((path) => codeOf(readFileSync(join(inject("site"), path), "utf8")));
  const files = readdirSync(folder).filter((file) => !file.endsWith(".test.ts") || file === "provision-cache.test.ts");
  expect(files.length).toBeGreaterThan(8);
  expect(files.filter((file) => !shown.includes(readFileSync(new URL(file, folder), "utf8").trimEnd()))).toEqual([]);
});

test("the site has every program of the guides, word for word as the tests run it", () => {
  const missing = programs.filter(({ name, code }) => {
    const [page = ""] = name.replace("docs/", "").split(".md, ");
    return (
      page !== "README" && !codeOf(readFileSync(join(inject("site"), `${page}.html`), "utf8")).includes(code.trimEnd())
    );
  });
  expect(missing.map(({ name }) => name)).toEqual([]);
});
