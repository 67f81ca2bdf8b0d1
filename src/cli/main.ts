import { CommanderError } from "commander";
import { ConfigurationError, isJobsError } from "../errors/base.ts";
import { type ExitReason, exitCodes, exitReasonOfError } from "./exit-code.ts";
import { Interrupted, type Io, OutputLost } from "./io.ts";
import { makeProgram } from "./program.ts";
import { openSession, type Session, sayTrace } from "./session.ts";

/** Runs the command with its arguments. Resolves with the exit code, and never rejects. */
export async function runCli(argv: readonly string[], io: Io): Promise<number> {
  let session: Session | undefined;
  let exitReason: ExitReason = "succeeded";
  try {
    session = openSession(argv, io);
    const program = makeProgram(session, (reason) => {
      exitReason = reason;
    });
    await program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    exitReason = session === undefined ? reportUnreadable(io, error) : report(session, error);
  }
  return exitCodes[exitReason][0];
}

/** Shows no other error than one about the services: without a session, the secrets are not known. */
function reportUnreadable({ stderr }: Io, error: unknown): ExitReason {
  const problem =
    error instanceof ConfigurationError ? error.message : "The arguments or the environment cannot be read.";
  stderr.write(`error: ${problem}\n`);
  return "usage";
}

/** Reports the error that ended the command; with `--debug`, also its stack trace. */
function report(session: Session, error: unknown): ExitReason {
  if (error instanceof CommanderError) {
    // Commander has printed it. Its exit code is 0 after --help and --version.
    return error.exitCode === 0 ? "succeeded" : "usage";
  }
  const { reason } = session.io.signal;
  if (reason instanceof OutputLost) {
    return reason.exitReason;
  }
  if (reason instanceof Interrupted) {
    return "interrupted";
  }
  if (error instanceof ConfigurationError) {
    session.say(`error: ${error.message}`);
  } else {
    const message = error instanceof Error ? error.message : String(error);
    const hint = session.debug || isJobsError(error) ? "" : " (--debug shows where it comes from)";
    session.say(`error: ${message}${hint}`);
  }
  sayTrace(session, error);
  return exitReasonOfError(error);
}
