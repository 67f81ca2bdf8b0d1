import { ConfigurationError, JobsError } from "./base.ts";

/** Which request an error is about. The URL carries no credential. */
export interface RequestInfo {
  readonly service: string;
  readonly method: string;
  readonly url: string;
  /** How many times the request was sent. */
  readonly attempts: number;
}

/** The base of the errors that are about one request. */
export class RequestError extends JobsError implements RequestInfo {
  declare readonly service: string;
  declare readonly method: string;
  declare readonly url: string;
  declare readonly attempts: number;

  constructor(summary: string, request: RequestInfo, options?: ErrorOptions, hint?: string, requestId?: string) {
    const start = requestId === undefined ? summary : `${summary.replace(/\.$/, "")}, request ID ${requestId}`;
    const end = hint === undefined ? "" : `. ${hint}`;
    super(`${start} (${describeRequest(request)})${end}`, options, { summary, hint });
    const { service, method, url, attempts } = request;
    Object.assign(this, { service, method, url, attempts });
  }
}

/** A request as messages name it. */
export function describeRequest({
  method,
  url,
  attempts = 1,
}: { [K in keyof RequestInfo]?: RequestInfo[K] | undefined }): string {
  return `${method} ${url}${attempts > 1 ? `, ${attempts} attempts` : ""}`;
}

/** Codes of a certificate that is not trusted, or is for another host, by Node and OpenSSL. */
const CERTIFICATE = /CERT|ISSUER|_SIGNATURE|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH/;

/** Ports that `fetch` blocks, invalid URLs, and certificates in Deno, which has no codes. */
const NEVER_SENT = /^bad port$|Invalid URL|ERR_INVALID_URL|peer certificate/i;

/** The status with which a proxy refused, in the messages of undici, which is Node's `fetch`, too. */
const PROXY_STATUS = /^Proxy [\w ]+ \((\d{3})\)/;

/** No response: a refused or reset connection, a DNS or TLS failure. `cause` has the platform's message and code. */
export class NetworkError extends RequestError {
  override readonly name = "NetworkError";
  /** The system's, such as `ENOTFOUND` or `ECONNRESET`, if there is one. */
  readonly code: string | undefined;
  declare readonly cause: NetworkCause | undefined;

  constructor(message: string, request: RequestInfo, options: { readonly cause?: NetworkCause } = {}) {
    const code = options.cause?.code;
    const isUntrusted = code !== undefined && CERTIFICATE.test(code);
    super(message, request, options, isUntrusted ? UNTRUSTED : undefined);
    this.code = code;
  }

  override toJSON(): object {
    const { name, message, code } = this.cause ?? {};
    return { ...super.toJSON(), ...(name && { cause: { name, message, code } }) };
  }
}

const UNTRUSTED =
  "The server's certificate is not accepted: check the host; in Node, NODE_EXTRA_CA_CERTS names a file with further authorities.";

/** The platform's account of a failure, without credentials. */
export type NetworkCause = Error & { readonly code?: string };

/** One request took longer than `requestTimeout`. (A wait that runs out of time throws `WaitTimeoutError`.) */
export class TimeoutError extends RequestError {
  override readonly name = "TimeoutError";
}

/** What a server said about an error, whichever of its error bodies it used. */
export interface ServerMessage {
  readonly message: string;
  readonly code?: string | undefined;
  readonly requestId?: string | undefined;
  /** Why access was denied, encrypted; IAM's `decode-authorization-message` reads it. */
  readonly encodedAuthorizationMessage?: string | undefined;
  /** Further details, as the server wrote them. */
  readonly details?: readonly string[] | undefined;
}

/** What an `ApiError` knows beside the request. */
export interface ApiErrorInfo extends RequestInfo, ServerMessage {
  readonly status: number;
  readonly retryAfter?: number | undefined;
  /** What can be done about it, if that is known. */
  readonly hint?: string | undefined;
}

/**
 * The server responded with an error, or with a redirect, which is never followed. `code`, `requestId` and the
 * server's message are found in whichever of its error bodies the service, the gateway or IAM used.
 */
export class ApiError extends RequestError {
  override readonly name: string = "ApiError";
  declare readonly status: number;
  /** The server's error code, for example `SFS.TURBO.0019` or `APIGW.0308`. */
  declare readonly code: string | undefined;
  /** From the `X-Request-Id` header or the body; give it to the vendor's support. */
  declare readonly requestId: string | undefined;
  /** How long the server asks to wait, in milliseconds. */
  declare readonly retryAfter: number | undefined;
  /** Why access was denied, encrypted; the `decode-authorization-message` call of STS reads it. */
  declare readonly encodedAuthorizationMessage: string | undefined;
  /** Further details, as the server wrote them. */
  declare readonly details: readonly string[] | undefined;

  constructor(info: ApiErrorInfo) {
    const { status, code, message, requestId, retryAfter, encodedAuthorizationMessage, details } = info;
    // IAM's code is the status.
    const reason = code === undefined || code === `${status}` ? "" : ` ${code}`;
    super(`${status}${reason}: ${message}`, info, undefined, info.hint, requestId);
    Object.assign(this, {
      ...{ status, code, requestId, retryAfter },
      // These are rare, and a log of the error shows its members.
      ...(encodedAuthorizationMessage !== undefined && { encodedAuthorizationMessage }),
      ...(details && { details }),
    });
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

/** 500 and above: the service, or a proxy in front of it, failed. */
export class ServerError extends ApiError {
  override readonly name = "ServerError";
}

/** Whether a request that got this status may succeed if it is repeated. */
function isRetryableStatus(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || (status >= 500 && status !== 501 && status !== 505);
}

/**
 * Whether a repeated request may succeed after this error: throttling, failures of the server or the network, a response
 * that is not a job. A wrong request, a missing permission or a redirect will not get better, nor what is not found: some
 * services say so with other statuses than 404. Nor will a certificate, a port that `fetch` blocks, or a proxy that
 * asks for a password or forbids the host.
 */
export function isRetryable(error: unknown): boolean {
  if (error instanceof NetworkError) {
    const { code = "", cause: { message = "" } = {} } = error;
    const [, status = "503"] = PROXY_STATUS.exec(message) ?? [];
    return !CERTIFICATE.test(code) && !NEVER_SENT.test(message) && isRetryableStatus(Number(status));
  }
  if (error instanceof ApiError) {
    return isRetryableStatus(error.status) && !(error instanceof NotFoundError);
  }
  return error instanceof JobsError && !(error instanceof ConfigurationError);
}

/** Whether a code is the gateway's "no such API at this host": it says nothing of a job. */
export function isNoSuchApi(code: string | undefined): boolean {
  return code !== undefined && /^APIGW?\.0101$/i.test(code);
}

/** @param meaning - the status that decides on the class */
export function apiError(info: ApiErrorInfo, meaning: number = info.status): ApiError {
  const Class = classes[meaning] ?? (meaning >= 500 ? ServerError : ApiError);
  return new Class(info);
}

const classes: Readonly<Record<number, typeof ApiError>> = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionError,
  404: NotFoundError,
  429: RateLimitError,
};
