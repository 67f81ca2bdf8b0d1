import { WaitTimeoutError } from "../errors/job-errors.ts";
import type { Refusal } from "../http/answer-error.ts";
import type { AnyJob } from "../job.ts";
import { FIRST_PAUSE } from "../transport/rate.ts";
import { ageOf, LONGEST_HINT, nextDelay } from "../waiting/schedule.ts";
import { judgePoll, type Seen } from "../waiting/wait-state.ts";
import { deadlineOf, type StoredOutcome, stateOf, storeError, storeJob, type WaitRecord, withState } from "./record.ts";

/** What comes of one poll: what is known of the wait now, and its end, or when the next poll is due. */
export type Step = { readonly record: WaitRecord; readonly change?: AnyJob } & (
  | { readonly outcome: StoredOutcome }
  | { readonly outcome?: undefined; readonly dueAt: number }
);

/** Decides as a wait in memory does, by the same rules and the same schedule. Times are milliseconds since the epoch. */
export function stepAfter(before: WaitRecord, seen: Seen, now: number, random?: () => number): Step {
  const { ref, rules, began } = before;
  const isInGrace = now - began < rules.notFoundGrace;
  const { state, change, end } = judgePoll(stateOf(before), seen, { isInGrace, failOnUnknown: rules.failOnUnknown });
  const known = { record: withState(before, state), ...(change !== undefined && { change }) };
  if (end !== undefined) {
    return { ...known, outcome: "job" in end ? { ref, job: storeJob(end.job) } : storeError(ref, end.error) };
  }
  const deadline = deadlineOf(before);
  const { last, failures } = state;
  const age = ageOf(last, began, now);
  const left = deadline - now;
  const { interval } = rules;
  const delay = nextDelay({ interval, age, left, hint: seen.hint, failures, progress: last?.progress }, random);
  return { ...known, dueAt: Math.min(now + delay, deadline) };
}

/** How a wait ends whose time is up. */
export function timedOut(record: WaitRecord): StoredOutcome {
  const { last, trouble } = stateOf(record);
  return storeError(record.ref, new WaitTimeoutError(record.ref, record.timeout ?? 0, last, trouble));
}

/** How long all workers leave a service alone that refused a request, in milliseconds. */
export function quietFor({ hint = FIRST_PAUSE }: Refusal): number {
  return Math.max(1, Math.min(Math.ceil(hint), LONGEST_HINT));
}
