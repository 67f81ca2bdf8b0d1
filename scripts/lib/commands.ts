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

/** Where a command runs, and with what besides the environment of this process; in milliseconds, how long it may take. */
export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeout?: number;
}

/** Runs a command to its end. Its output is kept, or goes to the streams of this process. */
export function runCommand(
  command: Command,
  output: "kept" | "inherited",
  { env, ...options }: CommandOptions = {},
): Promise<CommandResult> {
  const [name, ...args] = command;
  const began = performance.now();
  return new Promise((resolve) => {
    const stdio = output === "kept" ? "pipe" : "inherit";
    const child = spawn(name, args, {
      ...options,
      env: { ...process.env, ...env },
      stdio: ["inherit", stdio, stdio],
      shell: process.platform === "win32",
    });
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

/** What a command wrote; rejects with the end of that if it fails, or takes longer than ten minutes. */
export async function outputOf(command: Command, options: CommandOptions): Promise<string> {
  const { succeeded, output } = await runCommand(command, "kept", { timeout: 600_000, ...options });
  if (!succeeded) {
    throw new Error(output.trim().slice(-2_000) || `${command.join(" ")} failed`);
  }
  return output.trim();
}
