import { JobFailedError } from "../errors/job-errors.ts";
import type { AnyJob } from "../job.ts";
import { formatDuration } from "./duration.ts";
import { type Ending, endingOf, endingOfAll } from "./exit-code.ts";
import { Interrupted } from "./io.ts";
import { jsonView } from "./json-view.ts";
import { liveView } from "./live-view.ts";
import type { Outcome, Ref } from "./outcome.ts";
import { plainView } from "./plain-view.ts";
import { resumeCommands } from "./resume.ts";
import { advise, connect, type Session, sayTrace, type WaitFlags } from "./session.ts";
import { isScreen } from "./style.ts";
import type { View } from "./view.ts";

/** `wait`: follows all jobs at once until each is over, telling every change. */
export async function wait(session: Session, given: readonly string[], flags: WaitFlags): Promise<Ending> {
  const { signal, stderr } = session.io;
  const { refs, client, projectId } = await connect(session, given, flags);
  const view = chooseView(session, flags, refs);
  const open = new Set(refs);
  const sayHow = (why: string, left: readonly Ref[]) =>
    session.say([why, ...resumeCommands(left, flags, projectId).map((command) => `  ${command}`)].join("\n"));

  const follow = async (ref: Ref): Promise<Outcome> => {
    const onUpdate = (job: AnyJob) => view.update(ref, job);
    const outcome = await outcomeOf(ref, client.wait(ref, { timeout: flags.timeout, signal, onUpdate }), signal);
    open.delete(ref);
    view.outcome(outcome);
    return outcome;
  };

  let outcomes: Outcome[];
  try {
    outcomes = await Promise.all(refs.map(follow));
  } catch (error) {
    view.close("stopped");
    if (signal.reason instanceof Interrupted) {
      // A terminal has just written ^C.
      const start = stderr.isTTY ? "\n" : "";
      sayHow(`${start}Interrupted. The jobs go on without this command; to wait for them again:`, [...open]);
    }
    throw error;
  }
  view.close("done");
  for (const { error } of outcomes) {
    sayTrace(session, error);
  }
  const late = outcomes.filter((outcome) => endingOf(outcome) === "timedOut").map(({ ref }) => ref);
  if (late.length > 0) {
    sayHow(
      `The time is up (${flags.timeoutText ?? formatDuration(flags.timeout)}), but the jobs go on; to wait for them again:`,
      late,
    );
  }
  advise(session, outcomes);
  return endingOfAll(outcomes);
}

/** How a wait ended, for better or worse; rejects only when the command has to stop. */
async function outcomeOf(ref: Ref, waiting: Promise<AnyJob>, signal: AbortSignal): Promise<Outcome> {
  try {
    return { ref, job: await waiting };
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof JobFailedError ? { ref, job: error.job } : { ref, error: error as Error };
  }
}

function chooseView({ io, secrets, clean }: Session, { json }: WaitFlags, refs: readonly Ref[]): View {
  if (json) {
    return jsonView(io.stdout, secrets);
  }
  return isScreen(io.stdout, io.env) ? liveView(io, refs, clean) : plainView(io, refs, clean);
}
