import type { AnyJob } from "../job.ts";
import { JobFailedError } from "../services/job-errors.ts";
import { endingOf } from "./exit-code.ts";
import type { Outcome, Ref } from "./outcome.ts";
import type { Row } from "./row.ts";
import type { View } from "./view.ts";

/** How jobs are waited for. */
interface Plan {
  readonly wait: (ref: Ref, options: { signal: AbortSignal; onUpdate(job: AnyJob): void }) => Promise<AnyJob>;
  /** Told of all that happens. */
  readonly view: View;
  /** Whether the first failure ends the other waits. */
  readonly failFast: boolean;
  readonly signal: AbortSignal;
}

/** How far the waits have come. */
export interface Followed {
  /** All jobs in their order, as last seen. */
  readonly rows: readonly Row[];
  /** Those of the waits that came to their own end, in the same order. */
  readonly outcomes: readonly Outcome[];
  /** The failure that ended the others. */
  readonly first: Outcome | undefined;
}

/** Waits for all jobs at once, until each is over, the first failure where that is asked for, or the signal. */
export async function followAll(refs: readonly Ref[], { wait, view, failFast, signal }: Plan): Promise<Followed> {
  const seen = new Map<Ref, AnyJob>();
  const over = new Map<Ref, Outcome>();
  let first: Outcome | undefined;
  const enough = new AbortController();
  const either = AbortSignal.any([signal, enough.signal]);

  const follow = async (ref: Ref): Promise<void> => {
    const onUpdate = (job: AnyJob) => {
      seen.set(ref, job);
      view.update(ref, job);
    };
    const outcome = await outcomeOf(ref, wait(ref, { signal: either, onUpdate }), either);
    if (outcome === undefined) {
      return;
    }
    over.set(ref, outcome);
    view.outcome(outcome);
    if (failFast && isFailure(outcome)) {
      first ??= outcome;
      enough.abort();
    }
  };

  await Promise.all(refs.map(follow));
  return {
    rows: refs.map((ref) => ({ ref, job: seen.get(ref), ...over.get(ref) })),
    outcomes: refs.flatMap((ref) => over.get(ref) ?? []),
    first,
  };
}

/** How a wait ended, for better or worse; `undefined` when the signal ended it. */
async function outcomeOf(ref: Ref, waiting: Promise<AnyJob>, signal: AbortSignal): Promise<Outcome | undefined> {
  try {
    return { ref, job: await waiting };
  } catch (error) {
    if (signal.aborted && error === signal.reason) {
      return undefined;
    }
    return error instanceof JobFailedError ? { ref, job: error.job } : { ref, error: error as Error };
  }
}

/** When the time is up for one job, it is up for all. */
function isFailure(outcome: Outcome): boolean {
  return !["succeeded", "timedOut"].includes(endingOf(outcome));
}
