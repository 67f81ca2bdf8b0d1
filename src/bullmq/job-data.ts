import { JobsError } from "../errors/base.ts";
import { asError } from "../errors/network-cause.ts";
import { type ErrorJson, errorJson } from "../errors/to-json.ts";
import type { AnyJob, SubJob } from "../job.ts";
import type { WaitState } from "../polling/decide.ts";
import type { ResolvedWaitOptions } from "../polling/options.ts";
import { staleAge } from "../polling/schedule.ts";
import { WaitTimeoutError } from "../services/job-errors.ts";
import type { CheckedRef } from "../services/job-ref.ts";
import { isRecord } from "../util/json.ts";

/**
 * The version of what Redis keeps. A release reads the records of the release before it, so a change that this code
 * could not read raises the number, and keeps the reader of the number before.
 */
const VERSION = 1;

/** A job as Redis keeps it: times are ISO 8601. The body as received stays with the worker that saw it. */
export type StoredJob = Omit<Dated<AnyJob>, "raw" | "subJobs"> & { readonly subJobs: readonly Dated<SubJob>[] };

type Dated<J> = Omit<J, "startedAt" | "endedAt"> & { readonly startedAt?: string; readonly endedAt?: string };

/** How a wait is to be polled, of which `unauthorizedGrace` may be left to the worker. */
export type StoredRules = Pick<ResolvedWaitOptions, "interval" | "notFoundGrace" | "failOnUnknown"> & {
  readonly typicalDuration?: number | undefined;
  readonly unauthorizedGrace?: number | undefined;
};

/** What Redis keeps of a wait: all that the next worker needs, and no credential. Times are Redis', in milliseconds. */
export interface JobData {
  readonly version: typeof VERSION;
  readonly ref: CheckedRef;
  readonly rules: StoredRules;
  readonly addedAt: number;
  /** In milliseconds; `null` waits for ever. */
  readonly timeout: number | null;
  readonly failures: number;
  /** How often BullMQ had started the wait when this was written: more starts since then were cut short. */
  readonly starts: number;
  /** Before this time there must be no poll. */
  readonly dueAt: number;
  /** Since when each response refuses the credential. */
  readonly refusedSince?: number | undefined;
  readonly lastJob?: StoredJob | undefined;
  /** When `lastJob` was seen. */
  readonly seenAt?: number | undefined;
  readonly lastError?: ErrorJson | undefined;
  /** How the wait ended, if no worker had it then. */
  readonly outcome?: StoredOutcome;
}

/** How a wait ended, as Redis keeps it. */
export type StoredOutcome =
  | { readonly version: typeof VERSION; readonly job: StoredJob; readonly error?: undefined }
  | {
      readonly version: typeof VERSION;
      readonly error: ErrorJson;
      readonly lastJob?: StoredJob;
      readonly job?: undefined;
    };

export function newJobData(
  ref: CheckedRef,
  options: Pick<ResolvedWaitOptions, "timeout"> & StoredRules,
  addedAt: number,
): JobData {
  const { timeout, interval, notFoundGrace, failOnUnknown, typicalDuration, unauthorizedGrace } = options;
  return {
    version: VERSION,
    ref,
    rules: {
      interval,
      notFoundGrace: finite(notFoundGrace),
      failOnUnknown,
      typicalDuration,
      unauthorizedGrace: unauthorizedGrace && finite(unauthorizedGrace),
    },
    addedAt,
    timeout: Number.isFinite(timeout) ? timeout : null,
    failures: 0,
    starts: 0,
    dueAt: addedAt,
  };
}

/** JSON has no infinity. */
function finite(duration: number): number {
  return Math.min(duration, Number.MAX_SAFE_INTEGER);
}

/**
 * Checks a record: another release may have written it, or somebody may have edited it.
 *
 * @returns the record, or what is wrong with it
 */
