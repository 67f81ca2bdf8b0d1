import { Interrupted, type Io } from "./io.ts";
import { nameOf } from "./outcome.ts";
import { isOpen, type Row, stateLabelOf } from "./row.ts";

/** Whether the wait for a job ended before the job did. */
export function isUnfinished(row: Row): boolean {
  return isOpen(row) || stateLabelOf(row) === "timed out";
}

/**
 * Why the command stopped waiting for jobs, in a sentence or two; `undefined` if there are none, or if nobody reads it.
 *
 * @param failedFirst - the failure that ended the other waits
 * @param timeout - the time limit, as people write it
 */
export function whyUnfinished(
  unfinished: readonly Row[],
  failedFirst: Row | undefined,
  timeout: string,
  { signal, stderr }: Pick<Io, "signal" | "stderr">,
): string | undefined {
  if (unfinished.length === 0) {
    return undefined;
  }
  // A job that no poll has found may not exist.
  const goOn = unfinished.every(({ job }) => job !== undefined);
  if (signal.aborted) {
    // A terminal has just written ^C.
    const start = stderr.isTTY ? "\n" : "";
    const rest = goOn ? " The jobs go on without this command." : "";
    return signal.reason instanceof Interrupted ? `${start}Interrupted.${rest}` : undefined;
  }
  if (failedFirst !== undefined) {
    const name = nameOf(failedFirst.ref);
    const others = unfinished.length === 1 ? "The other job goes" : `The ${unfinished.length} other jobs go`;
    return `Stopped at ${name} (${stateLabelOf(failedFirst)}; --fail-fast).${goOn ? ` ${others} on in the cloud.` : ""}`;
  }
  return `The time is up (${timeout})${goOn ? ", but the jobs go on" : ""}.`;
}
