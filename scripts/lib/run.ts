import { execFile } from "node:child_process";

/** In milliseconds. */
const DEADLINE = 600_000;

/** Runs a program to its end; rejects with what it wrote if it fails, or does not end. */
export function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const shell = process.platform === "win32" && program !== process.execPath;
    const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 2 ** 26, timeout: DEADLINE, shell };
    execFile(program, args, options, (error, stdout, stderr) => {
      const output = `${stdout}${stderr}`.trim();
      return error === null ? resolve(output) : reject(new Error(output.slice(-2_000) || error.message));
    });
  });
}
