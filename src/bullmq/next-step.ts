import { DEFAULT_PAUSE } from "../http/rate.ts";
import type { Rejection } from "../http/retry.ts";
import type { AnyJob, TerminalState } from "../job.ts";
import { decide, type PollResult } from "../polling/decide.ts";
import { ageOf, nextDelay } from "../polling/schedule.ts";
import { WaitTimeoutError } from "../services/job-errors.ts";
import { LONGEST_RETRY_AFTER } from "../util/clock.ts";
import { deadlineOf, type JobData, type StoredOutcome, stateOf, storeError, storeJob, withState } from "./job-data.ts";

/** What follows from one poll: what is known of the wait now, and its end, or when the next poll is due. */
export type NextStep = { readonly data: JobData; readonly change?: AnyJob } & (
  | { readonly outcome: StoredOutcome }
  | { readonly outcome?: undefined; readonly dueAt: number }
);

/**
 * Decides as a wait in memory does, by the same rules and the same schedule. Times are milliseconds since the epoch.
 *
 * @param gone - what it means that the job is gone after it was seen
 */
export function nextStep(
  before: JobData,
  result: PollResult,
  now: number,
  gone: TerminalState | undefined,
  random?: () => number,
): NextStep {
  const { ref, rules, addedAt } = before;
  const { interval, notFoundGrace, failOnUnknown } = rules;
  const isInGrace = now - addedAt < notFoundGrace;
  const { state, change, end } = decide(stateOf(before), result, { isInGrace, failOnUnknown, gone });
  const known = { data: withState(before, state), ...(change && { change }) };
  if (end !== undefined) {
    return { ...known, outcome: end.job === undefined ? storeError(ref, end.error) : { ref, job: storeJob(end.job) } };
  }
  const deadline = deadlineOf(before);
  const { lastJob, failures } = state;
  const age = ageOf(lastJob, addedAt, now);
  const remaining = deadline - now;
  const { retryAfter } = result;
  const delay = nextDelay({ interval, age, remaining, retryAfter, failures, progress: lastJob?.progress }, random);
  return { ...known, dueAt: Math.min(now + delay, deadline) };
}

/** The outcome of a wait whose timeout has passed. */
export function timeoutOutcome(data: JobData): StoredOutcome {
  const { lastJob, lastError } = stateOf(data);
  return storeError(data.ref, new WaitTimeoutError(data.ref, data.timeout ?? 0, lastJob, lastError));
}

/** How long all workers pause after a service has rejected a request, in milliseconds. */
export function pauseAfter({ retryAfter = DEFAULT_PAUSE }: Rejection): number {
  return Math.max(1, Math.min(Math.ceil(retryAfter), LONGEST_RETRY_AFTER));
}
