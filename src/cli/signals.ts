import { exitCodes } from "./exit-code.ts";
import { Interrupted, OutputLost, type TerminalListener } from "./io.ts";

/** A signal that aborts when this process is asked to stop, or when its output is lost. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGQUIT", "SIGTERM", "SIGHUP", "SIGBREAK"] as const) {
    process.once(name, () => controller.abort(new Interrupted(name)));
  }
  for (const stream of [process.stdout, process.stderr]) {
    stream.once("error", (error: NodeJS.ErrnoException) => {
      const exitReason = error.code === "EPIPE" ? "interrupted" : "failed";
      controller.abort(new OutputLost(exitReason));
      if (exitReason === "failed" && stream === process.stdout) {
        process.stderr.write(`error: standard output: ${error.message}\n`);
      }
      // The error may arrive after the command has ended with another exit code.
      process.once("exit", () => {
        process.exitCode ||= exitCodes[exitReason][0];
      });
    });
    // Later errors follow from the first one.
    stream.on("error", () => {});
  }
  return controller.signal;
}

/** Listens to the terminal of standard output, and to the job control of the shell. */
export function watchTerminal({ resize, suspend, resume }: TerminalListener): () => void {
  const stop = () => {
    suspend();
    process.kill(process.pid, "SIGSTOP");
  };
  process.stdout.on("resize", resize);
  process.on("SIGTSTP", stop).on("SIGCONT", resume);
  return () => {
    process.stdout.off("resize", resize);
    process.off("SIGTSTP", stop).off("SIGCONT", resume);
  };
}
