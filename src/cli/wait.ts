import { DEFAULT_TIMEOUT } from "../polling/options.ts";
import { formatDuration } from "./duration.ts";
import type { ExitReason } from "./exit-code.ts";
import { liveView } from "./live-view.ts";
import { type Format, formatOf, type WaitFlags } from "./options.ts";
import { pollErrorOf, reportPollErrors } from "./poll-errors.ts";
import { isUnfinished, resumeCommands, whyUnfinished } from "./resume.ts";
import { countByState } from "./row.ts";
import { Rows } from "./rows.ts";
import { conclude, connect, type Session } from "./session.ts";
import { isLiveTerminal } from "./style.ts";
import { documentView, idsView, jsonView, plainView, silentView, type View } from "./view.ts";
import { waitForAll } from "./wait-all.ts";

const BELL = "\u0007";

/** How long a job that has just been started may not be found yet, in milliseconds: some polls at the usual pause. */
const NEW_JOB_GRACE = 30_000;

/** `wait`: waits for all jobs at once, and shows each change. */
export async function wait(session: Session, args: readonly string[], flags: WaitFlags): Promise<ExitReason> {
  const { io, say } = session;
  const now = () => io.clock.now();
  const timeout = flags.timeout ?? { value: DEFAULT_TIMEOUT, text: formatDuration(DEFAULT_TIMEOUT) };
  const { refs, isNew, client, projectId, source } = await connect(session, args, flags, (event) => {
    if (event.type === "schedule") {
      rows.update(event, { nextPollAt: event.at + event.delay });
    }
    if (event.type === "poll" && pollErrorOf(event) !== rows.get(event).pollError) {
      view.poll?.(rows.update(event, { pollError: pollErrorOf(event) }));
    }
  });
  const rows = new Rows(refs, now());
  const format = formatOf(flags);
  const isLive = format === "table" && isLiveTerminal(io.stdout, io.env);
  const view = isLive ? liveView(io, rows, session.sanitize) : quietView(session, format, rows);

  const failedFirst = await waitForAll(rows, {
    wait(ref, options) {
      return client.wait(ref, {
        ...options,
        timeout: timeout.value,
        interval: flags.interval?.value,
        typicalDuration: flags.typical?.value,
        notFoundGrace: flags.notFoundGrace?.value ?? (isNew(ref) ? NEW_JOB_GRACE : 0),
      });
    },
    view,
    failFast: flags.failFast === true,
    signal: io.signal,
    now,
  });
  const isStopped = io.signal.aborted;
  view.close(isStopped ? "stopped" : "done");
  if (flags.bell && !isStopped) {
    [io.stdout, io.stderr].find(({ isTTY }) => isTTY)?.write(BELL);
  }
  if (!isLive && !isStopped && refs.length > 1) {
    say(countByState(rows.all));
  }
  const unfinished = rows.all.filter(isUnfinished);
  const why = whyUnfinished(unfinished, failedFirst, timeout.text, io);
  if (why !== undefined) {
    const refs = unfinished.map(({ ref }) => ref);
    const commands = resumeCommands(refs, flags, projectId, io.env).map((command) => `  ${command}`);
    say([`${why} To wait for them again:`, ...commands].join("\n"));
  }
  io.signal.throwIfAborted();
  return conclude(session, flags, rows.ended, source);
}

/** For pipes and logs. */
function quietView({ io, sanitize, say }: Session, format: Format, rows: Rows): View {
  const { stdout } = io;
  const views: Readonly<Record<Format, () => View>> = {
    table: () => plainView(io, rows, sanitize),
    json: () => documentView(stdout, rows),
    jsonl: () => jsonView(stdout),
    ids: () => idsView(stdout),
    nothing: () => silentView,
  };
  return reportPollErrors(views[format](), say, rows, io);
}
