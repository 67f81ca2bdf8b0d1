import type { JobState } from "./job.ts";

/** Which request an event is about. The URL carries no credential. */
interface OfRequest {
  readonly service: string;
  readonly method: string;
  readonly url: string;
  /** 1 for the first time that the request is sent. */
  readonly attempt: number;
}

/** Which job an event is about. */
interface OfJob {
  readonly service: string;
  readonly id: string;
  readonly projectId: string;
}

/** An error, as events show it. */
interface OfError {
  /** The name of its class. */
  readonly error: string;
  /** On one line, at most 1,000 characters, without credentials. */
  readonly message: string;
  /** The server's error code. */
  readonly code?: string | undefined;
  /** The status of the response. */
  readonly status?: number | undefined;
}

/**
 * What goes on in a client, for a logger, a metric or a trace. Durations are milliseconds. No event holds a credential, a
 * header or a body.
 *
 * - `request`: a request is sent.
 * - `response`: it was answered, with whatever status.
 * - `failure`: it was aborted, not answered, or answered with a 2xx that is no job. Each request ends with one of the two.
 * - `retry`: it will be sent again, after a pause of `delay`.
 * - `refresh`: the credentials function was asked, because a credential is needed or because the last one was refused.
 * - `poll`: a wait has polled its job; it has `state`, or `error`, `message`, `code` and `status` if the poll failed.
 * - `change`: a wait has seen a change of its job.
 */
export type JobsEvent = { /** Milliseconds since the epoch. */ readonly at: number } & (
  | ({ readonly type: "request" } & OfRequest)
  | ({
      readonly type: "response";
      readonly status: number;
      readonly requestId?: string | undefined;
      readonly duration: number;
    } & OfRequest)
  | ({ readonly type: "failure"; readonly duration: number } & OfRequest & OfError)
  | ({ readonly type: "retry"; readonly delay: number } & OfRequest)
  | {
      readonly type: "refresh";
      readonly reason: "due" | "refused";
      readonly duration: number;
      readonly error?: string | undefined;
    }
  | ({
      readonly type: "poll";
      readonly poll: number;
      readonly state?: JobState | undefined;
    } & OfJob &
      Partial<OfError>)
  | ({
      readonly type: "change";
      readonly from?: JobState | undefined;
      readonly to: JobState;
      readonly status: string;
    } & OfJob)
);

/** Tells of an event; `at` is added. */
export type Emit = (event: Timeless<JobsEvent>) => void;

type Timeless<E> = E extends E ? Omit<E, "at"> : never;

/** The name of an error's class. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

const MAX_MESSAGE_LENGTH = 1_000;

/**
 * An error, as events show it.
 *
 * @param redact - removes credentials from the message; the errors of this package have none
 */
export function errorFields(error: unknown, redact = (text: string): string => text): OfError {
  if (!(error instanceof Error)) {
    return { error: errorName(error), message: "" };
  }
  const { message, code, status } = error as Error & { readonly code?: unknown; readonly status?: unknown };
  const line = redact(String(message))
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .trim();
  return {
    error: errorName(error),
    message: line.length > MAX_MESSAGE_LENGTH ? `${line.slice(0, MAX_MESSAGE_LENGTH - 1)}…` : line,
    ...(typeof code === "string" && { code }),
    ...(typeof status === "number" && { status }),
  };
}

/** Makes the function that tells a listener of events. What the listener throws is swallowed. */
export function createEmit(onEvent: ((event: JobsEvent) => unknown) | undefined, now: () => number): Emit {
  if (onEvent === undefined) {
    return () => {};
  }
  return (event) => {
    try {
      const told = onEvent({ ...event, at: now() } as JobsEvent);
      if (told instanceof Promise) {
        told.catch(() => {});
      }
    } catch {
      // A listener looks on; it does not take part.
    }
  };
}
