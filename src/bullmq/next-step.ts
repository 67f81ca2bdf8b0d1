import { AuthenticationError, isRetryable, NetworkError, PermissionError } from "../errors/request-errors.ts";
import { DEFAULT_PAUSE } from "../http/rate.ts";
import type { Rejection } from "../http/retry.ts";
import type { AnyJob, TerminalState } from "../job.ts";
import { type Decision, decide, type PollResult } from "../polling/decide.ts";
import { ageOf, nextDelay } from "../polling/schedule.ts";
import { LONGEST_RETRY_AFTER } from "../util/clock.ts";
import type { CredentialErrors } from "./credential-errors.ts";
import {
  deadlineOf,
  type JobData,
  jobOutcome,
  type StoredOutcome,
  storeError,
  waitStateOf,
  withState,
} from "./job-data.ts";

/** What follows from one poll: what is known of the wait now, and its end, or when the next poll is due. */
export type NextStep = { readonly data: JobData; readonly change?: AnyJob } & (
  | { readonly outcome: StoredOutcome }
  | { readonly outcome?: undefined; readonly dueAt: number }
);

/** What a worker adds to the rules of a wait. */
export interface WorkerRules {
  /** What it means that the job is gone after it was seen. */
  readonly gone: TerminalState | undefined;
  /** For waits that have none of their own, in milliseconds. */
  readonly unauthorizedGrace: number;
  /** Whether the poll failed for a reason that is this worker's. */
  readonly isRefused: boolean;
}

/**
 * Decides as a wait in memory does, by the same rules and the same schedule, but for what only one worker cannot do: another
 * one may have a good credential. Times are Redis', in milliseconds.
 */
export function nextStep(
  before: JobData,
  result: PollResult,
  now: number,
  { gone, unauthorizedGrace, isRefused }: WorkerRules,
  random?: () => number,
): NextStep {
  const { rules, addedAt } = before;
  const { interval, notFoundGrace, failOnUnknown, typicalDuration } = rules;
  const refusedSince = result.job === undefined ? (before.refusedSince ?? (isRefused ? now : undefined)) : undefined;
  const seenAt = result.job === undefined ? before.seenAt : now;
  const mayEnd = now - (refusedSince ?? now) >= (rules.unauthorizedGrace ?? unauthorizedGrace);
  const isInGrace = now - addedAt < notFoundGrace;
  const state = waitStateOf(before);
  const decision: Decision =
    isRefused && !mayEnd
      ? { state: { ...state, lastError: result.error, failures: state.failures + 1 } }
      : decide(state, result, { isInGrace, failOnUnknown, gone });
  const { change, end } = decision;
  const known = { data: withState(before, decision.state, { refusedSince, seenAt }), ...(change && { change }) };
  if (end !== undefined) {
    return { ...known, outcome: end.job === undefined ? storeError(end.error) : jobOutcome(end.job) };
  }
  const deadline = deadlineOf(before);
  const { lastJob, failures } = decision.state;
  const age = ageOf(lastJob, addedAt, now);
  const remaining = deadline - now;
  const { retryAfter } = result;
  const { progress } = lastJob ?? {};
  const moment = { interval, age, remaining, retryAfter, failures, progress, typicalDuration };
  const delay = nextDelay(moment, random);
  return { ...known, dueAt: Math.min(now + delay, deadline) };
}

/**
 * Whether a poll failed for a reason that is this worker's: its credential was refused (401, 403) or cannot be had, its
 * proxy forbids the host, or it does not trust the server's certificate.
 */
export function isRefusal(error: unknown, credentialErrors: Pick<CredentialErrors, "has">): boolean {
  return (
    credentialErrors.has(error) ||
    error instanceof AuthenticationError ||
    error instanceof PermissionError ||
    (error instanceof NetworkError && !isRetryable(error))
  );
}

/**
 * When a wait may be polled. An attempt that was cut short (its worker died, or Redis did not take its result) left no
 * trace but BullMQ's count of starts: a poll may have been sent when it began, at least a lock's duration ago.
 */
export function earliestPoll(data: JobData, startsBefore: number, now: number, lockDuration: number): number {
  const isCutShort = startsBefore > data.starts;
  const pause = Math.max(0, data.rules.interval.min - lockDuration);
  return Math.max(data.dueAt, isCutShort ? now + pause : data.dueAt);
}

/** How long all workers pause after a service has rejected a request, in milliseconds. */
export function pauseAfter({ retryAfter = DEFAULT_PAUSE }: Rejection): number {
  return Math.max(1, Math.min(Math.ceil(retryAfter), LONGEST_RETRY_AFTER));
}
