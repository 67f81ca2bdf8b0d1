import { isTerminal, type Job, type JobRef, type JobsClient } from "huaweicloud-jobs";
import { ageOf, defaultInterval, nextDelay } from "huaweicloud-jobs/schedule";

/** What goes from one state of the machine to the next, as JSON. */
interface Wait {
  readonly ref: JobRef;
  /** When the wait began, in milliseconds since the epoch. */
  readonly began: number;
  /** In milliseconds. */
  readonly timeout: number;
}

type Look = Wait &
  (
    | { readonly next: "done"; readonly job: Job }
    | { readonly next: "wait"; readonly seconds: number }
    | { readonly next: "timed-out" }
  );

/**
 * Makes the task of a state machine that looks once and says for how long to wait: by the schedule of `wait`, while the
 * machine does the waiting.
 */
export function createLook(jobs: JobsClient) {
  return async ({ ref, began, timeout }: Wait): Promise<Look> => {
    const job = await jobs.get(ref);
    const now = Date.now();
    const remaining = began + timeout - now;
    if (isTerminal(job)) {
      return { ref, began, timeout, next: "done", job };
    }
    if (remaining <= 0) {
      return { ref, began, timeout, next: "timed-out" };
    }
    const age = ageOf(job, began, now);
    const delay = nextDelay({ interval: defaultInterval, age, remaining, progress: job.progress });
    return { ref, began, timeout, next: "wait", seconds: Math.ceil(delay / 1_000) };
  };
}
