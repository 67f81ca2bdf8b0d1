import { CommanderError } from "commander";
import { ConfigurationError, isJobsError } from "../errors/base.ts";
import type { ServiceTable } from "../services/definition.ts";
import { services } from "../services/index.ts";
import { type Ending, endingOfError, exitCodes } from "./exit-code.ts";
import { Interrupted, type Io, OutputLost } from "./io.ts";
import { makeProgram } from "./program.ts";
import { openSession, type Session, sayTrace } from "./session.ts";

/** Runs the command with its arguments, and resolves with the exit code. It never rejects. */
export type Cli = (argv: readonly string[], io: Io) => Promise<number>;

/** Makes the command line for a table of services. */
export function makeCli(table: ServiceTable): Cli {
  return async (argv, io) => {
    let session: Session | undefined;
    let ending: Ending = "succeeded";
    try {
      session = openSession(table, argv, io);
      const program = makeProgram(session, (reached) => {
        ending = reached;
      });
      await program.parseAsync([...argv], { from: "user" });
    } catch (error) {
      ending = session === undefined ? unreadable(io) : explain(session, error);
    }
    return exitCodes[ending][0];
  };
}

export const runCli: Cli = makeCli(services);

/** Without a session it is not known what must not be shown. */
function unreadable({ stderr }: Io): Ending {
  stderr.write("error: The arguments or the environment cannot be read.\n");
  return "usage";
}

/** Says what went wrong, in words; where it came from only with `--debug`. */
function explain(session: Session, error: unknown): Ending {
  if (error instanceof CommanderError) {
    // It has been told already. Asking for help or the version is no mistake.
    return error.exitCode === 0 ? "succeeded" : "usage";
  }
  const { reason } = session.io.signal;
  if (reason instanceof OutputLost) {
    return reason.ending;
  }
  if (reason instanceof Interrupted) {
    return "interrupted";
  }
  if (error instanceof ConfigurationError) {
    session.say(`error: ${error.message}`);
  } else {
    const message = error instanceof Error ? error.message : String(error);
    const advice = session.debug || isJobsError(error) ? "" : " (--debug shows where it comes from)";
    session.say(`error: ${message}${advice}`);
  }
  sayTrace(session, error);
  return endingOfError(error);
}
