import { type ExitReason, exitReasonOfAll } from "./exit-code.ts";
import { errorOf, type Outcome, outcomeJson, type Ref } from "./outcome.ts";
import { connect, type JobFlags, printHints, type Session, sayTrace } from "./session.ts";
import { screenOf } from "./style.ts";
import { summaryLines } from "./table.ts";
import { toJsonLine } from "./text.ts";

/** `get`: requests each job once, and prints a table or one JSON object per line. */
export async function get(session: Session, args: readonly string[], flags: JobFlags): Promise<ExitReason> {
  const { io, sanitize } = session;
  const { stdout, signal } = io;
  const { refs, client, source } = await connect(session, args, flags);

  const getJob = async (ref: Ref): Promise<Outcome> => {
    try {
      return { ref, job: await client.get(ref, { signal }) };
    } catch (error) {
      signal.throwIfAborted();
      sayTrace(session, error);
      return { ref, error: errorOf(ref, error as Error) };
    }
  };
  const outcomes = await Promise.all(refs.map(getJob));

  if (flags.json) {
    for (const outcome of outcomes) {
      stdout.write(toJsonLine(outcome.job ?? outcomeJson(outcome)));
    }
  } else {
    const page = { ...screenOf(io, sanitize), height: Number.POSITIVE_INFINITY };
    stdout.write(`${summaryLines(outcomes, page).join("\n")}\n`);
  }
  printHints(session, outcomes, source);
  return exitReasonOfAll(outcomes);
}
