import type { EventError } from "../events.ts";

const brand = Symbol.for("huaweicloud-jobs.error");

/** In bytes: a server's message must not flood a log. */
const MAX_MESSAGE_BYTES = 4_000;

/**
 * The base of every error that this package throws by itself; an aborted call rejects with the signal's own
 * `reason` instead. Thrown as such when a credentials function fails (`cause` holds what it threw).
 */
export class JobsError extends Error {
  override readonly name: string = "JobsError";
  /** The message without the request, its ID and the hint: one short line for people. */
  declare readonly summary: string;
  /** What can be done about it, if that is known; the message ends with it. */
  declare readonly hint: string | undefined;

  constructor(message: string, options?: ErrorOptions, { summary = message, hint }: MessageParts = {}) {
    super(truncate(message), options);
    // Not enumerable, as the message has both.
    const parts = { [brand]: { value: true }, summary: { value: truncate(summary) }, hint: { value: hint } };
    Object.defineProperties(this, parts);
  }

  /** For `JSON.stringify`, which leaves out message and cause otherwise. */
  toJSON(): object {
    const { name, message, cause } = this;
    const members = Object.entries({ ...this, name, message, ...(cause !== undefined && { cause }) });
    return Object.fromEntries(
      members.map(([key, value]) => [key, key === "cause" || value instanceof Error ? nested(value) : value]),
    );
  }
}

/** The parts of a message that are shown alone. */
interface MessageParts {
  readonly summary?: string;
  readonly hint?: string | undefined;
}

/** Of what is foreign only the name: the rest may hold a secret. */
function nested(error: unknown): object {
  return isJobsError(error) ? error : { name: error instanceof Error ? error.name : typeof error };
}

/**
 * Whether a value is an error of this package, or of another copy of it, for which `instanceof` is `false`.
 */
export function isJobsError(value: unknown): value is JobsError {
  return value instanceof Error && brand in value;
}

function truncate(message: string): string {
  const bytes = new TextEncoder().encode(message);
  if (bytes.length <= MAX_MESSAGE_BYTES) {
    return message;
  }
  // As a stream, so that an incomplete character at the end is left out.
  return `${new TextDecoder().decode(bytes.subarray(0, MAX_MESSAGE_BYTES - 3), { stream: true })}…`;
}

/**
 * An option, an ID or a service name is wrong. The message names it and says what is expected. Thrown before
 * anything is sent.
 */
export class ConfigurationError extends JobsError {
  override readonly name = "ConfigurationError";
}

/**
 * A text from outside as part of a message: on one line, without control characters (which a terminal would obey), cut
 * to a length. It must be free of credentials before it is cut.
 */
export function singleLine(text: string, longest: number): string {
  const start = text.slice(0, 4 * longest);
  const line = start.replaceAll(/[\s\p{Cc}]+/gu, " ").trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

/** In characters. */
const MAX_EVENT_MESSAGE = 1_000;

/** What an event says about an error. The message of a foreign error is left out: it may hold a secret. */
export function eventError(error: unknown): EventError {
  const { name, message, code, status, service } = (error instanceof Error ? error : { name: typeof error }) as Error &
    Pick<EventError, "code" | "status"> & { readonly service?: string };
  if (!isJobsError(error)) {
    return { error: name };
  }
  return {
    error: name,
    message: singleLine(message, MAX_EVENT_MESSAGE),
    ...(code && { code }),
    ...(status && { status }),
    ...(service === "iam" && { from: service }),
  };
}
