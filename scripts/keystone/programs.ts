import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { outputOf } from "../lib/commands.ts";

/** Debian's. The package `keystone`, which would start a service, is not among them. */
const packages = ["python3-keystone", "uwsgi-core", "uwsgi-plugin-python3"];

const names = ["keystone-manage", "keystone-wsgi-public", "uwsgi_python3"] as const;

/** The path of each program. */
export type Programs = Readonly<Record<(typeof names)[number], string>>;

/** Keystone's programs, which root installs if need be; otherwise a text that says why there are none. */
export async function findPrograms(): Promise<Programs | string> {
  const found = locate();
  if (typeof found !== "string") {
    return found;
  }
  if (process.getuid?.() !== 0) {
    return `${found}; root can install ${packages.join(", ")}`;
  }
  try {
    await aptGet("update");
    await aptGet("install", "-y", "--no-install-recommends", ...packages);
  } catch (error) {
    return `${found}, and apt-get cannot install ${packages.join(", ")}: ${(error as Error).message}`;
  }
  return locate();
}

const aptGet = (...args: readonly string[]) =>
  outputOf(["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", ...args], {
    env: { DEBIAN_FRONTEND: "noninteractive" },
  });

function locate(): Programs | string {
  const folders = process.env["PATH"]?.split(delimiter) ?? [];
  const paths = names.map((name) => [name, folders.map((folder) => join(folder, name)).find(isExecutable)] as const);
  const missing = paths.flatMap(([name, path]) => (path === undefined ? [name] : []));
  return missing.length > 0 ? `there is no ${missing.join(", ")}` : (Object.fromEntries(paths) as Programs);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
