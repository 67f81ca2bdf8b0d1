/** A project as users have it: the packed package is installed in it, and the program imports that. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, transform } from "esbuild";
import { installPackage } from "../lib/installed-package.ts";

/** Builds, packs and installs the package. Gives the project's folder, which goes with this process. */
export async function createProject(): Promise<string> {
  const { project, remove } = installPackage();
  process.once("exit", remove);
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
