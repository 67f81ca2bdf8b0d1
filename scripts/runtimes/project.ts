/** A project as users have it: the packed package is installed in it, and the program imports that. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { npm } from "../lib/npm.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** Builds and packs the package, and installs it. Gives the project's folder, which goes with this process. */
export async function createProject(): Promise<string> {
  const project = mkdtempSync(join(tmpdir(), "huaweicloud-jobs-runtimes-"));
  process.once("exit", () => rmSync(project, { recursive: true, force: true }));
  npm(["run", "--silent", "build"], repository);
  npm(["pack", "--silent", "--ignore-scripts", "--pack-destination", project], repository);
  const tarball = readdirSync(project).find((name) => name.endsWith(".tgz"));
  writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
  npm(["install", "--silent", "--ignore-scripts", "--no-audit", "--no-fund", `./${tarball}`], project);

  const source = readFileSync(new URL("program.ts", import.meta.url), "utf8");
  const { code } = await transform(source, { loader: "ts", target: "es2022" });
  writeFileSync(join(project, "program.js"), code);
  return project;
}

/** One file for a place without `node_modules`. Fails where the package imports anything of Node's. */
export async function bundle(project: string, source: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: project },
    bundle: true,
    platform: "browser",
    format: "esm",
    target: "es2022",
    write: false,
    logLevel: "warning",
  });
  return outputFiles[0]?.text ?? "";
}
