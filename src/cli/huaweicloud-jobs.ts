#!/usr/bin/env node
import { createRequire } from "node:module";
import { addAbortSignal } from "node:stream";
import { systemClock } from "../clock.ts";
import { type Input, Interrupted, OutputClosed } from "./io.ts";
import { runCli } from "./main.ts";

const { version } = createRequire(import.meta.url)("../../package.json") as { readonly version: string };

const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) {
  process.once(name, () => stop.abort(new Interrupted(name)));
}
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    stop.abort(error.code === "EPIPE" ? new OutputClosed("Nobody reads the output any more.") : error);
  });
}

/** Not touched unless it is read, so that it does not keep the process alive. */
const stdin: Input = {
  get isTTY() {
    return process.stdin.isTTY;
  },
  [Symbol.asyncIterator]: () => addAbortSignal(stop.signal, process.stdin)[Symbol.asyncIterator](),
};

process.exitCode = await runCli(process.argv.slice(2), {
  stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  signal: stop.signal,
  clock: systemClock,
  version,
});
