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
const LONGEST_HINT = 60_000;

/**
 * How long to pause after an attempt: exponentially longer with full jitter, and at least as long as the server asked,
 * within bounds.
 */
export function retryDelay(policy: RetryPolicy, attempt: number, hint = 0, random: () => number = Math.random): number {
  const own = random() * Math.min(policy.maxDelay, policy.baseDelay * 2 ** (attempt - 1));
  return Math.max(own, Math.min(hint, LONGEST_HINT));
}
