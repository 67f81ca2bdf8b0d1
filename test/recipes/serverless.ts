import { type Job, JobFailedError, type JobRef, type JobsClient, WaitTimeoutError } from "huaweicloud-jobs";

/** The time that is reserved for the response, in milliseconds. */
const RESERVE = 3_000;

/**
 * The longest pause within a wait, in milliseconds: with it before the next call, the job is polled no more often than in
 * one long wait.
 */
const PAUSE = 30_000;

/** The platform's context of a call. */
interface Context {
  getRemainingTimeInMillis(): number;
}

interface Finished {
  readonly done: true;
  /** Failed jobs too. */
  readonly job: Job;
}

/** The event for the next call. */
interface Unfinished {
  readonly done: false;
  readonly ref: JobRef;
  /** The pause before the next call, for a `Wait` state or a delayed message. */
  readonly afterSeconds: number;
}

/**
 * Makes the function. The client is made once, outside of it, so that calls share credentials:
 *
 *     export const handler = createHandler(createJobsClient({ … }));
 */
export function createHandler(jobs: JobsClient) {
  return async ({ ref }: { ref: JobRef }, context: Context): Promise<Finished | Unfinished> => {
    // Also aborts the request in flight, and leaves no timer that would fire in a later call.
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
