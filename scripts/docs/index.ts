/** Builds the site into site/. `--out DIRECTORY` names another place, `--base /PATH/` where the site is on its host. */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { stringify } from "yaml";
import { described } from "./contract.ts";
import { redocPage } from "./redoc.ts";
import { referencePage } from "./reference.ts";

const { values } = parseArgs({
  options: { out: { type: "string", default: "site" }, base: { type: "string", default: "/" } },
});
const docs = fileURLToPath(new URL("../../docs", import.meta.url));
const run = (tool: string, ...args: readonly string[]): Buffer =>
  execFileSync(process.execPath, [join(docs, "node_modules", tool), ...args], { cwd: docs, stdio: "inherit" });

function write(path: string, content: string): void {
  mkdirSync(dirname(join(docs, path)), { recursive: true });
  writeFileSync(join(docs, path), content);
}

// What is made from the contract and from the docstrings; VitePress then builds it with the pages that are written by hand.
rmSync(join(docs, "sdk"), { recursive: true, force: true });
for (const service of described) {
  const { name, contract } = service;
  write(`reference/${name}.md`, referencePage(service));
  write(`public/redoc/${name}.html`, await redocPage(service));
  write(`public/contracts/${name}.json`, `${JSON.stringify(contract, null, 2)}\n`);
  write(`public/contracts/${name}.yaml`, stringify(contract, { aliasDuplicateObjects: false }));
}
run("typedoc/bin/typedoc", "--options", "typedoc.json");
run("vitepress/bin/vitepress.js", "build", "--base", values.base, "--outDir", resolve(values.out));
