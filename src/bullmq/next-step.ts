import { DEFAULT_PAUSE } from "../http/rate.ts";
import type { Rejection } from "../http/response-error.ts";
import type { AnyJob } from "../job.ts";
import { decide, type PollResult } from "../polling/decide.ts";
import { ageOf, nextDelay } from "../polling/schedule.ts";
import { WaitTimeoutError } from "../services/job-errors.ts";
import { LONGEST_RETRY_AFTER } from "../util/clock.ts";
import { deadlineOf, type JobData, type StoredOutcome, stateOf, storeError, storeJob, withState } from "./job-data.ts";

/** What comes of one poll: what is known of the wait now, and its end, or when the next poll is due. */
export type NextStep = { readonly record: JobData; readonly change?: AnyJob } & (
  | { readonly outcome: StoredOutcome }
  | { readonly outcome?: undefined; readonly dueAt: number }
);

/** Decides as a wait in memory does, by the same rules and the same schedule. Times are milliseconds since the epoch. */
export function nextStep(before: JobData, seen: PollResult, now: number, random?: () => number): NextStep {
  const { ref, rules, began } = before;
  const isInGrace = now - began < rules.notFoundGrace;
  const { state, change, end } = decide(stateOf(before), seen, { isInGrace, failOnUnknown: rules.failOnUnknown });
  const known = { record: withState(before, state), ...(change !== undefined && { change }) };
  if (end !== undefined) {
    return { ...known, outcome: "job" in end ? { ref, job: storeJob(end.job) } : storeError(ref, end.error) };
  }
  const deadline = deadlineOf(before);
  const { last, failures } = state;
  const age = ageOf(last, began, now);
  const remaining = deadline - now;
  const { interval } = rules;
  const delay = nextDelay(
    { interval, age, remaining, retryAfter: seen.retryAfter, failures, progress: last?.progress },
    random,
  );
  return { ...known, dueAt: Math.min(now + delay, deadline) };
}

/** How a wait ends whose time is up. */
export function timeoutOutcome(record: JobData): StoredOutcome {
  const { last, lastError } = stateOf(record);
  return storeError(record.ref, new WaitTimeoutError(record.ref, record.timeout ?? 0, last, lastError));
}

/** How long all workers leave a service alone that refused a request, in milliseconds. */
export function pauseAfter({ retryAfter = DEFAULT_PAUSE }: Rejection): number {
  return Math.max(1, Math.min(Math.ceil(retryAfter), LONGEST_RETRY_AFTER));
}
