import type { JobErrorDetails, JobState, SubJob } from "../job.ts";
import type { HostPattern } from "../util/regions.ts";
import type { TimeFormat } from "./timestamps.ts";

/** What is known of a job when its status word says only that it is over. */
export interface FinishedJob {
  readonly subJobs: readonly SubJob[];
  /** How many sub-jobs there are: the service's count, or the length of its list where that is larger. */
  readonly total: number;
  readonly error: JobErrorDetails | undefined;
}

/** What a status word means: a state, or for a word that says only "over", how the outcome is found. */
export type StateMapping = JobState | ((job: FinishedJob) => JobState);

/** The names of the members that hold a job's or sub-job's facts. */
export interface FieldNames<Name extends string> {
  readonly id: Name;
  readonly type: Name;
  readonly status: Name;
  readonly startedAt: Name;
  readonly endedAt: Name;
  readonly code?: Name;
  readonly reason: Name;
}

/** How a service writes the parts of a job. */
export interface SubJobFormat<Name extends string, Word extends string = string, ParentName extends string = string> {
  /** The member of the parent that lists the sub-jobs, and the one that counts them. */
  readonly list: ParentName;
  readonly total?: ParentName;
  readonly fields: FieldNames<Name> & { readonly progress?: Name };
  readonly states: Readonly<Record<Word, JobState>>;
}

/** How a service writes a job: which member holds what, what its words mean, how it writes a time. */
export interface JobFormat<
  Name extends string = string,
  Word extends string = string,
  SubName extends string = string,
  SubWord extends string = string,
> {
  readonly fields: FieldNames<Name>;
  readonly states: Readonly<Record<Word, StateMapping>>;
  readonly subJobs?: SubJobFormat<SubName, SubWord, Name>;
  readonly time: TimeFormat;
}

/** One row of the table of services: all that the rest of the package derives itself from. */
export interface Service {
  /** The service's key in `clients`. */
  readonly clientKey: string;
  readonly title: string;
  /** The path of the job endpoint, as the contract writes it. */
  readonly path: string;
  readonly hosts: HostPattern;
  readonly format: JobFormat;
  /** What is known of the service's errors beyond what it says itself. */
  readonly errors?: {
    /** The IAM action that the job endpoint needs. */
    readonly action: string;
    /** What a code means, where the server's own words or the status mislead. */
    readonly codes?: Readonly<Record<string, string>>;
  };
}

/** The services by name. */
export type ServiceTable = Readonly<Record<string, Service>>;

/** What the contract says of a service, for types alone. */
export interface Contract<Paths, Type extends string, Raw> {
  readonly [contract]?: { readonly paths: Paths; readonly type: Type; readonly raw: Raw };
}
declare const contract: unique symbol;

/** The 200 body of a path's GET operation. */
type BodyOf<Paths, Path extends keyof Paths> = Paths[Path] extends {
  get: { responses: { 200: { content: { "application/json": infer Body } } } };
}
  ? Body
  : never;

/** The names of an object's members, of every alternative where it is a union. */
type Names<T> = T extends T ? keyof T & string : never;

/** The path of a job. What its parameters are called is the contract's own affair, so they have one name everywhere. */
type JobPath = `/v${string}/{project_id}/${string}/{job_id}${string}`;

/**
 * Writes a row of the table of services. The types come from the compiled contract, so that a member name, a path or a
 * status word that the contract does not have is a compile error, and a word of the contract without a meaning too.
 *
 * @typeParam Paths - `paths` of the compiled contract
 * @typeParam Type - the contract's list of known job types
 * @typeParam Word - its list of status words
 * @typeParam SubRaw - its sub-job
 * @typeParam SubWord - its list of a sub-job's status words
 */
export function defineService<
  Paths extends object,
  Type extends string,
  Word extends string,
  SubRaw = never,
  SubWord extends string = never,
>() {
  return <const Path extends keyof Paths & JobPath, const Key extends string>(
    service: Omit<Service, "format"> & {
      readonly clientKey: Key;
      readonly path: Path;
      readonly format: JobFormat<Names<BodyOf<Paths, Path>>, Word, Names<SubRaw>, SubWord>;
    },
  ): Service & { readonly clientKey: Key } & Contract<Paths, Type, BodyOf<Paths, Path>> => service;
}

/** Both as one object. Bundlers leave out an unused call of this; a spread they keep, since it could run a getter. */
export function merge<const A extends object, const B extends object>(a: A, b: B): A & B {
  return { ...a, ...b };
}
