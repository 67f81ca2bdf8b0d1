import { ConfigurationError } from "../errors/base.ts";
import { AuthenticationError, PermissionError } from "../errors/request-errors.ts";
import { WaitTimeoutError } from "../services/job-errors.ts";
import type { Outcome } from "./outcome.ts";

/** The exit codes, with their description in `--help`. */
export const exitCodes = {
  succeeded: [0, "every job succeeded; for get: no job has failed"],
  failed: [1, "a job failed, or could not be polled (not found, server or network)"],
  usage: [2, "wrong usage or configuration; nothing was sent to any service"],
  timedOut: [3, "the wait has timed out, a job has not finished"],
  unauthorized: [4, "not authorised: credentials wrong or expired, or no permission"],
  interrupted: [130, "interrupted (Ctrl-C, SIGTERM), or the output pipe was closed"],
} as const;

export type ExitReason = keyof typeof exitCodes;

/** If several reasons apply, the first of these wins: what the user has to fix first. */
export const precedence = ["interrupted", "usage", "unauthorized", "failed", "timedOut", "succeeded"] as const;

export function exitReasonOf({ job, error }: Outcome): ExitReason {
  const reason = job?.state === "failed" ? "failed" : "succeeded";
  return error === undefined ? reason : exitReasonOfError(error);
}

export function exitReasonOfError(error: unknown): ExitReason {
  if (error instanceof AuthenticationError || error instanceof PermissionError) {
    return "unauthorized";
  }
  if (error instanceof WaitTimeoutError) {
    return "timedOut";
  }
  return error instanceof ConfigurationError ? "usage" : "failed";
}

export function exitReasonOfAll(outcomes: readonly Outcome[]): ExitReason {
  const reasons = new Set(outcomes.map(exitReasonOf));
  return precedence.find((reason) => reasons.has(reason)) ?? "succeeded";
}
