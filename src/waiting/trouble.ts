import { ApiError, mayPass } from "../errors/api-error.ts";
import { ConfigurationError } from "../errors/configuration-error.ts";
import { JobsError } from "../errors/jobs-error.ts";

/**
 * Whether a wait goes on after a poll that failed so: throttling, trouble of the server or the network, an answer that
 * is no job. What will not get better by asking again ends the wait: a wrong request, missing permission, a redirect.
 */
export function isPassing(error: unknown): boolean {
  if (error instanceof ApiError) {
    return mayPass(error.status);
  }
  return error instanceof JobsError && !(error instanceof ConfigurationError);
}
