import type { JobState } from "./job.ts";

/** Which request an event is about. The URL carries no credential. */
interface RequestEvent {
  readonly service: string;
  readonly method: string;
  readonly url: string;
  /** 1 for the first time that the request is sent. */
  readonly attempt: number;
}

/** Which job an event is about. */
interface JobEvent {
  readonly service: string;
  readonly id: string;
  readonly projectId: string;
}

/** What an event says about an error. */
export interface EventError {
  /** The name of its class. */
  readonly error: string;
  /** One line, without credentials. Absent for errors that this package did not make. */
  readonly message?: string | undefined;
  /** The server's error code, or the system's. */
  readonly code?: string | undefined;
  /** The HTTP status. */
  readonly status?: number | undefined;
  /** Set if it was IAM that failed; the service has not been asked. */
  readonly from?: "iam" | undefined;
}

/**
 * What a client does, for a logger, a metric or a trace. Durations are milliseconds. No event holds a credential, a
 * header or a body.
 *
 * - `request`: a request is sent.
 * - `response`: a response came, with whatever status.
 * - `failure`: the request was aborted, got no response, or a 2xx that is not a job. Each request ends with one of the two.
 * - `retry`: the request will be sent again, after a pause of `delay`.
 * - `refresh`: the credentials function was called, because a credential is needed or because the last one was refused.
 * - `poll`: a wait has polled its job. If that failed, `state` is absent, and `error` and its siblings say why.
 * - `change`: a wait has seen its job change.
 * - `schedule`: the next poll of the job is due after a pause of `delay`.
 */
export type JobsEvent = { /** Milliseconds since the epoch. */ readonly at: number } & (
  | ({ readonly type: "request" } & RequestEvent)
  | ({
      readonly type: "response";
      readonly status: number;
      readonly requestId?: string | undefined;
      readonly duration: number;
    } & RequestEvent)
  | ({ readonly type: "failure"; readonly duration: number } & EventError & RequestEvent)
  | ({ readonly type: "retry"; readonly delay: number } & RequestEvent)
  | ({ readonly type: "refresh"; readonly reason: "due" | "refused"; readonly duration: number } & Partial<EventError>)
  | ({ readonly type: "poll"; readonly poll: number; readonly state?: JobState | undefined } & Partial<EventError> &
      JobEvent)
  | ({
      readonly type: "change";
      readonly from?: JobState | undefined;
      readonly to: JobState;
      readonly status: string;
    } & JobEvent)
  | ({ readonly type: "schedule"; readonly delay: number } & JobEvent)
);

/** Emits an event; `at` is added. Absent if nobody listens, so that no event is built in vain. */
export type Emit = ((event: Timeless<JobsEvent>) => void) | undefined;

type Timeless<E> = E extends E ? Omit<E, "at"> : never;

export type EventListener = (event: JobsEvent) => unknown;

/** Makes the function that emits events to a listener. What the listener throws or rejects with is swallowed. */
export function createEmit(onEvent: EventListener | undefined, now: () => number): Emit {
  return onEvent && ((event) => notify(() => onEvent(Object.assign(event, { at: now() }) as JobsEvent)));
}

/** Calls a listener, whose errors affect nothing. */
export function notify(call: () => unknown): void {
  try {
    const result = call();
    // Any thenable counts: a promise may come from another realm or library.
    if (Object(result) === result) {
      Promise.resolve(result).catch(() => {});
    }
  } catch {
    // It was the listener's own.
  }
}
