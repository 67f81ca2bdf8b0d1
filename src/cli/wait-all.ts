import type { AnyJob } from "../job.ts";
import { JobFailedError } from "../services/job-errors.ts";
import { exitReasonOf } from "./exit-code.ts";
import type { Outcome, Ref } from "./outcome.ts";
import type { Row } from "./row.ts";
import type { Rows } from "./rows.ts";
import type { View } from "./view.ts";

interface WaitAllOptions {
  readonly wait: (ref: Ref, options: { signal: AbortSignal; onUpdate(job: AnyJob): void }) => Promise<AnyJob>;
  readonly view: View;
  /** Whether the first failure ends the other waits. */
  readonly failFast: boolean;
  readonly signal: AbortSignal;
  readonly now: () => number;
}

/**
 * Waits for the jobs of all rows, until each has finished, or until the first failure (`failFast`) or the signal.
 * Returns the failure that ended the other waits.
 */
export async function waitForAll(
  rows: Rows,
  { wait, view, failFast, signal, now }: WaitAllOptions,
): Promise<Row | undefined> {
  let failedFirst: Row | undefined;
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);

  const waitFor = async (ref: Ref): Promise<void> => {
    const onUpdate = (job: AnyJob) => view.update(rows.update(ref, { job }));
    const end = await endOf(wait(ref, { signal: either, onUpdate }), either);
    if (end === undefined) {
      return;
    }
    const row = rows.update(ref, { ...end, ended: now() });
    view.outcome(row);
    if (failFast && isFailure(row)) {
      failedFirst ??= row;
      failed.abort();
    }
  };

  await Promise.all(rows.all.map(({ ref }) => waitFor(ref)));
  return failedFirst;
}

/** How a wait ended; `undefined` if the signal ended it. */
async function endOf(waiting: Promise<AnyJob>, signal: AbortSignal): Promise<Omit<Outcome, "ref"> | undefined> {
  try {
    return { job: await waiting };
  } catch (error) {
    if (signal.aborted && error === signal.reason) {
      return undefined;
    }
    return error instanceof JobFailedError ? { job: error.job } : { error: error as Error };
  }
}

/** A timeout is not a failure: it comes for all jobs at the same time. */
function isFailure(outcome: Outcome): boolean {
  return !["succeeded", "timedOut"].includes(exitReasonOf(outcome));
}
