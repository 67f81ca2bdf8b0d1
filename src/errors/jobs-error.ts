const brand = Symbol.for("huaweicloud-jobs.error");

/** In bytes: a server's words must not flood a log. */
const LONGEST_MESSAGE = 4_000;

/**
 * The base of every error that this package throws by itself; an aborted call rejects with the signal's own
 * `reason` instead. Thrown as such when a credentials function fails (`cause` holds what it threw).
 */
export class JobsError extends Error {
  override readonly name: string = "JobsError";

  constructor(message: string, options?: ErrorOptions) {
    super(cut(message), options);
    Object.defineProperty(this, brand, { value: true });
  }
}

/**
 * Tells whether a value is an error of this package, also when it comes from another copy of it, where
 * `instanceof` says no.
 */
export function isJobsError(value: unknown): value is JobsError {
  return value instanceof Error && brand in value;
}

function cut(message: string): string {
  const bytes = new TextEncoder().encode(message);
  if (bytes.length <= LONGEST_MESSAGE) {
    return message;
  }
  // As a stream, so that half a character at the end is left out.
  return `${new TextDecoder().decode(bytes.subarray(0, LONGEST_MESSAGE - 3), { stream: true })}…`;
}
