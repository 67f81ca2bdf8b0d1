import type { ServiceErrorNotes } from "../http/explain.ts";
import type { JobErrorDetails, JobState, SubJob, TerminalState } from "../job.ts";
import type { HostPattern } from "../util/regions.ts";
import type { TimeFormat, TimeFormatName } from "./timestamps.ts";

/** What is known of a job whose status word says only that it has finished. */
export interface FinishedJob {
  readonly subJobs: readonly SubJob[];
  /** How many sub-jobs there are: the service's count, or the length of its list if that is larger. */
  readonly total: number;
  readonly error: JobErrorDetails | undefined;
}

/** What a status word means: a state, or for a word that says only "finished", how the state is found. */
export type StateMapping = JobState | ((job: FinishedJob) => JobState);

/**
 * Where a body has the facts of a job: dotted names, list items by number, such as `"job.status"` or `"jobs.0.status"`.
 */
export interface FieldNames<Name extends string = string> {
  /** The status word; a body without it is not a job. */
  readonly status: Name;
  /** If given, a body with another ID than the one asked for is not the job. */
  readonly id?: Name | undefined;
  readonly type?: Name | undefined;
  readonly startedAt?: Name | undefined;
  readonly endedAt?: Name | undefined;
  /** The error code of a failed job. */
  readonly code?: Name | undefined;
  /** The reason of a failed job. */
  readonly reason?: Name | undefined;
  /** 0 to 100: a number, or a text such as `"60%"`. */
  readonly progress?: Name | undefined;
}

/** How a service writes the parts of a job. */
export interface SubJobsDefinition<
  Name extends string = string,
  Word extends string = string,
  ParentName extends string = string,
> {
  /** The list of sub-jobs, a dotted name in the job's body. */
  readonly list: ParentName;
  /** Their number, a dotted name in the job's body. */
  readonly total?: ParentName | undefined;
  /** Dotted names in a sub-job. Default: the job's own. */
  readonly fields?: FieldNames<Name> | undefined;
  /** Default: the job's own. */
  readonly states?: Readonly<Record<Word, JobState>> | undefined;
}

/** What a body says about a job. */
export interface JobFacts {
  /** The ID in the body. */
  readonly id?: string;
  readonly type?: string;
  readonly state: JobState;
  /** The service's own word. */
  readonly status: string;
  /** 0 to 100. */
  readonly progress?: number;
  readonly startedAt?: Date;
  readonly endedAt?: Date;
  readonly error?: JobErrorDetails;
  readonly subJobs: readonly SubJob[];
}

/**
 * A service whose jobs a client follows: where a job is found, and how its body is read. `defineService` makes one of a
 * service of your own.
 */
export interface ServiceDefinition<Body = unknown> {
  /**
   * The path of the job, in path or query, as the vendor's page writes it: `"/v1/{project_id}/jobs/{job_id}"`. Every
   * place but `{project_id}` is part of the ID; the ID of a path with two is `"A/B"`.
   */
  readonly path: string;
  /** The service's hosts. Without them the client needs its base URL in `endpoints`. */
  readonly hosts?: HostPattern | undefined;
  /** The service's name for people. Default: its name in `services`. */
  readonly title?: string | undefined;
  readonly fields: FieldNames;
  /** What the status words mean. Case does not matter; a number counts if the row has a numeric word. */
  readonly states: Readonly<Record<string, StateMapping>>;
  readonly subJobs?: SubJobsDefinition | undefined;
  /** Where the response of the call that starts a job has its ID, a dotted name. Default: `job_id`, `jobId`, `job_Id`. */
  readonly started?: string | undefined;
  /**
   * How times are written. Default: `"utc"`: date and time of day, as `2026-01-02T03:04:05Z`. `T` may be a space; seconds,
   * a fraction and the zone may be left out, and without a zone it is UTC. A zone is `Z`, `UTC`, `GMT`, `+08:00`, `+0800`
   * or `+08`, also as Go prints it (`+0800 CST`). `"epoch-milliseconds"` and `"epoch-seconds"` are numbers, also as a text,
   * with a fraction or without; 0 means no time. What cannot be read is left out.
   */
  readonly time?: TimeFormatName | TimeFormat | undefined;
  /** What it means that the job is not found (404) after this wait has seen it. Default: an error. */
  readonly gone?: TerminalState | undefined;
  /**
   * Reads what the names cannot say. What it returns takes precedence; what it leaves out is read as declared;
   * `undefined` means that the body is not a job, and so does an exception. What no job can have is a
   * `ConfigurationError`, which ends a wait.
   */
  read?(body: Body): Partial<JobFacts> | undefined;
  readonly errors?: ServiceErrorNotes | undefined;
}

/** Both as one object. Bundlers drop an unused call of this; a spread they keep, since it could run a getter. */
export function merge<const A extends object, const B extends object>(a: A, b: B): A & B {
  return { ...a, ...b };
}