export function readJobData(data: unknown): JobData | string {
  if (!isRecord(data)) {
    return "The record of this wait cannot be read: it is not an object of JSON.";
  }
  const { version, ref, rules, addedAt, timeout, failures, starts, dueAt, lastJob, lastError, outcome } = data;
  if (version !== VERSION) {
    const given = typeof version === "number" ? `of version ${version}` : "without a version";
    return `The record of this wait cannot be read: it is ${given}, and this release reads version ${VERSION}.`;
  }
  const {
    interval,
    notFoundGrace,
    failOnUnknown,
    typicalDuration = 0,
    unauthorizedGrace = 0,
  } = isRecord(rules) ? rules : {};
  const { min, max } = isRecord(interval) ? interval : {};
  const isGood =
    isRecord(ref) &&
    ["service", "id", "projectId"].every((name) => typeof ref[name] === "string") &&
    [
      addedAt,
      failures,
      starts,
      dueAt,
      min,
      max,
      notFoundGrace,
      typicalDuration,
      unauthorizedGrace,
      timeout ?? 0,
      data["seenAt"] ?? 0,
      data["refusedSince"] ?? 0,
    ].every(Number.isFinite) &&
    (min as number) >= 1 &&
    (max as number) >= (min as number) &&
    typeof failOnUnknown === "boolean" &&
    (lastJob === undefined || isStoredJob(lastJob)) &&
    (lastError === undefined || isStoredError(lastError)) &&
    (outcome === undefined || isStoredOutcome(outcome));
  return isGood
    ? (data as unknown as JobData)
    : "The record of this wait cannot be read: a member is missing or of the wrong type.";
}

export function isStoredJob(value: unknown): value is StoredJob {
  if (!isRecord(value) || typeof value["state"] !== "string" || !Array.isArray(value["subJobs"])) {
    return false;
  }
  return [value, ...value["subJobs"]].every(
    (part) =>
      isRecord(part) &&
      [part["startedAt"], part["endedAt"]].every(
        (time) => time === undefined || !Number.isNaN(Date.parse(String(time))),
      ),
  );
}

function isStoredError(value: unknown): value is ErrorJson {
  return isRecord(value) && typeof value["name"] === "string" && typeof value["message"] === "string";
}

function isStoredOutcome(value: unknown): value is StoredOutcome {
  return (
    isRecord(value) && value["version"] === VERSION && (isStoredJob(value["job"]) || isStoredError(value["error"]))
  );
}

/** The outcome in a record, or one that says that it cannot be read. */
export function readOutcome(value: unknown): StoredOutcome {
  return isStoredOutcome(value)
    ? value
    : unreadableOutcome("The outcome of this wait cannot be read: another release wrote it, or it was edited.");
}

export function unreadableOutcome(problem: string): StoredOutcome {
  return storeError(new JobsError(problem));
}

/** When the wait ends at the latest. */
export function deadlineOf({ addedAt, timeout }: JobData): number {
  return addedAt + (timeout ?? Number.POSITIVE_INFINITY);
}

export function waitStateOf({ lastJob, lastError, failures }: JobData): WaitState {
  return {
    failures,
    ...(lastJob && { lastJob: { ...readStoredJob(lastJob), raw: undefined } }),
    ...(lastError && { lastError: Object.assign(new JobsError(lastError.message), { name: lastError.name }) }),
  };
}

export function withState(
  data: JobData,
  { lastJob, lastError, failures }: WaitState,
  times: { readonly refusedSince: number | undefined; readonly seenAt: number | undefined },
): JobData {
  return {
    ...data,
    ...times,
    failures,
    lastJob: lastJob && storeJob(lastJob),
    lastError: lastError === undefined ? undefined : errorJson(asError(lastError)),
  };
}

export function storeJob({ raw, ...job }: AnyJob): StoredJob {
  return JSON.parse(JSON.stringify(job));
}

export function jobOutcome(job: AnyJob): StoredOutcome {
  return { version: VERSION, job: storeJob(job) };
}

export function storeError(thrown: unknown): StoredOutcome {
  const error = asError(thrown);
  const lastJob = error instanceof WaitTimeoutError ? error.lastJob : undefined;
  return {
    version: VERSION,
    error: errorJson(error),
    ...(lastJob !== undefined && { lastJob: storeJob(lastJob) }),
  };
}

/** The outcome of a wait whose timeout has passed. */
export function timeoutOutcome(data: JobData, now: number): StoredOutcome {
  const { lastJob, lastError } = waitStateOf(data);
  const { ref, timeout, rules, seenAt = now } = data;
  const age = staleAge(now - seenAt, rules.interval);
  return storeError(new WaitTimeoutError(ref, timeout ?? 0, lastJob, lastError, lastJob && age));
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
