#!/usr/bin/env node
import { createRequire } from "node:module";
import { addAbortSignal } from "node:stream";
import { systemClock } from "../clock.ts";
import type { Input } from "./io.ts";
import { runCli } from "./main.ts";
import { stopSignal } from "./stopping.ts";

const { version } = createRequire(import.meta.url)("../../package.json") as { readonly version: string };

const signal = stopSignal();

/** Not touched unless it is read, so that it does not keep the process alive. */
const stdin: Input = {
  get isTTY() {
    return process.stdin.isTTY;
  },
  [Symbol.asyncIterator]: () => addAbortSignal(signal, process.stdin)[Symbol.asyncIterator](),
};

process.exitCode = await runCli(process.argv.slice(2), {
  stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  signal,
  clock: systemClock,
  version,
});
