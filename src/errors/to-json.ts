import { isJobsError } from "./base.ts";
import type { RequestInfo } from "./request-errors.ts";

/** The members of an error that a program can use, as plain JSON. */
export interface ErrorJson extends Partial<RequestInfo> {
  /** The name of its class, such as `"NotFoundError"`. */
  readonly name: string;
  readonly message: string;
  /** The HTTP status of an error response. */
  readonly status?: number;
  /** The server's error code. */
  readonly code?: string;
  readonly requestId?: string;
  /** In milliseconds. */
  readonly retryAfter?: number;
}

const members = ["status", "code", "requestId", "retryAfter", "service", "method", "url", "attempts"] as const;

export function errorJson(error: Error): ErrorJson {
  const { name, message } = error;
  const facts: Partial<ErrorJson> = isJobsError(error) ? error : {};
  const present = members.flatMap((member) => (facts[member] === undefined ? [] : [[member, facts[member]]]));
  return { name, message, ...Object.fromEntries(present) };
}
