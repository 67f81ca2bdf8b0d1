import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Manifest {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** The `package.json` in a folder; an empty one where there is none. */
export function manifestOf(folder: string): Manifest {
  const file = join(folder, "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}

/** Installs what a folder of scripts needs beside the repository's own tools, unless it is there already. */
export function installTools(folder: string): void {
  const { dependencies, devDependencies, optionalDependencies } = manifestOf(folder);
  const wanted = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
  const isThere = ([name, pinned]: readonly [string, string]): boolean =>
    pinned.split("@").at(-1) === manifestOf(join(folder, "node_modules", name)).version;
  if (!wanted.every(isThere)) {
    npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder);
  }
}

/** Runs npm; the process ends where it fails. */
function npm(args: readonly string[], cwd: string): void {
  run("npm", args, { cwd, shell: process.platform === "win32" });
}

/** Runs a program that must not fail; the process ends where it does. What it prints goes to standard error. */
export function run(command: string, args: readonly string[], options: { cwd?: string; shell?: boolean } = {}): void {
  if (spawnSync(command, args, { stdio: ["ignore", 2, 2], ...options }).status !== 0) {
    process.exit(1);
  }
}
