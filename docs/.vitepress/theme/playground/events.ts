import type { JobState } from "huaweicloud-jobs";

/** Which job an event is about. */
export interface JobName {
  readonly service: string;
  readonly id: string;
}

/** A stretch of a job's life as it really is; the job stays in the last state for ever. */
export interface LifeSpan {
  readonly from: number;
  readonly state: JobState;
  /** 0 to 100, if the service reports it. */
  readonly progress?: number | undefined;
}

/** How a run ended. */
export type Outcome =
  /** The program has ended, and nothing that it began is left. */
  | "finished"
  /** The program threw, or a promise that nobody awaits was rejected. */
  | "failed"
  /** The program waits for something that never happens. */
  | "stuck"
  /** The run took more steps, or more virtual time, than a run may take. */
  | "bounded"
  /** The reader stopped it, or it did not yield for too long. */
  | "stopped";

/**
 * What happened in a run, in order.
 *
 * - `job`: a job was added to the simulator.
 * - `life`: what a job that was added really does.
 * - `fault`: a fault was injected.
 * - `request`: the simulator received a request; without `status` it did not respond.
 * - `poll`: a wait has the result of its poll: a state, or an error.
 * - `retry`: `get` sends its request again after `delay`.
 * - `print`: the program wrote a line to the console.
 * - `end`: the last event.
 */
export type RunEvent = { /** Milliseconds of virtual time since the start. */ readonly at: number } & (
  | ({ readonly type: "job" } & JobName)
  | ({ readonly type: "life"; readonly life: readonly LifeSpan[] } & JobName)
  | { readonly type: "fault"; readonly kind: string; readonly times: number }
  | {
      readonly type: "request";
      /** Absent, with `id`, if no service has such a path. */
      readonly service?: string | undefined;
      readonly id?: string | undefined;
      readonly status?: number | undefined;
      readonly fault?: string | undefined;
      /** What the server's `Retry-After` asks for, in milliseconds. */
      readonly retryAfter?: number | undefined;
    }
  | ({
      readonly type: "poll";
      readonly state?: JobState | undefined;
      readonly error?: string | undefined;
      readonly message?: string | undefined;
      readonly code?: string | undefined;
    } & JobName)
  | { readonly type: "retry"; readonly service: string; readonly delay: number }
  | { readonly type: "print"; readonly level: "log" | "error"; readonly text: string }
  | {
      readonly type: "end";
      readonly outcome: Outcome;
      readonly message?: string | undefined;
      /** The line of the program at which it threw. */
      readonly line?: number | undefined;
    }
);
