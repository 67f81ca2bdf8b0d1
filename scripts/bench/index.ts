/** Measures the package beside its peers, prints the tables and writes them to RESULTS.md. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, availableParallelism, platform } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { overhead } from "./overhead.ts";

const here = fileURLToPath(new URL(".", import.meta.url));

/** The peers, which `npm ci` of the repository leaves out. */
function install(): void {
  if (!existsSync(join(here, "node_modules"))) {
    run("npm", ["ci", "--prefix", here, "--ignore-scripts", "--no-audit", "--no-fund"], process.platform === "win32");
  }
}

function compile(): void {
  rmSync(join(here, "dist"), { recursive: true, force: true });
  run(process.execPath, [createRequire(import.meta.url).resolve("typescript/bin/tsc"), "-p", here]);
}

function run(command: string, args: readonly string[], shell = false): void {
  if (spawnSync(command, args, { stdio: "inherit", shell }).status !== 0) {
    process.exit(1);
  }
}

function versions(): string {
  const own = JSON.parse(readFileSync(join(here, "package.json"), "utf8")).dependencies as Record<string, string>;
  const root = JSON.parse(readFileSync(join(here, "../../node_modules/openapi-fetch/package.json"), "utf8"));
  const peers = Object.entries({ "openapi-fetch": root.version as string, ...own });
  return peers.map(([name, version]) => `${name} ${version}`).join(", ");
}

install();
compile();
const day = new Date().toISOString().slice(0, 10);
const results = [
  "# Results of the bench",
  "",
  `Written by \`npm run bench\` on ${day}: Node ${process.versions.node}, ${platform()} ${arch()}, ${availableParallelism()} cores.`,
  `Beside: ${versions()}.`,
  "",
  "To repeat it: `npm ci && npm run bench`. Compare ratios, not microseconds, and run it on an idle machine.",
  "",
  await overhead(),
].join("\n");
writeFileSync(join(here, "RESULTS.md"), results);
process.stdout.write(results);
