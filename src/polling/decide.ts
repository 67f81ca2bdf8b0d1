import { ConfigurationError, JobsError, singleLine } from "../errors/base.ts";
import { InvalidResponseError } from "../errors/invalid-response.ts";
import { ApiError, isRetryableStatus, NotFoundError } from "../errors/request-errors.ts";
import { type AnyJob, isTerminal } from "../job.ts";

/** What one poll brings: the job, and how long the server asks to wait before the next one, in milliseconds. */
export interface Sight {
  readonly job: AnyJob;
  readonly retryAfter?: number | undefined;
}

/** How one poll ended. */
export type PollResult = Sight | { readonly error: unknown; readonly retryAfter: number | undefined };

/** A poll that ended with an error. */
export function failedPoll(error: unknown): PollResult {
  return { error, retryAfter: error instanceof ApiError ? error.retryAfter : undefined };
}

/** What one wait knows. */
export interface WaitState {
  readonly last?: AnyJob;
  /** How the last poll failed, when it did. */
  readonly lastError?: unknown;
  /** So many polls in a row. */
  readonly failures: number;
}

/** What one wait makes of a poll. */
export interface Decision {
  readonly state: WaitState;
  /** To be told of, since it is a change. */
  readonly change?: AnyJob;
  /** How the wait ends; without it, it goes on. */
  readonly end?: { readonly job: AnyJob } | { readonly error: unknown };
}

export const initialState: WaitState = { failures: 0 };

/** What matters to the verdict beside the poll. */
export interface Rules {
  /** Whether a 404 may still mean that the job is not visible yet. */
  readonly isInGrace: boolean;
  /** Whether a status that nobody documented ends the wait. */
  readonly failOnUnknown: boolean;
}

/** Decides what a poll means for a wait: a change, the end, or nothing. */
export function decide(state: WaitState, seen: PollResult, rules: Rules): Decision {
  return "job" in seen ? onJob(state, seen.job, rules) : onError(state, seen.error, rules);
}

function onJob({ last }: WaitState, job: AnyJob, { failOnUnknown }: Rules): Decision {
  const end = isTerminal(job)
    ? { job }
    : failOnUnknown && job.state === "unknown"
      ? { error: unknownStatus(job) }
      : undefined;
  return {
    state: { last: job, failures: 0 },
    ...(isChange(last, job) && { change: job }),
    ...(end !== undefined && { end }),
  };
}

function onError(state: WaitState, error: unknown, { isInGrace }: Rules): Decision {
  const isNotVisibleYet = isInGrace && state.last === undefined && error instanceof NotFoundError;
  if (!isNotVisibleYet && !isRetryable(error)) {
    return { state, end: { error } };
  }
  return { state: { ...state, lastError: error, failures: state.failures + 1 } };
}

function unknownStatus(job: AnyJob): InvalidResponseError {
  return new InvalidResponseError(
    `Job ${job.service}/${job.id} has the status "${singleLine(job.status, 100)}", which is not documented; whether it is over is unknown.`,
    { job, requestId: job.requestId },
  );
}

/** Whether a job differs from what was last told of it: in state, status, progress, error or sub-jobs. */
export function isChange(before: AnyJob | undefined, now: AnyJob): boolean {
  return before === undefined || fingerprint(before) !== fingerprint(now);
}

function fingerprint({ state, status, progress, error, subJobs }: AnyJob): string {
  return JSON.stringify([state, status, progress, error, subJobs]);
}

/**
 * Whether a wait goes on after a poll that failed so: throttling, trouble of the server or the network, an answer that
 * is no job. What will not get better by asking again ends the wait: a wrong request, missing permission, a redirect.
 */
function isRetryable(error: unknown): boolean {
  if (error instanceof ApiError) {
    return isRetryableStatus(error.status);
  }
  return error instanceof JobsError && !(error instanceof ConfigurationError);
}
