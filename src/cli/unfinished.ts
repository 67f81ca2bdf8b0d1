import { Interrupted, type Io } from "./io.ts";
import { nameOf, type Outcome } from "./outcome.ts";
import { isOpen, type Row, stateWords } from "./row.ts";
import type { Followed } from "./wait-all.ts";

/** The jobs that were not waited for to their end, though they may come to one. */
export function leftOf({ rows }: Followed): readonly Row[] {
  return rows.filter((row) => isOpen(row) || stateWords(row) === "timed out");
}

/**
 * Why jobs are left, in a sentence or two; nothing when that is known or nobody reads it.
 *
 * @param first - the failure that ended the other waits
 * @param time - how long the command was to wait
 */
export function whyLeft(
  left: readonly Row[],
  first: Outcome | undefined,
  time: string,
  { signal, stderr }: Pick<Io, "signal" | "stderr">,
) {
  // Of a job that was never seen it is not known.
  const goOn = left.every(({ job }) => job !== undefined);
  if (left.length === 0) {
    return undefined;
  }
  if (signal.aborted) {
    // A terminal has just written ^C.
    const start = stderr.isTTY ? "\n" : "";
    const rest = goOn ? " The jobs go on without this command." : "";
    return signal.reason instanceof Interrupted ? `${start}Interrupted.${rest}` : undefined;
  }
  if (first !== undefined) {
    const others = left.length === 1 ? "The other job goes" : `The ${left.length} other jobs go`;
    return `Stopped at ${nameOf(first.ref)} (${stateWords(first)}; --fail-fast).${goOn ? ` ${others} on in the cloud.` : ""}`;
  }
  return `The time is up (${time})${goOn ? ", but the jobs go on" : ""}.`;
}
