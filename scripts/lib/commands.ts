import { spawn } from "node:child_process";

/** A command and its arguments, as a shell would be given them. */
export type Command = readonly [name: string, ...args: string[]];

/** A command that has ended. */
export interface CommandResult {
  readonly command: Command;
  readonly succeeded: boolean;
  /** What it wrote to either stream; empty if it wrote to those of this process. */
  readonly output: string;
  readonly seconds: number;
}

/** Runs a command to its end. Its output is kept, or goes to the streams of this process. */
export function runCommand(command: Command, output: "kept" | "inherited"): Promise<CommandResult> {
  const [name, ...args] = command;
  const began = performance.now();
  return new Promise((resolve) => {
    const stdio = output === "kept" ? "pipe" : "inherit";
    const child = spawn(name, args, { stdio: ["inherit", stdio, stdio], shell: process.platform === "win32" });
    let text = "";
    const end = (succeeded: boolean) =>
      resolve({ command, succeeded, output: text, seconds: (performance.now() - began) / 1_000 });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
    }
    child.once("error", (error) => {
      text += `${error.message}\n`;
      end(false);
    });
    child.once("close", (code) => end(code === 0));
  });
}
