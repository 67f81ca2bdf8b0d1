import { LONGEST_RETRY_AFTER } from "../util/clock.ts";
import type { HttpResponse } from "./response.ts";

const SECONDS = /^\d+(\.\d+)?$/;

/** Reads a `Retry-After` header, in seconds or as an HTTP date, as milliseconds from `now`. */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  // A mock may have a map in place of headers.
  if (!header) {
    return undefined;
  }
  const text = header.trim();
  if (SECONDS.test(text)) {
    return Number(text) * 1_000;
  }
  const at = text.endsWith(" GMT") ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** A gateway's limit: so many requests in a window of so many milliseconds. */
export interface GatewayLimit {
  readonly requests: number;
  readonly window: number;
}

const UNITS: Readonly<Record<string, number>> = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Reads the limit that the gateway writes into its message, and nowhere else: `limit:200,time:5 minute`. */
export function parseGatewayLimit(text: string): GatewayLimit | undefined {
  const [, requests, count, unit] =
    /limit:([1-9]\d{0,8}),time:([1-9]\d{0,5}) ?(second|minute|hour|day)/.exec(text) ?? [];
  return unit === undefined ? undefined : { requests: Number(requests), window: Number(count) * (UNITS[unit] ?? 0) };
}

/** What a server says if it gets too many requests. */
export interface Rejection {
  /** How long it asks to wait, in milliseconds. */
  readonly retryAfter: number | undefined;
  readonly limit: GatewayLimit | undefined;
}

export function rejectionOf(http: HttpResponse, now: number): Rejection {
  return { retryAfter: retryAfterOf(http, now), limit: parseGatewayLimit(http.text) };
}

/** How long a response asks to wait, in milliseconds: by its header, else by the limit that the gateway names. */
export function retryAfterOf({ response, text }: HttpResponse, now: number): number | undefined {
  const asked = parseRetryAfter(response.headers.get("retry-after"), now);
  return asked ?? (response.status === 429 ? parseGatewayLimit(text)?.window : undefined);
}

/** How often one request is repeated, and how long the pauses are. Durations are milliseconds. */
export interface RetryPolicy {
  /** Attempts in all, the first included. */
  readonly maxAttempts: number;
  /** The longest pause before the second attempt; it doubles with each attempt. */
  readonly baseDelay: number;
  /** The longest pause that this package chooses by itself. */
  readonly maxDelay: number;
}

/** Beyond this every `baseDelay` but 0 has reached `maxDelay`, and 0 times infinity is not a number. */
const MAX_DOUBLINGS = 60;

/**
 * How long to pause after an attempt: exponentially longer with full jitter, and at least as long as the server asked,
 * within bounds.
 */
export function retryDelay(
  { baseDelay, maxDelay }: RetryPolicy,
  attempt: number,
  retryAfter = 0,
  random: () => number = Math.random,
): number {
  const ceiling = Math.min(maxDelay, baseDelay * 2 ** Math.min(attempt - 1, MAX_DOUBLINGS));
  return Math.max(random() * ceiling, Math.min(retryAfter, LONGEST_RETRY_AFTER));
}
