import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../..", import.meta.url));

/** Runs a command in the repository; whatever its exit code, it is the caller who knows what that means. */
export function run(command: string, args: readonly string[]): { readonly status: number; readonly output: string } {
  const { status, stdout, error } = spawnSync(command, args, {
    cwd: repository,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    stdio: ["ignore", "pipe", "inherit"],
    shell: process.platform === "win32",
  });
  if (error !== undefined || status === null) {
    throw error ?? new Error(`${command} was ended.`);
  }
  return { status, output: stdout.trim() };
}
