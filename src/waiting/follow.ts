import { race, tie } from "../abort.ts";
import type { Clock } from "../clock.ts";
import { ApiError, NotFoundError } from "../errors/api-error.ts";
import { InvalidResponseError } from "../errors/invalid-response-error.ts";
import { WaitTimeoutError } from "../errors/job-errors.ts";
import { plain } from "../errors/plain.ts";
import type { Emit } from "../events.ts";
import { type AnyJob, isTerminal } from "../job.ts";
import type { CheckedRef } from "../services/job-ref.ts";
import { isChange } from "./change.ts";
import type { WaitPlan } from "./options.ts";
import { ageOf, nextDelay } from "./schedule.ts";
import { isPassing } from "./trouble.ts";

/** What one poll brings: the job, and how long the server asks to wait before the next one, in milliseconds. */
export interface Sight {
  readonly job: AnyJob;
  readonly hint?: number | undefined;
}

/** Where a wait takes place. */
export interface Surroundings {
  readonly clock: Clock;
  readonly emit: Emit;
}

/** One poll: one request. */
export type Look = (signal: AbortSignal) => Promise<Sight>;

/**
 * Polls a job until it is over, and resolves with it, well ended or not. However it ends, no timer and no listener
 * stays behind.
 *
 * Rejects with `WaitTimeoutError`, with the signal's reason, with what `onUpdate` threw, or with the error of a poll
 * that will not get better by asking again.
 */
export async function follow(
  look: Look,
  ref: CheckedRef,
  plan: WaitPlan,
  { clock, emit }: Surroundings,
): Promise<AnyJob> {
  const { timeout, interval, notFoundGrace, failOnUnknown } = plan;
  const began = clock.now();
  const stop = new AbortController();
  const untie = tie(plan.signal, stop);
  const over = new AbortController();
  let last: AnyJob | undefined;
  let trouble: unknown;
  let polls = 0;
  const about = { service: ref.service, id: ref.id, projectId: ref.projectId };

  const expire = () => stop.abort(new WaitTimeoutError(ref, timeout, last, trouble));

  async function tell(job: AnyJob): Promise<void> {
    if (isTerminal(job)) {
      // The job made it in time, however long its listener takes.
      over.abort();
    }
    await race(Promise.resolve(plan.onUpdate(job)), stop.signal);
  }

  async function poll(): Promise<number | undefined> {
    let sight: Sight;
    polls += 1;
    try {
      sight = await race(look(stop.signal), stop.signal);
    } catch (error) {
      stop.signal.throwIfAborted();
      emit({ type: "poll", ...about, poll: polls, error: error instanceof Error ? error.name : typeof error });
      const isNotVisibleYet =
        error instanceof NotFoundError && last === undefined && clock.now() - began < notFoundGrace;
      if (!isNotVisibleYet && !isPassing(error)) {
        throw error;
      }
      trouble = error;
      return error instanceof ApiError ? error.retryAfter : undefined;
    }
    trouble = undefined;
    const before = last;
    last = sight.job;
    emit({ type: "poll", ...about, poll: polls, state: last.state });
    if (isChange(before, last)) {
      emit({ type: "change", ...about, from: before?.state, to: last.state, status: last.status });
      await tell(last);
    }
    if (last.state === "unknown" && failOnUnknown) {
      throw new InvalidResponseError(
        `Job ${ref.service}/${ref.id} has the status "${plain(last.status, 100)}", which is not documented; whether it is over is unknown.`,
        { job: last, requestId: last.requestId },
      );
    }
    return sight.hint;
  }

  try {
    if (Number.isFinite(timeout)) {
      clock.sleep(timeout, over.signal).then(expire, () => {});
    }
    for (;;) {
      stop.signal.throwIfAborted();
      const hint = await poll();
      if (last !== undefined && isTerminal(last)) {
        return last;
      }
      const now = clock.now();
      const left = began + timeout - now;
      if (!(left > 0)) {
        // The clock has jumped past the deadline.
        expire();
      }
      const delay = nextDelay({ interval, age: ageOf(last, began, now), left, hint });
      await race(clock.sleep(delay, stop.signal), stop.signal);
    }
  } finally {
    untie();
    over.abort();
  }
}
