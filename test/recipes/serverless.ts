import { type Job, JobFailedError, type JobRef, type JobsClient, WaitTimeoutError } from "huaweicloud-jobs";

/** Kept back of the time, in milliseconds, to answer in. */
const RESERVE = 3_000;

/**
 * The longest pause within a wait, in milliseconds: a call that comes after it asks no more often than one
 * long wait would.
 */
const PAUSE = 30_000;

/** What the platform tells of a call. */
interface Context {
  getRemainingTimeInMillis(): number;
}

interface Finished {
  readonly done: true;
  /** Failed jobs too. */
  readonly job: Job;
}

/** Goes into the next call as it is. */
interface Unfinished {
  readonly done: false;
  readonly ref: JobRef;
  /** When to call again, for a `Wait` state or a delayed message. */
  readonly afterSeconds: number;
}

/**
 * Makes the function. The client is made once, outside of it, so that calls share credentials:
 *
 *     export const handler = createHandler(createJobsClient({ … }));
 */
export function createHandler(jobs: JobsClient) {
  return async ({ ref }: { ref: JobRef }, context: Context): Promise<Finished | Unfinished> => {
    // Cuts the request in flight too, and leaves no timer that would ring in a later call.
    const timeout = Math.max(0, context.getRemainingTimeInMillis() - RESERVE);
    try {
      return { done: true, job: await jobs.wait(ref, { timeout }) };
    } catch (error) {
      if (error instanceof WaitTimeoutError) {
        return { done: false, ref: error.ref, afterSeconds: PAUSE / 1_000 };
      }
      if (error instanceof JobFailedError) {
        return { done: true, job: error.job };
      }
      throw error;
    }
  };
}
