import { ApiError, NotFoundError } from "../errors/api-error.ts";
import { InvalidResponseError } from "../errors/invalid-response-error.ts";
import { plain } from "../errors/plain.ts";
import { type AnyJob, isTerminal } from "../job.ts";
import { isChange } from "./change.ts";
import { isPassing } from "./trouble.ts";

/** What one poll brings: the job, and how long the server asks to wait before the next one, in milliseconds. */
export interface Sight {
  readonly job: AnyJob;
  readonly hint?: number | undefined;
}

/** How one poll ended. */
export type Seen = Sight | { readonly error: unknown; readonly hint: number | undefined };

/** A poll that ended with an error. */
export function failedPoll(error: unknown): Seen {
  return { error, hint: error instanceof ApiError ? error.retryAfter : undefined };
}

/** What one wait knows. */
export interface WaitState {
  readonly last?: AnyJob;
  /** How the last poll failed, when it did. */
  readonly trouble?: unknown;
  /** So many polls in a row. */
  readonly failures: number;
}

/** What one wait makes of a poll. */
export interface Verdict {
  readonly state: WaitState;
  /** To be told of, since it is a change. */
  readonly change?: AnyJob;
  /** How the wait ends; without it, it goes on. */
  readonly end?: { readonly job: AnyJob } | { readonly error: unknown };
}

export const freshWait: WaitState = { failures: 0 };

/** What matters to the verdict beside the poll. */
export interface Rules {
  /** Whether a 404 may still mean that the job is not visible yet. */
  readonly isInGrace: boolean;
  /** Whether a status that nobody documented ends the wait. */
  readonly failOnUnknown: boolean;
}

/** Decides what a poll means for a wait: a change, the end, or nothing. */
export function judgePoll(state: WaitState, seen: Seen, rules: Rules): Verdict {
  return "job" in seen ? judgeSight(state, seen.job, rules) : judgeFailure(state, seen.error, rules);
}

function judgeSight({ last }: WaitState, job: AnyJob, { failOnUnknown }: Rules): Verdict {
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

function judgeFailure(state: WaitState, error: unknown, { isInGrace }: Rules): Verdict {
  const isNotVisibleYet = isInGrace && state.last === undefined && error instanceof NotFoundError;
  if (!isNotVisibleYet && !isPassing(error)) {
    return { state, end: { error } };
  }
  return { state: { ...state, trouble: error, failures: state.failures + 1 } };
}

function unknownStatus(job: AnyJob): InvalidResponseError {
  return new InvalidResponseError(
    `Job ${job.service}/${job.id} has the status "${plain(job.status, 100)}", which is not documented; whether it is over is unknown.`,
    { job, requestId: job.requestId },
  );
}
