/** Which requests a fault applies to, and how many of them. */
export interface FaultScope<N extends string = string> {
  /** Default: 1. `Infinity` is allowed. */
  readonly times?: number | undefined;
  /** Only requests to this service. Default: to all. */
  readonly service?: N | undefined;
  /** Only requests for the job with this ID. Default: for all. */
  readonly id?: string | undefined;
}

/** What goes wrong. */
export type FaultKind =
  /** The gateway's 429, with a `Retry-After` header of so many seconds if that is given. */
  | { readonly kind: "throttled"; readonly retryAfter?: number | undefined }
  /** 500 by the service, or 502, 503, 504 by the gateway. Default: 500. */
  | { readonly kind: "server-error"; readonly status?: 500 | 502 | 503 | 504 | undefined }
  /** Any error with the gateway's body; `status` is 400 to 599. */
  | { readonly kind: "gateway-error"; readonly status: number; readonly code: string; readonly message: string }
  /** 401: the token has expired. */
  | { readonly kind: "expired-token" }
  /** 401 with IAM's error body, whose code is a number. */
  | { readonly kind: "iam-error" }
  /** A proxy's HTML page, without a request ID; `status` is 200, or 400 to 599. Default: 502. */
  | { readonly kind: "html"; readonly status?: number | undefined }
  /** The first half of the real response's body. */
  | { readonly kind: "truncated" }
  /** 200 without a body. */
  | { readonly kind: "empty" }
  /** The real response, but about a job with another ID; an error response stays as it is. */
  | { readonly kind: "another-job" }
  /** The connection breaks: `fetch` rejects, the listener resets the socket. */
  | { readonly kind: "reset" }
  /** No response until the caller gives up. */
  | { readonly kind: "hang" };

/** A fault, and the requests that it applies to. */
export type Fault<N extends string = string> = FaultKind & FaultScope<N>;

/**
 * The faults whose responses break the contract on purpose: a page or an empty body instead of JSON, half a body, the body
 * of another service, a body about another job. All other responses keep to it (`reset` and `hang` give none).
 */
export const brokenFaults = [
  "another-job",
  "empty",
  "html",
  "iam-error",
  "truncated",
] as const satisfies readonly FaultKind["kind"][];
