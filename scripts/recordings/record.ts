import { fileURLToPath } from "node:url";
import { spawn } from "@lydell/node-pty";

/** A session on a terminal in asciinema's format, version 2: a header, then the output with its times in seconds. */
export type Recording = readonly [
  { readonly version: 2; readonly width: number; readonly height: number },
  ...(readonly [seconds: number, kind: "o", output: string])[],
];

const command = fileURLToPath(new URL("../../src/cli/huaweicloud-jobs.ts", import.meta.url));

const WIDTH = 96;

/** How long the last screen stays, in seconds. */
const END = 6;

/** Runs the command with some arguments on a pseudo terminal. */
export async function record(argv: readonly string[], height: number, env: Record<string, string>): Promise<Recording> {
  const began = Date.now();
  const seconds = () => (Date.now() - began) / 1_000;
  const events: [number, "o", string][] = [[0, "o", `$ ${typed(argv)}\r\n`]];
  const pty = spawn(process.execPath, ["--import", "tsx", command, ...argv], {
    cols: WIDTH,
    rows: height,
    // A terminal with colours and without a title.
    name: "vt220",
    env: { PATH: process.env["PATH"] ?? "", LANG: "C.UTF-8", ...env },
  });
  pty.onData((output) => events.push([seconds(), "o", output]));
  await new Promise((resolve) => pty.onExit(resolve));
  events.push([seconds(), "o", "$ "], [seconds() + END, "o", ""]);
  return [{ version: 2, width: WIDTH, height }, ...events];
}

/** The command line as a person types it, in two lines if one is too short. */
function typed(argv: readonly string[]): string {
  const words = ["npx", "huaweicloud-jobs", ...argv];
  const line = words.join(" ");
  const half = Math.ceil(words.length / 2) + 1;
  return line.length < WIDTH - 2 ? line : `${words.slice(0, half).join(" ")} \\\r\n    ${words.slice(half).join(" ")}`;
}
