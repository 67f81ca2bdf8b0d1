import { JobsError } from "../errors/base.ts";
import { asError } from "../errors/network-cause.ts";
import { type ErrorJson, errorJson } from "../errors/to-json.ts";
import type { AnyJob, SubJob } from "../job.ts";
import type { WaitState } from "../polling/decide.ts";
import type { ResolvedWaitOptions } from "../polling/options.ts";
import { WaitTimeoutError } from "../services/job-errors.ts";
import type { CheckedRef } from "../services/job-ref.ts";

/** A job as Redis keeps it: times are ISO 8601. The body as received stays with the worker that saw it. */
export type StoredJob = Omit<Dated<AnyJob>, "raw" | "subJobs"> & { readonly subJobs: readonly Dated<SubJob>[] };

type Dated<J> = Omit<J, "startedAt" | "endedAt"> & { readonly startedAt?: string; readonly endedAt?: string };

/** What Redis keeps of a wait: all that the next worker needs, and no credential. */
export interface JobData {
  readonly ref: CheckedRef;
  readonly rules: Pick<ResolvedWaitOptions, "interval" | "notFoundGrace" | "failOnUnknown">;
  /** When the wait was added, in milliseconds since the epoch. */
  readonly addedAt: number;
  /** In milliseconds; `null` waits for ever. */
  readonly timeout: number | null;
  readonly failures: number;
  readonly lastJob?: StoredJob;
  readonly lastError?: ErrorJson;
}

/** How a wait ended, as Redis keeps it. */
export type StoredOutcome =
  | { readonly ref: CheckedRef; readonly job: StoredJob }
  | { readonly ref: CheckedRef; readonly error: ErrorJson; readonly lastJob?: StoredJob };

export function newJobData(ref: CheckedRef, options: ResolvedWaitOptions, addedAt: number): JobData {
  const { timeout, interval, notFoundGrace, failOnUnknown } = options;
  return {
    ref,
    rules: { interval, notFoundGrace, failOnUnknown },
    addedAt,
    timeout: Number.isFinite(timeout) ? timeout : null,
    failures: 0,
  };
}

/** When the wait ends at the latest, in milliseconds since the epoch. */
export function deadlineOf({ addedAt, timeout }: JobData): number {
  return addedAt + (timeout ?? Number.POSITIVE_INFINITY);
}

export function stateOf({ lastJob, lastError, failures }: JobData): WaitState {
  return {
    failures,
    ...(lastJob && { lastJob: { ...readStoredJob(lastJob), raw: undefined } }),
    ...(lastError && { lastError: Object.assign(new JobsError(lastError.message), { name: lastError.name }) }),
  };
}

export function withState(data: JobData, { lastJob, lastError, failures }: WaitState): JobData {
  const { ref, rules, addedAt, timeout } = data;
  return {
    ref,
    rules,
    addedAt,
    timeout,
    failures,
    ...(lastJob && { lastJob: storeJob(lastJob) }),
    ...(lastError !== undefined && { lastError: errorJson(asError(lastError)) }),
  };
}

export function storeJob({ raw, ...job }: AnyJob): StoredJob {
  return JSON.parse(JSON.stringify(job));
}

export function storeError(ref: CheckedRef, thrown: unknown): StoredOutcome {
  const error = asError(thrown);
  const lastJob = error instanceof WaitTimeoutError ? error.lastJob : undefined;
  return { ref, error: errorJson(error), ...(lastJob !== undefined && { lastJob: storeJob(lastJob) }) };
}

/** A stored job with its times as `Date`. */
export function readStoredJob({ subJobs, ...job }: StoredJob): Omit<AnyJob, "raw"> {
  return { ...withTimes(job), subJobs: subJobs.map((part) => withTimes(part)) };
}

function withTimes<J extends Dated<object>>({ startedAt, endedAt, ...rest }: J) {
  return {
    ...rest,
    ...(startedAt !== undefined && { startedAt: new Date(startedAt) }),
    ...(endedAt !== undefined && { endedAt: new Date(endedAt) }),
  };
}
