import { type Ending, endingOfAll } from "./exit-code.ts";
import { outcomeJson } from "./json-view.ts";
import type { Outcome, Ref } from "./outcome.ts";
import { advise, connect, findRefs, type JobFlags, type Session, sayTrace } from "./session.ts";
import { columnsOf, isScreen, styleOf } from "./style.ts";
import { tableLines } from "./table.ts";
import { toJsonLine } from "./text.ts";

/** `get`: looks at each job once, and shows a table or one JSON object per line. */
export async function get(session: Session, given: readonly string[], flags: JobFlags): Promise<Ending> {
  const { io, secrets, clean } = session;
  const { stdout, env, clock, signal } = io;
  const refs = await findRefs(session, given, flags);
  const { client } = connect(session, flags, refs);

  const look = async (ref: Ref): Promise<Outcome> => {
    try {
      return { ref, job: await client.get(ref, { signal }) };
    } catch (error) {
      signal.throwIfAborted();
      sayTrace(session, flags, error);
      return { ref, error: error as Error };
    }
  };
  const outcomes = await Promise.all(refs.map(look));

  if (flags.json) {
    for (const outcome of outcomes) {
      stdout.write(toJsonLine(outcome.job ?? outcomeJson(outcome), secrets));
    }
  } else {
    const columns = isScreen(stdout, env) ? columnsOf(stdout) : Number.POSITIVE_INFINITY;
    const lines = tableLines(outcomes, { columns, now: clock.now(), style: styleOf(stdout, env), clean });
    stdout.write(`${lines.join("\n")}\n`);
  }
  advise(session, outcomes);
  return endingOfAll(outcomes);
}
