/** Whether this commit may be published as the version that package.json says. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { faultsOf } from "./lib/release.ts";

const { version, repository } = JSON.parse(readFileSync("package.json", "utf8"));
const faults = faultsOf({
  version,
  repository,
  tags: execFileSync("git", ["tag", "--points-at", "HEAD"], { encoding: "utf8" }).trim().split("\n").filter(Boolean),
  changelog: readFileSync("CHANGELOG.md", "utf8"),
  changesets: readdirSync(".changeset").filter((name) => name.endsWith(".md") && name !== "README.md"),
});
process.stderr.write(faults.map((fault) => `${fault}\n`).join(""));
process.exitCode = faults.length === 0 ? 0 : 1;
