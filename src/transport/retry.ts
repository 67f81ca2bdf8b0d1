/** How often one request is repeated, and how long the pauses are. Durations are milliseconds. */
export interface RetryPolicy {
  /** Attempts in all, the first included. */
  readonly maxAttempts: number;
  /** The longest pause before the second attempt; it doubles with each attempt. */
  readonly baseDelay: number;
  /** The longest pause that this package chooses by itself. */
  readonly maxDelay: number;
}

/** Server hints above this are cut to it. */
const LONGEST_HINT = 60_000;

const retryable = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Whether a request that got this status may get another one when it is repeated. */
export function isRetryable(status: number): boolean {
  return retryable.has(status);
}

/** How long to pause after an attempt: as long as the server asked, within bounds, else exponential with full jitter. */
export function retryDelay(
  policy: RetryPolicy,
  attempt: number,
  hint: number | undefined,
  random: () => number = Math.random,
): number {
  if (hint !== undefined) {
    return Math.min(hint, LONGEST_HINT);
  }
  return random() * Math.min(policy.maxDelay, policy.baseDelay * 2 ** (attempt - 1));
}

/** Reads a `Retry-After` header, in seconds or as a date, as milliseconds from `now`. */
export function readRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) {
    return undefined;
  }
  if (/^\s*\d+(\.\d+)?\s*$/.test(header)) {
    return Number(header) * 1_000;
  }
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
