import { JobsError, singleLine } from "./base.ts";

const MAX_DEPTH = 5;

const MAX_MESSAGE_LENGTH = 500;
const MAX_CODE_LENGTH = 100;

/**
 * The platform's account of a failure as a plain error, with message and code alone: the original may hold the
 * request and its headers. Node hides the reason ("fetch failed") beneath a chain of causes.
 */
export function networkCause(error: unknown, clean: (text: string) => string): Error & { readonly code?: string } {
  const inner = innermost(error);
  const { message, name, code: given } = (inner instanceof Error ? inner : { message: inner }) as Given;
  const code = typeof given === "string" ? singleLine(clean(given), MAX_CODE_LENGTH) : undefined;
  const said = stringify(message) || stringify(name);
  const full = code === undefined || said.includes(code) ? said : `${said} (${code})`;
  const cause = new Error(singleLine(clean(full), MAX_MESSAGE_LENGTH));
  return code === undefined ? cause : Object.assign(cause, { code });
}

type Given = Readonly<Partial<Record<"message" | "name" | "code", unknown>>>;

function innermost(error: unknown, depth = MAX_DEPTH): unknown {
  const nested = error instanceof Error ? error.cause : undefined;
  const next: unknown = error instanceof AggregateError ? error.errors[0] : nested;
  return next === undefined || depth === 0 ? error : innermost(next, depth - 1);
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
