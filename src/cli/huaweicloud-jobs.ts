#!/usr/bin/env node
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { createRequire } from "node:module";
import { devNull, homedir } from "node:os";
import { addAbortSignal } from "node:stream";
import { systemClock } from "../util/clock.ts";
import { type Files, NotAFile } from "./files.ts";
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

/** In bytes; more than any file may have that the command reads. */
const MAX_FILE_SIZE = 2 * 2 ** 20;

/** Reads a regular file. Others may never end, or never begin. */
function readRegular(path: string): string {
  // Without O_NONBLOCK, opening a pipe waits for its writer.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    if (!fstatSync(file).isFile()) {
      throw new NotAFile();
    }
    const bytes = Buffer.alloc(MAX_FILE_SIZE);
    let size = 0;
    for (let read = 1; read > 0; size += read) {
      read = readSync(file, bytes, size, MAX_FILE_SIZE - size, null);
    }
    return bytes.toString("utf8", 0, size);
  } finally {
    closeSync(file);
  }
}

const files: Files = {
  home: directory(homedir),
  cwd: directory(process.cwd),
  read(path) {
    try {
      return path === devNull ? "" : readRegular(path);
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
