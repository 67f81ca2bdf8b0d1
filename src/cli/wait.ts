import { JobFailedError } from "../errors/job-errors.ts";
import type { JobsEvent } from "../events.ts";
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
import { tellingTrouble } from "./trouble.ts";
import type { View } from "./view.ts";

/** `wait`: follows all jobs at once until each is over, telling every change. */
export async function wait(session: Session, given: readonly string[], flags: WaitFlags): Promise<Ending> {
  const { signal, stderr } = session.io;
  const onEvent = (event: JobsEvent) => {
    if (event.type === "poll") {
      view.poll(event, event.error);
    }
  };
  const { refs, client, projectId, source } = await connect(session, given, flags, onEvent);
  const view = chooseView(session, flags, refs);
  const open = new Set(refs);
  const seen = new Set<Ref>();
  const goOn = (left: readonly Ref[], how: string) => (left.every((ref) => seen.has(ref)) ? how : "");
  const sayHow = (why: string, left: readonly Ref[]) =>
    session.say([why, ...resumeCommands(left, flags, projectId).map((command) => `  ${command}`)].join("\n"));

  const follow = async (ref: Ref): Promise<Outcome> => {
    const onUpdate = (job: AnyJob) => {
      seen.add(ref);
      view.update(ref, job);
    };
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
      const left = [...open];
      const how = goOn(left, " The jobs go on without this command.");
      sayHow(`${start}Interrupted.${how} To wait for them again:`, left);
    }
    throw error;
  }
  view.close("done");
  for (const { error } of outcomes) {
    sayTrace(session, error);
  }
  const late = outcomes.filter((outcome) => endingOf(outcome) === "timedOut").map(({ ref }) => ref);
  if (late.length > 0) {
    const time = flags.timeoutText ?? formatDuration(flags.timeout);
    sayHow(`The time is up (${time})${goOn(late, ", but the jobs go on")}. To wait for them again:`, late);
  }
  advise(session, outcomes, source);
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

function chooseView({ io, secrets, clean, say }: Session, { json }: WaitFlags, refs: readonly Ref[]): View {
  if (!json && isScreen(io.stdout, io.env)) {
    return liveView(io, refs, clean);
  }
  return tellingTrouble(json ? jsonView(io.stdout, secrets) : plainView(io, refs, clean), say, () => io.clock.now());
}
