import { JobsError, singleLine } from "./base.ts";

/** How many nested causes are searched. */
const MAX_DEPTH = 5;

const MAX_MESSAGE_LENGTH = 500;
const MAX_CODE_LENGTH = 100;

/**
 * The platform's account of a failure as a plain error, with message and code alone: the original may hold the
 * request and its headers. Node hides the reason ("fetch failed") beneath a chain of causes.
 */
export function networkCause(error: unknown, clean: (text: string) => string): Error & { readonly code?: string } {
  const { message, code: given } = describe(innermost(error));
  const code = given === undefined ? undefined : singleLine(clean(given), MAX_CODE_LENGTH);
  const full = code === undefined || message.includes(code) ? message : `${message} (${code})`;
  const cause = new Error(singleLine(clean(full), MAX_MESSAGE_LENGTH));
  return code === undefined ? cause : Object.assign(cause, { code });
}

function innermost(error: unknown): unknown {
  let inner = error;
  for (let depth = 0; depth < MAX_DEPTH && inner instanceof Error; depth++) {
    const next: unknown = inner instanceof AggregateError ? inner.errors[0] : inner.cause;
    if (next === undefined) {
      break;
    }
    inner = next;
  }
  return inner;
}

function describe(error: unknown): { message: string; code?: string | undefined } {
  if (!(error instanceof Error)) {
    return { message: stringify(error) };
  }
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  return { message: stringify(error.message) || stringify(error.name), code };
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
