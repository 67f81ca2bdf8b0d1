/** How often one request is repeated, and how long the pauses are. Durations are milliseconds. */
export interface RetryPolicy {
  /** Attempts in all, the first included. */
  readonly maxAttempts: number;
  /** The longest pause before the second attempt; it doubles with each attempt. */
  readonly baseDelay: number;
  /** The longest pause that this package chooses by itself. */
  readonly maxDelay: number;
}

/** What a server asks for beyond this is cut to it, in milliseconds. */
export const LONGEST_HINT = 60_000;

/**
 * How long to pause after an attempt: exponentially longer with full jitter, and at least as long as the server asked,
 * within bounds.
 */
export function retryDelay(policy: RetryPolicy, attempt: number, hint = 0, random: () => number = Math.random): number {
  const own = random() * Math.min(policy.maxDelay, policy.baseDelay * 2 ** (attempt - 1));
  return Math.max(own, Math.min(hint, LONGEST_HINT));
}

const SECONDS = /^\d+(\.\d+)?$/;
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Reads a `Retry-After` header, in seconds or as an HTTP date, as milliseconds from `now`. */
export function readRetryAfter(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? "";
  if (SECONDS.test(text)) {
    return Number(text) * 1_000;
  }
  return HTTP_DATE.test(text) ? Math.max(0, Date.parse(text) - now) || 0 : undefined;
}
