/** Measures the package beside its peers, prints the tables and writes them to RESULTS.md. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, availableParallelism, platform } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { crowded } from "./crowd.ts";
import { gateway } from "./gateway.ts";
import { overhead } from "./overhead.ts";
import { schedule } from "./schedule.ts";

const here = fileURLToPath(new URL(".", import.meta.url));

/** The peers, which `npm ci` of the repository leaves out. */
function install(): void {
  const { dependencies, devDependencies } = manifestOf(here);
  const wanted = Object.entries({ ...dependencies, ...devDependencies });
  if (!wanted.every(([name, version]) => manifestOf(join(here, "node_modules", name)).version === version)) {
    run("npm", ["ci", "--prefix", here, "--ignore-scripts", "--no-audit", "--no-fund"], process.platform === "win32");
  }
}

interface Manifest {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function manifestOf(folder: string): Manifest {
  const file = join(folder, "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
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
  const { version } = manifestOf(join(here, "../../node_modules/openapi-fetch"));
  const peers = Object.entries({ "openapi-fetch": version, ...manifestOf(here).dependencies });
  return peers.map(([name, pinned]) => `${name} ${pinned}`).join(", ");
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
  await schedule(),
  await gateway(),
  await crowded(),
].join("\n");
writeFileSync(join(here, "RESULTS.md"), results);
process.stdout.write(results);
