import { RequestError, type RequestFacts } from "./request-errors.ts";
import type { ServerWords } from "./server-words.ts";

/** What an `ApiError` knows beside the request. */
export interface ApiErrorFacts extends RequestFacts, ServerWords {
  readonly status: number;
  readonly retryAfter?: number | undefined;
  /** What can be done about it, where that is known. */
  readonly advice?: string | undefined;
}

/**
 * The server answered with an error, or with a redirect, which is never followed. `code`, `requestId` and the
 * server's message are found in whichever of its error bodies the service, the gateway or IAM used.
 */
export class ApiError extends RequestError {
  override readonly name: string = "ApiError";
  readonly status: number;
  /** The server's error code, for example `SFS.TURBO.0019` or `APIGW.0308`. */
  readonly code: string | undefined;
  /** From the `X-Request-Id` header or the body; give it to the vendor's support. */
  readonly requestId: string | undefined;
  /** How long the server asks to wait, in milliseconds. */
  readonly retryAfter: number | undefined;

  /** Why access was denied, encrypted; the `decode-authorization-message` call of STS reads it. */
  readonly encodedAuthorizationMessage: string | undefined;
  /** Further particulars, as the server wrote them. */
  readonly details: readonly string[] | undefined;

  constructor(facts: ApiErrorFacts) {
    const { status, code, message, requestId, retryAfter, advice } = facts;
    const id = requestId === undefined ? "" : `, request ID ${requestId}`;
    super(`${status}${code === undefined ? "" : ` ${code}`}: ${message}${id}`, facts, { advice });
    this.encodedAuthorizationMessage = facts.encodedAuthorizationMessage;
    this.details = facts.details;
    this.status = status;
    this.code = code;
    this.requestId = requestId;
    this.retryAfter = retryAfter;
  }
}

/** 400: the request was understood and refused. */
export class BadRequestError extends ApiError {
  override readonly name = "BadRequestError";
}

/** 401: the credential is missing, wrong or expired. */
export class AuthenticationError extends ApiError {
  override readonly name = "AuthenticationError";
}

/** 403: the credential is good, but may not do this. */
export class PermissionError extends ApiError {
  override readonly name = "PermissionError";
}

/** 404: no such job in this project and region, or not yet. */
export class NotFoundError extends ApiError {
  override readonly name = "NotFoundError";
}

/** 429: the gateway's request limit is reached. */
export class RateLimitError extends ApiError {
  override readonly name = "RateLimitError";
}

/** 500 and above: the service or a proxy before it is in trouble. */
export class ServerError extends ApiError {
  override readonly name = "ServerError";
}

/** Whether a request that got this status may fare better when it is repeated. */
export function mayPass(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || (status >= 500 && status !== 501 && status !== 505);
}

/** The error of the class that belongs to the status. */
export function apiError(facts: ApiErrorFacts): ApiError {
  const Class = classes[facts.status] ?? (facts.status >= 500 ? ServerError : ApiError);
  return new Class(facts);
}

const classes: Readonly<Record<number, typeof ApiError>> = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionError,
  404: NotFoundError,
  429: RateLimitError,
};
