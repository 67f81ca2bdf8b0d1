import { asError } from "../errors/network-cause.ts";
import { type AnyJob, isTerminal } from "../job.ts";
import type { JobRef } from "../services/index.ts";
import { JobFailedError, WaitTimeoutError } from "../services/job-errors.ts";
import { onAbort } from "../util/abort.ts";
import { invalidOption } from "../util/validate.ts";
import { type Decision, decide, initialState, type PollResult } from "./decide.ts";
import { type ResolvedWaitOptions, resolveWaitOptions, typicalDurationOf } from "./options.ts";
import { createPollers, type JobRequest, type Poller, type PollerContext, type Subscriber } from "./poller.ts";
import { ageOf, nextDelay, staleAge } from "./schedule.ts";
import { type JobUpdates, watchJob } from "./watch.ts";

/** How one of many waits ended: with a job, failed ones included, or with the error that kept it from ending. */
export type WaitOutcome<J extends AnyJob> =
  | { readonly ref: JobRef<J["service"]>; readonly job: J; readonly error?: undefined }
  | { readonly ref: JobRef<J["service"]>; readonly error: Error; readonly job?: undefined };

/** The methods of a client that wait, without the types of the services. */
export interface WaitMethods {
  wait(ref: unknown, options: unknown): Promise<AnyJob>;
  watch(ref: unknown, options: unknown): JobUpdates<AnyJob>;
  waitAll(refs: unknown, options: unknown): Promise<WaitOutcome<AnyJob>[]>;
}

/** @param requestFor - checks a reference; throws `ConfigurationError` if it is not one */
export function createWaits(requestFor: (ref: unknown) => JobRequest, context: PollerContext): WaitMethods {
  const pollerOf = createPollers(context);
  const waitFor = (request: JobRequest, options: ResolvedWaitOptions): Promise<AnyJob> =>
    waitForJob(request, options, pollerOf, context);

  return {
    async wait(ref, options) {
      const job = await waitFor(requestFor(ref), resolveWaitOptions(options));
      if (job.state === "failed") {
        throw new JobFailedError(job);
      }
      return job;
    },

    watch(ref, options) {
      const resolved = resolveWaitOptions(options);
      const request = requestFor(ref);
      return watchJob((signal, onUpdate) => waitFor(request, { ...resolved, signal, onUpdate }), resolved.signal);
    },

    async waitAll(refs, options) {
      if (!Array.isArray(refs)) {
        throw invalidOption("refs", "an array of job references", refs);
      }
      const resolved = resolveWaitOptions(options);
      const { signal } = resolved;
      signal?.throwIfAborted();
      const outcomeOf = async (ref: JobRef<string>): Promise<WaitOutcome<AnyJob>> => {
        try {
          return { ref, job: await waitFor(requestFor(ref), resolved) };
        } catch (error) {
          signal?.throwIfAborted();
          return { ref, error: asError(error) };
        }
      };
      return Promise.all(Array.from(refs, outcomeOf));
    },
  };
}

/** The longest that a wait whose process was frozen goes on after its deadline, in milliseconds. */
const LONGEST_EXTENSION = 60_000;

/**
 * One wait: resolves with the finished job, succeeded or failed. However it ends, no timer and no listener stays behind.
 *
 * @throws WaitTimeoutError, the signal's reason, what a function of the options threw, or the error of a poll that another poll would not fix
 */
function waitForJob(
  request: JobRequest,
  options: ResolvedWaitOptions,
  pollerOf: (request: JobRequest) => Poller,
  { timers, clock, requestTimeout }: PollerContext,
): Promise<AnyJob> {
  const { ref, gone } = request;
  const { timeout, interval, notFoundGrace, failOnUnknown, signal, onUpdate } = options;
  const start = { at: timers.now(), time: clock.now() };
  const deadline = start.at + timeout;
  let state = initialState;
  /** When the last poll that has ended was sent, and the last one that brought the job. */
  let polledAt = start.at;
  let seenAt = start.at;

  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const subscriber: Subscriber & { dueAt: number | undefined; until: number } = {
      dueAt: start.at,
      until: deadline,
      floor: interval.min,
      onResult,
    };
    let isSettled = false;
    let finished: Decision | undefined;
    const release = onAbort(signal, () => fail(signal?.reason));
    let cancelDeadline = Number.isFinite(timeout) ? timers.schedule(deadline, expire) : () => {};
    const poller = pollerOf(request);
    poller.subscribe(subscriber);

    function finish(): void {
      isSettled = true;
      release();
      cancelDeadline();
      poller.unsubscribe(subscriber);
    }

    function fail(error: unknown): void {
      finish();
      reject(error);
    }

    function expire(): void {
      if (finished !== undefined) {
        end(finished);
      } else if (timers.resumedAt > polledAt && !isExtended()) {
        extend();
      } else {
        timeOut();
      }
    }

    /** Nothing is known of the time in which the process was frozen: it polls before it says that time is up. */
    function extend(): void {
      subscriber.until = timers.now() + Math.min(requestTimeout, LONGEST_EXTENSION);
      subscriber.dueAt = subscriber.dueAt === undefined ? undefined : timers.now();
      cancelDeadline = timers.schedule(subscriber.until, expire);
      poller.reschedule(subscriber);
    }

    function isExtended(): boolean {
      return subscriber.until > deadline;
    }

    function timeOut(): void {
      const { lastJob, lastError } = state;
      const age = staleAge(timers.now() - seenAt, interval);
      fail(new WaitTimeoutError(ref, timeout, lastJob, lastError, lastJob && age));
    }

    function onResult(result: PollResult, began: number): void {
      if (subscriber.dueAt === undefined) {
        // Another subscriber had the job polled while this one handles the poll before.
        return;
      }
      polledAt = began;
      const isInGrace = timers.now() - start.at < notFoundGrace;
      const decision = decide(state, result, { isInGrace, failOnUnknown, gone });
      state = decision.state;
      seenAt = state.failures === 0 ? began : seenAt;
      const { change } = decision;
      if (change === undefined) {
        proceed(decision, result);
        return;
      }
      if (isTerminal(change)) {
        // Finished in time, even if `onUpdate` takes longer than the deadline.
        finished = decision;
      }
      subscriber.dueAt = undefined;
      new Promise((settle) => settle(onUpdate(change))).then(() => proceed(decision, result), fail);
    }

    function proceed(decision: Decision, { retryAfter }: PollResult): void {
      if (isSettled) {
        return;
      }
      if (decision.end !== undefined) {
        end(decision);
        return;
      }
      if (isExtended() && seenAt >= timers.resumedAt) {
        timeOut();
        return;
      }
      const { lastJob, failures } = state;
      let typicalDuration: number | undefined;
      try {
        typicalDuration = typicalDurationOf(options.typicalDuration, lastJob);
      } catch (error) {
        fail(error);
      }
      if (isSettled) {
        // By this error, or because the function has aborted the wait.
        return;
      }
      const now = timers.now();
      // By the timers too: a clock that was set back shows no age.
      const age = Math.max(ageOf(lastJob, start.time, clock.now()), now - start.at);
      const remaining = subscriber.until - now;
      const progress = lastJob?.progress;
      subscriber.dueAt = now + nextDelay({ interval, age, remaining, retryAfter, failures, progress, typicalDuration });
      poller.reschedule(subscriber);
    }

    function end({ end: { job, error } = {} }: Decision): void {
      finish();
      job === undefined ? reject(error) : resolve(job);
    }
  });
}
