import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Main } from "../../scripts/lib/io.ts";

/** The exit code and the output of a command. */
export interface Run {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in this process. */
export async function runMain(main: Main, argv: readonly string[], cwd = process.cwd()): Promise<Run> {
  const written = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof written) => ({
    write(text: string) {
      written[name] += text;
    },
  });
  const exit = await main(argv, { stdout: stream("stdout"), stderr: stream("stderr"), cwd });
  return { exit, ...written };
}

/** Runs a script of the repository as npm does: by tsx, in a process of its own. */
export function runScript(script: string, argv: readonly string[], cwd?: string): Promise<Run> {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  const path = fileURLToPath(new URL(`../../${script}`, import.meta.url));
  const env = { ...process.env, NODE_OPTIONS: "" };
  return new Promise((resolve) => {
    execFile(process.execPath, ["--import", tsx, path, ...argv], { cwd, env }, (error, stdout, stderr) =>
      resolve({ exit: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}
