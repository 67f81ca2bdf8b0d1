import { ConfigurationError } from "../errors/base.ts";
import { AuthenticationError, PermissionError } from "../errors/request-errors.ts";
import { WaitTimeoutError } from "../services/job-errors.ts";
import type { Outcome } from "./outcome.ts";

/** What the command tells the shell, and how `--help` explains it. */
export const exitCodes = {
  succeeded: [0, "every job succeeded; for get: no job has failed"],
  failed: [1, "a job failed, or could not be followed (not found, server or network)"],
  usage: [2, "wrong usage or configuration; nothing was asked of any service"],
  timedOut: [3, "the time for the wait is up, a job is still open"],
  unauthorized: [4, "not authorised: credentials wrong or expired, or without the right"],
  interrupted: [130, "interrupted (Ctrl-C and the like), or nobody reads the output any more"],
} as const;

export type Ending = keyof typeof exitCodes;

/** Which ending is told when jobs end in several ways: what has to be mended first. */
export const precedence = ["interrupted", "usage", "unauthorized", "failed", "timedOut", "succeeded"] as const;

/** How one job ended, as the shell is told. */
export function endingOf({ job, error }: Outcome): Ending {
  if (error === undefined) {
    return job.state === "failed" ? "failed" : "succeeded";
  }
  return endingOfError(error);
}

export function endingOfError(error: unknown): Ending {
  if (error instanceof AuthenticationError || error instanceof PermissionError) {
    return "unauthorized";
  }
  if (error instanceof WaitTimeoutError) {
    return "timedOut";
  }
  return error instanceof ConfigurationError ? "usage" : "failed";
}

/** How all of them ended together. */
export function endingOfAll(outcomes: readonly Outcome[]): Ending {
  const endings = new Set(outcomes.map(endingOf));
  return precedence.find((ending) => endings.has(ending)) ?? "succeeded";
}
