/** Checks whether this commit may be published as the version in package.json. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { releaseProblems } from "./lib/release.ts";

const { version, repository } = JSON.parse(readFileSync("package.json", "utf8"));
const problems = releaseProblems({
  version,
  repository,
  tags: execFileSync("git", ["tag", "--points-at", "HEAD"], { encoding: "utf8" }).trim().split("\n").filter(Boolean),
  changelog: readFileSync("CHANGELOG.md", "utf8"),
  changesets: readdirSync(".changeset").filter((name) => name.endsWith(".md") && name !== "README.md"),
});
process.stderr.write(problems.map((problem) => `${problem}\n`).join(""));
process.exitCode = problems.length === 0 ? 0 : 1;
