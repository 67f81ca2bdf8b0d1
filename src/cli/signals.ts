import { exitCodes } from "./exit-code.ts";
import { Interrupted, OutputLost } from "./io.ts";

/** Aborts when this process is asked to end, and when its output is lost. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(name, () => stop.abort(new Interrupted(name)));
  }
  for (const stream of [process.stdout, process.stderr]) {
    stream.once("error", (error: NodeJS.ErrnoException) => {
      const ending = error.code === "EPIPE" ? "interrupted" : "failed";
      stop.abort(new OutputLost(ending));
      if (ending === "failed" && stream === process.stdout) {
        process.stderr.write(`error: standard output: ${error.message}\n`);
      }
      // A stream tells of an error late: the command may have come to its end, and to another exit code, already.
      process.once("exit", () => {
        process.exitCode ||= exitCodes[ending][0];
      });
    });
    // What follows the first error is its consequence.
    stream.on("error", () => {});
  }
  return stop.signal;
}
