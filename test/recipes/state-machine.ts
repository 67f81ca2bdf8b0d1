import { isTerminal, type Job, type JobRef, type JobsClient } from "huaweicloud-jobs";
import { ageOf, defaultInterval, nextDelay } from "huaweicloud-jobs/schedule";

/** The data that the states of the machine pass on, as JSON. */
interface Wait {
  readonly ref: JobRef;
  /** When the wait began, in milliseconds since the epoch. */
  readonly began: number;
  /** In milliseconds. */
  readonly timeout: number;
}

type PollResult = Wait &
  (
    | { readonly next: "done"; readonly job: Job }
    | { readonly next: "wait"; readonly seconds: number }
    | { readonly next: "timed-out" }
  );

/**
 * Makes the task of a state machine that polls once and says how long to wait: by the schedule of `wait`, while the
 * machine does the waiting.
 */
export function createPollTask(jobs: JobsClient) {
  return async ({ ref, began, timeout }: Wait): Promise<PollResult> => {
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
