#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { addAbortSignal } from "node:stream";
import { systemClock } from "../util/clock.ts";
import type { Files } from "./files.ts";
import type { Input } from "./io.ts";
import { runCli } from "./main.ts";
import { stopSignal, watchTerminal } from "./signals.ts";

const { version } = createRequire(import.meta.url)("../../package.json") as { readonly version: string };

const signal = stopSignal();

/** Accesses `process.stdin` only when it is read; an open one would keep the process alive. */
const stdin: Input = {
  get isTTY() {
    return process.stdin.isTTY;
  },
  [Symbol.asyncIterator]: () => addAbortSignal(signal, process.stdin)[Symbol.asyncIterator](),
};

/** A path without files if the directory was deleted, or the user has no home. */
function directory(get: () => string): string {
  try {
    return get();
  } catch {
    return "/nonexistent";
  }
}

const files: Files = {
  home: directory(homedir),
  cwd: directory(process.cwd),
  read(path) {
    try {
      return readFileSync(path, "utf8");
    } catch (error) {
      if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) {
        return undefined;
      }
      throw error;
    }
  },
};

const exitCode = await runCli(process.argv.slice(2), {
  stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  files,
  signal,
  watchTerminal,
  clock: systemClock,
  version,
});

/** When told to stop, output that nobody reads is given up after this time, in milliseconds. */
const LONGEST_WRITE = 1_000;

const stopped = new Promise((resolve) => {
  const stop = (): void => void setTimeout(resolve, LONGEST_WRITE);
  signal.aborted ? stop() : signal.addEventListener("abort", stop);
});
const written = [process.stdout, process.stderr].map((stream) => new Promise((resolve) => stream.write("", resolve)));
await Promise.race([Promise.all(written), stopped]);
// A connection that a proxy or server leaves hanging would keep the process alive.
process.exit(exitCode);
