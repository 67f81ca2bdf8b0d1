import { DEFAULT_TIMEOUT } from "../polling/options.ts";
import { formatDuration, parseDuration } from "./duration.ts";
import { type Ending, endingOfAll } from "./exit-code.ts";
import { jsonView } from "./json-view.ts";
import { liveView } from "./live-view.ts";
import type { Ref } from "./outcome.ts";
import { parseInterval } from "./parse-interval.ts";
import { plainView } from "./plain-view.ts";
import { pollErrorOf, tellingTrouble } from "./poll-errors.ts";
import { resumeCommands } from "./resume.ts";
import { advise, connect, type Session, sayTrace, type WaitFlags } from "./session.ts";
import { isScreen } from "./style.ts";
import { tally } from "./tally.ts";
import { leftOf, whyLeft } from "./unfinished.ts";
import type { View } from "./view.ts";
import { followAll } from "./wait-all.ts";

/** `wait`: follows all jobs at once until each is over, telling every change. */
export async function wait(session: Session, given: readonly string[], flags: WaitFlags): Promise<Ending> {
  const { io, say } = session;
  const timeout = flags.timeout === undefined ? DEFAULT_TIMEOUT : parseDuration("--timeout", flags.timeout);
  const interval = flags.interval === undefined ? undefined : parseInterval("--interval", flags.interval);
  const { refs, client, projectId, source } = await connect(session, given, flags, (event) => {
    if (event.type === "poll") {
      view.poll(event, pollErrorOf(event));
    }
  });
  const isLive = !flags.json && isScreen(io.stdout, io.env);
  const view = isLive ? liveView(io, refs, session.clean) : quietView(session, flags, refs);

  const followed = await followAll(refs, {
    wait: (ref, options) => client.wait(ref, { ...options, timeout, interval }),
    view,
    failFast: flags.failFast === true,
    signal: io.signal,
  });
  const isStopped = io.signal.aborted;
  view.close(isStopped ? "stopped" : "done");
  if (!isLive && !isStopped && refs.length > 1) {
    say(tally(followed.rows));
  }
  const left = leftOf(followed);
  const why = whyLeft(left, followed.first, flags.timeout ?? formatDuration(timeout), io);
  if (why !== undefined) {
    const refs = left.map(({ ref }) => ref);
    const commands = resumeCommands(refs, flags, projectId).map((command) => `  ${command}`);
    say([`${why} To wait for them again:`, ...commands].join("\n"));
  }
  io.signal.throwIfAborted();
  for (const { error } of followed.outcomes) {
    sayTrace(session, error);
  }
  advise(session, followed.outcomes, source);
  return endingOfAll(followed.outcomes);
}

/** For pipes and logs. */
function quietView({ io, secrets, clean, say }: Session, { json }: WaitFlags, refs: readonly Ref[]): View {
  return tellingTrouble(json ? jsonView(io.stdout, secrets) : plainView(io, refs, clean), say, () => io.clock.now());
}
