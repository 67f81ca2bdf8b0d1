import { type Ending, endingOfAll } from "./exit-code.ts";
import { frameOf } from "./frame.ts";
import { outcomeJson } from "./json-view.ts";
import type { Outcome, Ref } from "./outcome.ts";
import { advise, connect, type JobFlags, type Session, sayTrace } from "./session.ts";
import { tableLines } from "./table.ts";
import { tally } from "./tally.ts";
import { toJsonLine } from "./text.ts";

/** `get`: looks at each job once, and shows a table or one JSON object per line. */
export async function get(session: Session, given: readonly string[], flags: JobFlags): Promise<Ending> {
  const { io, secrets, clean } = session;
  const { stdout, signal } = io;
  const { refs, client, source } = await connect(session, given, flags);

  const look = async (ref: Ref): Promise<Outcome> => {
    try {
      return { ref, job: await client.get(ref, { signal }) };
    } catch (error) {
      signal.throwIfAborted();
      sayTrace(session, error);
      return { ref, error: error as Error };
    }
  };
  const outcomes = await Promise.all(refs.map(look));

  if (flags.json) {
    for (const outcome of outcomes) {
      stdout.write(toJsonLine(outcome.job ?? outcomeJson(outcome), secrets));
    }
  } else {
    const frame = frameOf(io, clean);
    const counts = outcomes.length > 1 ? [frame.style.bold(tally(outcomes))] : [];
    stdout.write(`${[...tableLines(outcomes, frame), ...counts].join("\n")}\n`);
  }
  advise(session, outcomes, source);
  return endingOfAll(outcomes);
}
