import { JobsError } from "./jobs-error.ts";

/** Which request an error is about. The URL carries no credential. */
export interface RequestFacts {
  readonly service: string;
  readonly method: string;
  readonly url: string;
  /** How many times the request was sent. */
  readonly attempts: number;
}

/** The base of the errors that are about one request. */
export class RequestError extends JobsError implements RequestFacts {
  readonly service: string;
  readonly method: string;
  readonly url: string;
  readonly attempts: number;

  constructor(message: string, request: RequestFacts, options: ErrorOptions & { advice?: string | undefined } = {}) {
    const { advice, ...rest } = options;
    super(`${message} (${requestOf(request)})${advice === undefined ? "" : `. ${advice}`}`, rest);
    this.service = request.service;
    this.method = request.method;
    this.url = request.url;
    this.attempts = request.attempts;
  }
}

/** A request as messages name it. */
export function requestOf({ method, url, attempts = 1 }: Partial<RequestFacts>): string {
  return `${method} ${url}${attempts > 1 ? `, ${attempts} attempts` : ""}`;
}

/** No answer: refused or reset connection, DNS or TLS failure. `cause` tells what the platform said. */
export class NetworkError extends RequestError {
  override readonly name = "NetworkError";
}

/** One request took longer than `requestTimeout`. (A wait that runs out of time throws `WaitTimeoutError`.) */
export class TimeoutError extends RequestError {
  override readonly name = "TimeoutError";
}
