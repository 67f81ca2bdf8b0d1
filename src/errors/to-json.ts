import { InvalidResponseError } from "./invalid-response.ts";
import { ApiError, RequestError, type RequestInfo } from "./request-errors.ts";

/** The members of an error that a program can use, as plain JSON. */
export interface ErrorJson extends Partial<RequestInfo> {
  /** The name of its class, such as `"NotFoundError"`. */
  readonly name: string;
  readonly message: string;
  /** The HTTP status, if a server responded with an error. */
  readonly status?: number;
  /** The server's error code. */
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

/** Leaves out the members without a value. */
function defined(members: { readonly [K in keyof ErrorJson]: ErrorJson[K] | undefined }): ErrorJson {
  return JSON.parse(JSON.stringify(members));
}
