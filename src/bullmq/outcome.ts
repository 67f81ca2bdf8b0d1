import type { ErrorJson } from "../errors/to-json.ts";
import type { AnyJob } from "../job.ts";
import { readStoredJob, type StoredOutcome } from "./job-data.ts";

/** A job as it comes back from Redis: without `raw`, the body as received. */
export type DurableJob<J> = J extends AnyJob ? Omit<J, "raw"> : never;

/** How a wait ended: with a job, failed ones included, or with the error that kept it from ending. */
export type DurableOutcome<R, J> =
  | { readonly ref: R; readonly job: DurableJob<J>; readonly error?: undefined }
  | {
      readonly ref: R;
      readonly error: ErrorJson;
      /** The job as last seen, if the timeout has passed. */
      readonly lastJob?: DurableJob<J>;
      readonly job?: undefined;
    };

/** What `watch` yields: each change as it was seen, and the outcome of each wait. */
export type WaitEvent<R, J> =
  | { readonly type: "update"; readonly ref: R; readonly job: DurableJob<J> }
  | ({ readonly type: "outcome" } & DurableOutcome<R, J>);

/** The outcome of a wait, made of the stored one and the reference as its caller gave it. */
export function outcomeOf(ref: unknown, outcome: StoredOutcome): DurableOutcome<unknown, AnyJob> {
  if (outcome.job !== undefined) {
    return { ref, job: readStoredJob(outcome.job) };
  }
  const { error, lastJob } = outcome;
  return { ref, error, ...(lastJob !== undefined && { lastJob: readStoredJob(lastJob) }) };
}
