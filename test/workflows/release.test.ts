import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { releaseProblems } from "../../scripts/lib/release.ts";
import { version as versionSent } from "../../src/util/version.ts";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const { version } = JSON.parse(read("package.json"));

test("the version is the same in package.json, its lock file, the code and the changelog", () => {
  const lock = JSON.parse(read("package-lock.json"));
  expect([lock.version, lock.packages[""].version, versionSent]).toEqual([version, version, version]);
  expect(read("CHANGELOG.md")).toContain(`\n## ${version}\n`);
});

describe("a commit may be published", () => {
  const ready = {
    version: "1.2.3",
    tags: ["v1.2.3"],
    changelog: "# Changelog\n\n## 1.2.3\n\n- Words.\n",
    changesets: [],
    repository: { url: "https://example.com/repository" },
  };

  test("when its tag, its version and its changelog agree", () => {
    expect(releaseProblems(ready)).toEqual([]);
  });

  test.each([
    ["another tag", { tags: ["v1.2.2"] }, "tag v1.2.3"],
    ["no tag", { tags: [] }, "none"],
    ["a changelog without the version", { changelog: "# Changelog\n\n## 1.2.30\n" }, "CHANGELOG.md"],
    ["a pending changeset", { changesets: ["brave-cats-wait.md"] }, "brave-cats-wait.md"],
    ["no repository", { repository: undefined }, "repository"],
  ])("but not with %s", (_what, change, expected) => {
    expect(releaseProblems({ ...ready, ...change })).toEqual([expect.stringContaining(expected)]);
  });
});
