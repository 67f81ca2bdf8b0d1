import { WaitTimeoutError } from "../errors/job-errors.ts";
import type { AnyJob } from "../job.ts";
import { ageOf, LONGEST_HINT, nextDelay } from "../waiting/schedule.ts";
import { judgePoll, type Seen } from "../waiting/wait-state.ts";
import { deadlineOf, type StoredOutcome, stateOf, storeError, storeJob, type WaitRecord, withState } from "./record.ts";

/** What comes of one poll: the end of the wait, or the record for the next poll and when it is due. */
export type Step = { readonly change?: AnyJob } & (
  | { readonly outcome: StoredOutcome }
  | { readonly record: WaitRecord; readonly dueAt: number }
);

/** Decides as a wait in memory does, by the same rules and the same schedule. */
export function stepAfter(record: WaitRecord, seen: Seen, now: number): Step {
  const { ref, rules, began } = record;
  const isInGrace = now - began < rules.notFoundGrace;
  const { state, change, end } = judgePoll(stateOf(record), seen, { isInGrace, failOnUnknown: rules.failOnUnknown });
  const told = change === undefined ? {} : { change };
  if (end !== undefined) {
    return { ...told, outcome: "job" in end ? { ref, job: storeJob(end.job) } : storeError(ref, end.error) };
  }
  const deadline = deadlineOf(record);
  const { last, failures } = state;
  const delay = nextDelay({
    interval: rules.interval,
    age: ageOf(last, began, now),
    left: deadline - now,
    hint: seen.hint,
    failures,
    progress: last?.progress,
  });
  return { ...told, record: withState(record, state), dueAt: Math.min(now + delay, deadline) };
}

/** How a wait ends whose time is up. */
export function timedOut(record: WaitRecord): StoredOutcome {
  const { last, trouble } = stateOf(record);
  return storeError(record.ref, new WaitTimeoutError(record.ref, record.timeout ?? 0, last, trouble));
}

/** How long all workers leave a service alone that said 429, in milliseconds. */
export function quietFor({ hint = DEFAULT_QUIET }: Pick<Seen, "hint">): number {
  return Math.max(1, Math.min(hint, LONGEST_HINT));
}

const DEFAULT_QUIET = 1_000;
