import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { described } from "../../scripts/docs/contract.ts";
import { brokenLinks } from "../../scripts/docs/links.ts";
import { writePages } from "../../scripts/docs/site.ts";

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

test("a second build gives the same start page, guides and reference of a service, also in another time zone", async () => {
  vi.stubEnv("TZ", "Asia/Kathmandu");
  const second = join(directory, "second");
  await writePages(second, described.slice(0, 1));
  const [one, other] = [filesOf(inject("site")), filesOf(second)];
  expect([...other.keys()]).toEqual(
    expect.arrayContaining(["index.html", "guides/waiting.html", `${described[0]?.name}.html`]),
  );
  expect([...other].filter(([path, content]) => one.get(path) !== content).map(([path]) => path)).toEqual([]);
});

test("a link that leads nowhere, begins with a slash or loads from elsewhere is found", () => {
  const root = join(directory, "broken");
  mkdirSync(join(root, "sub"), { recursive: true });
  writeFileSync(join(root, "dcs.html"), "");
  writeFileSync(
    join(root, "index.html"),
    `<h1 id="top"><a href="#top"></a><a href="sub/page.html"></a><a href="https://example.com/"></a>
     <a href="dcs.html#/jobs/showdcsjob#jobs/showdcsjob/t=response&amp;c=200&amp;path=status"></a><img src="data:,">`,
  );
  writeFileSync(
    join(root, "sub", "page.html"),
    `<a href="../index.html#top"></a><a href="../index.html#nowhere"></a><a href="/index.html"></a><a href="../../outside.html"></a>
     <a href="missing.html"></a><a href="../dcs.html#/jobs/other"></a><script src="https://example.com/a.js"></script>
     <link rel="stylesheet" href="missing.css">`,
  );
  expect(brokenLinks(root)).toEqual([
    "sub/page.html: ../index.html#nowhere (no such place in the page)",
    "sub/page.html: /index.html (begins with a slash)",
    "sub/page.html: ../../outside.html (no such file)",
    "sub/page.html: missing.html (no such file)",
    "sub/page.html: ../dcs.html#/jobs/other (no such place in the page)",
    "sub/page.html: missing.css (no such file)",
    "sub/page.html: https://example.com/a.js (loaded from elsewhere)",
  ]);
});

test("the contracts are there to take away, as JSON and as YAML", () => {
  for (const [path, content] of filesOf(inject("site"))) {
    if (path.startsWith("contracts")) {
      expect(content).toMatch(path.endsWith(".json") ? /^\{\n/ : /^openapi: 3\.1\.0\n/);
    }
  }
});
