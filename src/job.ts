/** What a job is doing, in one vocabulary for every service. `succeeded` and `failed` are final. */
export type JobState = "pending" | "running" | "succeeded" | "failed" | "unknown";

/** The states of a job that has finished. */
export type TerminalState = "succeeded" | "failed";

/** Why a job failed, as its service says. At least one of the two is present. */
export interface JobErrorDetails {
  /** The service's error code, for example `SFS.TURBO.0005`. */
  readonly code?: string;
  /** The service's explanation, in its own words. */
  readonly reason?: string;
}

/** One part of a larger job. */
export interface SubJob {
  readonly id?: string;
  readonly type?: string;
  readonly state: JobState;
  /** The service's own status word, as received. Absent when the service gave none. */
  readonly status?: string;
  /** 0 to 100. */
  readonly progress?: number;
  readonly startedAt?: Date;
  readonly endedAt?: Date;
  readonly error?: JobErrorDetails;
}

/** What it takes to find a job again: plain JSON, to be stored or handed to another process. Every `Job` is one. */
export interface JobRefOf<S extends string> {
  readonly service: S;
  /**
   * The job ID from the response of the call that started it: 1 to 255 unreserved URL characters, or several such parts
   * with slashes between (`"INSTANCE/TASK"`) for a service of your own whose path has several placeholders.
   */
  readonly id: string;
  /** The project that the job belongs to. Default: the client's `projectId`. */
  readonly projectId?: string | undefined;
}

/**
 * A job as its service described it at one moment.
 *
 * @typeParam S - the service's name
 * @typeParam T - the known job types; any other string is possible too
 * @typeParam Raw - the body as the contract describes it
 */
export interface JobOf<S extends string, T extends string, Raw> {
  readonly service: S;
  /** The requested ID. */
  readonly id: string;
  readonly projectId: string;
  /** What kind of work it is. The known words are completed by editors; services add new ones without notice. */
  readonly type?: T | (string & {});
  readonly state: JobState;
  /** The service's own status word, as received. */
  readonly status: string;
  /** 0 to 100, if the service reports it (of the built-in ones, Workspace only). */
  readonly progress?: number;
  readonly startedAt?: Date;
  readonly endedAt?: Date;
  readonly error?: JobErrorDetails;
  readonly subJobs: readonly SubJob[];
  /** The request ID of the response, for a support case. */
  readonly requestId?: string;
  /** The body as received, except that a credential which the server echoes is redacted, as in every other member. */
  readonly raw: Raw;
}

/** A job of any service. */
export type AnyJob = JobOf<string, string, unknown>;

/**
 * Whether a job has finished, successfully or not.
 *
 * @example
 * ```ts
 * if (isTerminal(job)) console.log(job.state); // "succeeded" | "failed"
 * ```
 */
export function isTerminal<J extends { readonly state: JobState }>(
  job: J,
): job is J & { readonly state: TerminalState } {
  return job.state === "succeeded" || job.state === "failed";
}
