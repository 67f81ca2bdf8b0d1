import type { ExitReason } from "./exit-code.ts";
import { type Format, formatOf, type JobFlags } from "./options.ts";
import { nameOf, type Outcome, outcomeJson, type Ref } from "./outcome.ts";
import { conclude, connect, type Session } from "./session.ts";
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
      return { ref, error: error as Error };
    }
  };
  const outcomes = await Promise.all(refs.map(getJob));

  const objects = outcomes.map((outcome) => outcome.job ?? outcomeJson(outcome));
  const page = { ...screenOf(io, sanitize), height: Number.POSITIVE_INFINITY };
  const texts: Readonly<Record<Format, () => string>> = {
    table: () => `${summaryLines(outcomes, page).join("\n")}\n`,
    json: () => toJsonLine(objects),
    jsonl: () => objects.map(toJsonLine).join(""),
    ids: () => outcomes.map(({ ref, job }) => (job === undefined ? "" : `${nameOf(ref)}\n`)).join(""),
    nothing: () => "",
  };
  stdout.write(texts[formatOf(flags)]());
  return conclude(session, flags, outcomes, source);
}
