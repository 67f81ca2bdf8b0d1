import { spawnSync } from "node:child_process";

/** Whether a program is installed. In CI it has to be. */
export function isInstalled(program: string): boolean {
  const isThere = spawnSync(program, ["--version"]).error === undefined;
  if (!isThere && process.env["CI"]) {
    throw new Error(`${program} is not installed.`);
  }
  return isThere;
}
