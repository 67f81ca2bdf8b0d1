import { JobsError, singleLine } from "./base.ts";
import type { NetworkCause } from "./request-errors.ts";

const MAX_DEPTH = 5;

/** How many addresses of a host are named. */
const MAX_REASONS = 16;

/** In characters. */
const MAX_REASON_LENGTH = 500;
const MAX_MESSAGE_LENGTH = 2_000;
const MAX_CODE_LENGTH = 100;

/**
 * The platform's account of a failure as a plain error, with message and code alone: the original may hold the
 * request and its headers. Node hides the reason ("fetch failed") beneath a chain of causes, and has one for each
 * address of the host.
 */
export function networkCause(error: unknown, redact: (text: string) => string): NetworkCause {
  const all = innermost(error, 0);
  const reasons = all.slice(0, MAX_REASONS).map((reason) => describe(reason, redact));
  const messages = [...new Set(reasons.map(({ message }) => message))];
  const more = all.length > MAX_REASONS ? [`and ${all.length - MAX_REASONS} more`] : [];
  const cause = new Error(singleLine([...messages, ...more].join("; "), MAX_MESSAGE_LENGTH));
  const code = reasons.find((reason) => reason.code !== undefined)?.code;
  return code === undefined ? cause : Object.assign(cause, { code });
}

/** The errors beneath an error. They may come from another realm, where `instanceof` says nothing. */
function innermost(error: unknown, depth: number): unknown[] {
  const { errors, cause } = Object(error) as { readonly errors?: unknown; readonly cause?: unknown };
  if (depth === MAX_DEPTH) {
    return [error];
  }
  if (Array.isArray(errors) && errors.length > 0) {
    return errors.flatMap((each) => innermost(each, depth + 1));
  }
  return cause === undefined ? [error] : innermost(cause, depth + 1);
}

function describe(error: unknown, redact: (text: string) => string): { message: string; code?: string } {
  const { message, name, code: given } = Object(error) as Partial<Error> & { readonly code?: unknown };
  const text = message === undefined ? stringify(error) : stringify(message) || stringify(name);
  const code = typeof given === "string" ? singleLine(redact(given), MAX_CODE_LENGTH) : undefined;
  const full = code === undefined || text.includes(given as string) ? text : `${text} (${given})`;
  return { message: singleLine(redact(full), MAX_REASON_LENGTH), ...(code !== undefined && { code }) };
}

/** Any value as text; `String` throws for some objects. */
function stringify(value: unknown): string {
  try {
    return String(value);
  } catch {
    return typeof value;
  }
}

/** What was thrown, or an error that says what it was. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new JobsError(`A wait ended with ${stringify(thrown)}.`, { cause: thrown });
}
