import type { EventError } from "../events.ts";
import { isJobsError, singleLine } from "./base.ts";
import { InvalidResponseError } from "./invalid-response.ts";
import { ApiError, RequestError, type RequestInfo } from "./request-errors.ts";

/** In characters. */
const MAX_EVENT_MESSAGE = 1_000;

/** The members of an error that a program can use, as plain JSON. */
export interface ErrorJson extends Partial<RequestInfo> {
  /** The name of its class, such as `"NotFoundError"`. */
  readonly name: string;
  readonly message: string;
  /** Of the answer, where a server refused the request. */
  readonly status?: number;
  /** The server's own. */
  readonly code?: string;
  readonly requestId?: string;
  /** In milliseconds. */
  readonly retryAfter?: number;
}

export function errorJson(error: Error): ErrorJson {
  const { name, message } = error;
  if (error instanceof ApiError) {
    const { status, code, requestId, retryAfter, service, method, url, attempts } = error;
    return defined({ name, message, status, code, requestId, retryAfter, service, method, url, attempts });
  }
  if (error instanceof InvalidResponseError) {
    const { requestId, service, method, url, attempts } = error;
    return defined({ name, message, requestId, service, method, url, attempts });
  }
  if (error instanceof RequestError) {
    const { service, method, url, attempts } = error;
    return { name, message, service, method, url, attempts };
  }
  return { name, message };
}

/** The same without the members that have no value. */
function defined(members: { readonly [K in keyof ErrorJson]: ErrorJson[K] | undefined }): ErrorJson {
  return JSON.parse(JSON.stringify(members));
}

/** What an event says of an error. The message of a foreign error is left out: nothing vouches for it. */
export function eventError(error: unknown): EventError {
  if (!isJobsError(error)) {
    return { error: error instanceof Error ? error.name : typeof error };
  }
  const { name, message, status, code } = errorJson(error);
  return {
    error: name,
    message: singleLine(message, MAX_EVENT_MESSAGE),
    ...(code && { code }),
    ...(status && { status }),
  };
}
