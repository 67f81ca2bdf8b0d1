import { execFile } from "node:child_process";

/** Runs a program to its end; rejects with what it wrote if it fails. */
export function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 2 ** 26, shell: process.platform === "win32" };
    execFile(program, args, options, (error, stdout, stderr) => {
      const output = `${stdout}${stderr}`.trim();
      return error === null ? resolve(output) : reject(new Error(output.slice(-2_000) || error.message));
    });
  });
}
