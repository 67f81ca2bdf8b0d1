import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** The package as users install it. */
export interface InstalledPackage {
  readonly tarball: string;
  /** A project with nothing else installed. */
  readonly project: string;
  /** The folder of the package itself. */
  readonly root: string;
}

/** Builds and packs the package, and installs the tarball into an empty project outside the repository. */
export function installPackage(): InstalledPackage & { remove(): void } {
  const directory = mkdtempSync(join(tmpdir(), "package-"));
  npm(["pack", "--pack-destination", directory], repository);
  const tarball = join(directory, readdirSync(directory).find((name) => name.endsWith(".tgz")) ?? "");
  const project = join(directory, "project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
  npmInstall([tarball], project);
  return {
    tarball,
    project,
    root: join(project, "node_modules", "huaweicloud-jobs"),
    remove: () => rmSync(directory, { recursive: true }),
  };
}

/** Installs packages into a project; throws with what npm wrote if it fails. */
export function npmInstall(packages: readonly string[], project: string): void {
  npm(["install", ...packages, "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"], project);
}

function npm(args: readonly string[], cwd: string): void {
  execFileSync("npm", args, { cwd, stdio: "pipe", shell: process.platform === "win32" });
}
