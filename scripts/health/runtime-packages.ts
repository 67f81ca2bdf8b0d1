import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository, run } from "./run.ts";

/** A package whose code reaches users. */
export interface RuntimePackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly where: "installed" | "in the command";
}

interface Lock {
  readonly packages: Readonly<Record<string, { version: string; license?: string; dev?: boolean }>>;
}

/** What is installed beside the package, and what its command has within itself. */
export function runtimePackages(): RuntimePackage[] {
  if (run("npm", ["run", "build"]).status !== 0) {
    throw new Error("The package cannot be built.");
  }
  const read = (path: string): string => readFileSync(join(repository, path), "utf8");
  return [
    ...installedPackages(JSON.parse(read("package-lock.json"))),
    ...bundledPackages(read("dist/cli/THIRD-PARTY-NOTICES.txt")),
  ];
}

/** What a lock file installs for users. */
export function installedPackages({ packages }: Lock): RuntimePackage[] {
  return Object.entries(packages)
    .filter(([path, { dev }]) => path !== "" && !dev)
    .map(([path, { version, license = "none" }]) => {
      return { name: nameOf(path), version, licence: license, where: "installed" };
    });
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

/** The packages that a third-party notice names, each in the first line of its section. */
export function bundledPackages(notice: string): RuntimePackage[] {
  const sections = notice.split(/^-{80}$/m).slice(1);
  return sections.map((section) => {
    const [, name, version, licence] = /^\s*(\S+) (\S+) \(([^)]*)\)$/m.exec(section) ?? [];
    if (name === undefined || version === undefined || licence === undefined) {
      throw new Error(`The third-party notice names no package here: ${section.trim().split("\n")[0]}`);
    }
    return { name, version, licence, where: "in the command" };
  });
}
