/** `generated/` is what `npx openapi-typescript` makes of redocly.yaml. */
import { execFile } from "node:child_process";
import { cpSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { folderWith } from "./diff/folders.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const { resolve } = createRequire(import.meta.url);
const cli = join(dirname(resolve("openapi-typescript/package.json")), "bin/cli.js");

const run = (cwd: string, ...args: string[]) => promisify(execFile)(process.execPath, [cli, ...args], { cwd });

const typesIn = (folder: string): Record<string, string> => {
  const names = readdirSync(join(folder, "generated")).filter((name) => name.endsWith(".d.ts"));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, "generated", name), "utf8")]));
};

test("npx openapi-typescript writes the files that are committed", async () => {
  const copy = folderWith({ "generated/README": "" });
  for (const path of ["redocly.yaml", "openapi", "scripts/redocly"]) {
    cpSync(join(repository, path), join(copy, path), { recursive: true });
  }
  symlinkSync(join(repository, "node_modules"), join(copy, "node_modules"));
  await run(copy);
  expect(typesIn(copy)).toEqual(typesIn(repository));
});

test("npx openapi-typescript --check finds them up to date", async () => {
  await expect(run(repository, "--check")).resolves.toBeDefined();
});
