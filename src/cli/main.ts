import { CommanderError } from "commander";
import { isJobsError } from "../errors/base.ts";
import { type ExitReason, exitCodes, exitReasonOfError } from "./exit-code.ts";
import { Interrupted, type Io, OutputLost } from "./io.ts";
import { summaryOf } from "./outcome.ts";
import { makeProgram } from "./program.ts";
import { readServices } from "./services.ts";
import { createReporter, type Reporter, sayTrace } from "./session.ts";

/** Runs the command with its arguments. Resolves with the exit code, and never rejects. */
export async function runCli(argv: readonly string[], io: Io): Promise<number> {
  let reporter: Reporter | undefined;
  let exitReason: ExitReason = "succeeded";
  try {
    reporter = createReporter(argv, io);
    const program = makeProgram({ ...reporter, ...readServices(argv, io.files) }, (reason) => {
      exitReason = reason;
    });
    await program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    exitReason = reporter === undefined ? reportUnreadable(io) : report(reporter, error);
  }
  return exitCodes[exitReason][0];
}

/** Shows no error: which texts are secrets is not known. */
function reportUnreadable({ stderr }: Io): ExitReason {
  stderr.write("error: The arguments or the environment cannot be read.\n");
  return "usage";
}

/** Reports the error that ended the command; with `--debug`, also its stack trace. */
function report(reporter: Reporter, error: unknown): ExitReason {
  if (error instanceof CommanderError) {
    // Commander has printed it. Its exit code is 0 after --help and --version.
    return error.exitCode === 0 ? "succeeded" : "usage";
  }
  const { reason } = reporter.io.signal;
  if (reason instanceof OutputLost) {
    return reason.exitReason;
  }
  if (reason instanceof Interrupted) {
    return "interrupted";
  }
  const { fail, secrets, debug, printsJson } = reporter;
  if (isJobsError(error)) {
    const { message, hint } = error;
    const summary = summaryOf(error);
    const short = hint === undefined ? summary : `${summary.replace(/\.$/, "")}. ${hint}`;
    fail(secrets.redactGiven(printsJson ? message : short));
  } else {
    const message = secrets.redact(error instanceof Error ? error.message : String(error));
    fail(`${message}${debug ? "" : " (--debug shows where it comes from)"}`);
  }
  sayTrace(reporter, error);
  return exitReasonOfError(error);
}
