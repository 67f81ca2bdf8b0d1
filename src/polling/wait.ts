import { asError } from "../errors/network-cause.ts";
import { type AnyJob, isTerminal } from "../job.ts";
import { JobFailedError, WaitTimeoutError } from "../services/job-errors.ts";
import { onAbort } from "../util/abort.ts";
import { invalidOption } from "../util/validate.ts";
import { type Decision, decide, initialState, type PollResult } from "./decide.ts";
import { type ResolvedWaitOptions, resolveWaitOptions } from "./options.ts";
import { createScheduler, type JobRequest, type PollerContext, type Scheduler, type Subscriber } from "./poller.ts";
import { ageOf, nextDelay } from "./schedule.ts";
import { type JobUpdates, watch } from "./watch.ts";

/** How one of many waits ended: with a job, failed ones included, or with the error that kept it from ending. */
export type OutcomeOf<R, J> =
  | { readonly ref: R; readonly job: J; readonly error?: undefined }
  | { readonly ref: R; readonly error: Error; readonly job?: undefined };

/** The three ways to wait. */
export interface Waiting {
  wait(ref: unknown, options: unknown): Promise<AnyJob>;
  watch(ref: unknown, options: unknown): JobUpdates<AnyJob>;
  waitAll(refs: unknown, options: unknown): Promise<OutcomeOf<unknown, AnyJob>[]>;
}

/**
 * Builds the ways to wait on a way to look.
 *
 * @param targetOf - checks a reference; throws `ConfigurationError` when it is none
 */
export function createWaiting(targetOf: (ref: unknown) => JobRequest, surroundings: PollerContext): Waiting {
  const scheduler = createScheduler(surroundings);

  return {
    async wait(ref, options) {
      const job = await waitForJob(targetOf(ref), resolveWaitOptions(options), scheduler, surroundings);
      if (job.state === "failed") {
        throw new JobFailedError(job);
      }
      return job;
    },

    watch(ref, options) {
      const plan = resolveWaitOptions(options);
      const target = targetOf(ref);
      return watch(
        (signal, onUpdate) => waitForJob(target, { ...plan, signal, onUpdate }, scheduler, surroundings),
        plan.signal,
      );
    },

    async waitAll(refs, options) {
      if (!Array.isArray(refs)) {
        throw invalidOption("refs", "an array of job references", refs);
      }
      const plan = resolveWaitOptions(options);
      plan.signal?.throwIfAborted();
      const outcomeOf = async (ref: unknown): Promise<OutcomeOf<unknown, AnyJob>> => {
        try {
          return { ref, job: await waitForJob(targetOf(ref), plan, scheduler, surroundings) };
        } catch (error) {
          plan.signal?.throwIfAborted();
          return { ref, error: asError(error) };
        }
      };
      return Promise.all(Array.from(refs, outcomeOf));
    },
  };
}

/**
 * One wait: follows a job until it is over, and resolves with it, well ended or not. However it ends, no alarm and no
 * listener stays behind.
 *
 * Rejects with `WaitTimeoutError`, with the signal's reason, with what `onUpdate` threw, or with the error of a poll
 * that will not get better by asking again.
 */
function waitForJob(
  target: JobRequest,
  plan: ResolvedWaitOptions,
  scheduler: Scheduler,
  { alarms, clock }: PollerContext,
): Promise<AnyJob> {
  const { timeout, interval, notFoundGrace, failOnUnknown, signal } = plan;
  const began = { at: alarms.now(), time: clock.now() };
  const deadline = began.at + timeout;
  let state = initialState;

  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const follower: Subscriber & { dueAt: number | undefined } = {
      dueAt: began.at,
      until: deadline,
      floor: interval.min,
      onResult,
    };
    let isOver = false;
    const release = onAbort(signal, () => fail(signal?.reason));
    const cancelDeadline = Number.isFinite(timeout) ? alarms.schedule(deadline, expire) : () => {};
    const poller = scheduler.join(target, follower);

    function finish(): void {
      isOver = true;
      release();
      cancelDeadline();
      poller.unsubscribe(follower);
    }

    function fail(error: unknown): void {
      finish();
      reject(error);
    }

    function expire(): void {
      fail(new WaitTimeoutError(target.ref, timeout, state.last, state.lastError));
    }

    function onResult(seen: PollResult): void {
      if (follower.dueAt === undefined) {
        // Others had the job polled while the listener is busy with the poll before.
        return;
      }
      const isInGrace = alarms.now() - began.at < notFoundGrace;
      const verdict = decide(state, seen, { isInGrace, failOnUnknown });
      state = verdict.state;
      const { change } = verdict;
      if (change === undefined) {
        conclude(verdict, seen);
        return;
      }
      if (isTerminal(change)) {
        // The job made it in time, however long its listener takes.
        cancelDeadline();
      }
      follower.dueAt = undefined;
      new Promise((told) => told(plan.onUpdate(change))).then(() => conclude(verdict, seen), fail);
    }

    function conclude({ end }: Decision, { retryAfter }: PollResult): void {
      if (isOver) {
        return;
      }
      if (end === undefined) {
        const now = alarms.now();
        const { last, failures } = state;
        // A clock that was set back knows of no age.
        const age = Math.max(ageOf(last, began.time, clock.now()), now - began.at);
        const remaining = deadline - now;
        follower.dueAt =
          now + nextDelay({ interval, age, remaining, retryAfter: retryAfter, failures, progress: last?.progress });
        poller.reschedule(follower);
      } else {
        finish();
        "job" in end ? resolve(end.job) : reject(end.error);
      }
    }
  });
}
