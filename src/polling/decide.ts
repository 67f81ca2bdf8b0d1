import { singleLine } from "../errors/base.ts";
import { InvalidResponseError } from "../errors/invalid-response.ts";
import { ApiError, isNoSuchApi, isRetryable, NotFoundError } from "../errors/request-errors.ts";
import { type AnyJob, isTerminal, type TerminalState } from "../job.ts";

/** A job, and how long the server asks to wait before the next poll, in milliseconds. */
export interface FetchedJob {
  readonly job: AnyJob;
  readonly error?: undefined;
  readonly retryAfter?: number | undefined;
}

export type PollResult =
  | FetchedJob
  | { readonly error: unknown; readonly job?: undefined; readonly retryAfter: number | undefined };

export function failedPoll(error: unknown): PollResult {
  return { error, retryAfter: error instanceof ApiError ? error.retryAfter : undefined };
}

export interface WaitState {
  readonly lastJob?: AnyJob;
  /** Why the last poll failed, if it did. */
  readonly lastError?: unknown;
  /** How many polls in a row have failed. */
  readonly failures: number;
}

export const initialState: WaitState = { failures: 0 };

export interface Decision {
  readonly state: WaitState;
  readonly change?: AnyJob;
  /** How the wait ends; absent if it goes on. */
  readonly end?: { readonly job?: AnyJob; readonly error?: unknown };
}

export interface WaitRules {
  /** Whether a 404 may still mean that the job is not visible yet. */
  readonly isInGrace: boolean;
  /** Whether an undocumented status ends the wait. */
  readonly failOnUnknown: boolean;
  /** What it means that the job is gone after it was seen. */
  readonly gone?: TerminalState | undefined;
}

/** Decides what a poll means for a wait: a change, the end, or nothing. */
export function decide(state: WaitState, result: PollResult, rules: WaitRules): Decision {
  const { job, error } = goneAsJob(state.lastJob, result, rules.gone);
  return job === undefined ? onError(state, error, rules) : onJob(state, job, rules);
}

/** For a job that was seen before, that it is gone may be its end: then the poll has a job and no error. */
export function goneAsJob(
  lastJob: AnyJob | undefined,
  result: PollResult,
  gone: TerminalState | undefined,
): PollResult {
  const { error } = result;
  return gone !== undefined && lastJob !== undefined && saysGone(error)
    ? { job: { ...lastJob, state: gone, status: String(error.status) } }
    : result;
}

function onJob({ lastJob }: WaitState, job: AnyJob, { failOnUnknown }: WaitRules): Decision {
  const isUnknown = failOnUnknown && job.state === "unknown";
  const end = isTerminal(job) ? { job } : isUnknown ? { error: unknownStatus(job) } : undefined;
  return {
    state: { lastJob: job, failures: 0 },
    ...(isChange(lastJob, job) && { change: job }),
    ...(end && { end }),
  };
}

function onError(state: WaitState, error: unknown, { isInGrace }: WaitRules): Decision {
  const { lastJob, failures } = state;
  const isNotVisibleYet = isInGrace && lastJob === undefined && isNotFound(error) && !isNoSuchApi(error.code);
  return isNotVisibleYet || isRetryable(error)
    ? { state: { ...state, lastError: error, failures: failures + 1 } }
    : { state, end: { error } };
}

/** Only the service itself knows: neither the gateway's "no such API" nor a page of a load balancer counts. */
function saysGone(error: unknown): error is NotFoundError {
  return isNotFound(error) && error.code !== undefined && !/^APIGW?\./i.test(error.code);
}

/** IAM's 404 is about a project or a user. */
function isNotFound(error: unknown): error is NotFoundError {
  return error instanceof NotFoundError && error.service !== "iam";
}

/** Whether a job differs from the one before in state, status, progress, error or sub-jobs. */
export function isChange(before: AnyJob | undefined, job: AnyJob): boolean {
  return before === undefined || fingerprint(before) !== fingerprint(job);
}

/** Made once per job: a job may have thousands of sub-jobs. */
const fingerprints = /* @__PURE__ */ new WeakMap<AnyJob, string>();

function fingerprint(job: AnyJob): string {
  const { state, status, progress, error, subJobs } = job;
  const made = fingerprints.get(job) ?? JSON.stringify([state, status, progress, error, subJobs]);
  fingerprints.set(job, made);
  return made;
}

function unknownStatus(job: AnyJob): InvalidResponseError {
  return new InvalidResponseError(
    `Job ${job.service}/${job.id} has the status "${singleLine(job.status, 100)}", which is not documented; whether it has finished is unknown.`,
    { job, requestId: job.requestId },
  );
}
