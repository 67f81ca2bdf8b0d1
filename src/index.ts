/**
 * The client, the jobs and the errors.
 *
 * @module huaweicloud-jobs
 */
import type { Client } from "openapi-fetch";
import { createClient } from "./client.ts";
import type { JobsClientOptions } from "./options.ts";
import type { WaitOptions, WatchOptions } from "./polling/options.ts";
import type { WaitOutcome } from "./polling/wait.ts";
import type { JobUpdates } from "./polling/watch.ts";
import type { BuiltInName, JobRef, Jobs, OwnServices, PathsByClient } from "./services/index.ts";

/**
 * Creates a client for the jobs of SFS Turbo, Workspace and DCS, and of services of your own.
 *
 * @throws ConfigurationError if an option is missing or wrong; the message names it
 * @example
 * ```ts
 * const jobs = createJobsClient({
 *   cloud: "otc",
 *   region: "eu-de",
 *   projectId: "5f1e2d…",
 *   credentials: { token },
 * });
 * const done = await jobs.wait({ service: "sfs-turbo", id: jobId });
 * ```
 */
export function createJobsClient<Own extends OwnServices<Own> = {}>(options: JobsClientOptions<Own>): JobsClient<Own> {
  return createClient(options) as unknown as JobsClient<Own>;
}

/**
 * A client: `get`, `wait`, `watch`, `waitAll` and the generated `clients`.
 *
 * @typeParam Own - services of your own, such as `{ ecs: typeof ecs }`
 */
export interface JobsClient<Own = {}> {
  /**
   * Fetches a job once. Errors that may pass are retried, as the client's `retry` says.
   *
   * @throws ApiError - and its subclasses, if the server responded with an error
   * @throws NetworkError, TimeoutError, InvalidResponseError - if there was no usable response
   * @throws ConfigurationError - before anything is sent, if the reference or an option is wrong
   * @example
   * ```ts
   * const job = await jobs.get({ service: "dcs", id });
   * if (job.state === "failed") console.error(job.error?.reason);
   * ```
   */
  get<S extends BuiltInName | (keyof Own & string)>(ref: JobRef<S>, options?: GetOptions): Promise<Jobs<Own>[S]>;

  /**
   * Polls a job until it has succeeded.
   *
   * @throws JobFailedError - if the job failed; it carries the job
   * @throws WaitTimeoutError - if `timeout` has passed; the job goes on, and a new wait can too
   * @throws ApiError - at once for what another poll would not fix: 400, 401, 403, 404 and the like
   * @throws ConfigurationError - if the reference or an option is wrong
   * @example
   * ```ts
   * const done = await jobs.wait({ service: "sfs-turbo", id }, { timeout: 600_000 });
   * ```
   */
  wait<S extends BuiltInName | (keyof Own & string)>(
    ref: JobRef<S>,
    options?: WaitOptions<Jobs<Own>[S]>,
  ): Promise<Jobs<Own>[S]>;

  /**
   * The changes of a job, for `for await`; the last one is its final state, failed or not. Throws as `wait` does, except
   * that a failed job is not an error. Nothing is sent before the first `next()`.
   *
   * @example
   * ```ts
   * for await (const job of jobs.watch({ service: "workspace", id })) console.log(job.state, job.progress);
   * ```
   */
  watch<S extends BuiltInName | (keyof Own & string)>(
    ref: JobRef<S>,
    options?: WatchOptions<Jobs<Own>[S]>,
  ): JobUpdates<Jobs<Own>[S]>;

  /**
   * Waits for many jobs; one outcome per reference, in order. A failed job, or a wait that could not end, is an outcome.
   *
   * @throws ConfigurationError - for wrong options; a wrong reference is an outcome
   * @throws the signal's `reason` if it aborts
   * @example
   * ```ts
   * for (const { ref, job, error } of await jobs.waitAll(refs)) console.log(ref.id, job?.state ?? error);
   * ```
   */
  waitAll<S extends readonly (BuiltInName | (keyof Own & string))[]>(
    // `[]` for compilers before 5.4: a list that is written in the call is then a tuple to them, too.
    refs: JobRefs<S> | [],
    options?: WaitOptions<Jobs<Own>[S[number]]>,
  ): Promise<WaitOutcomes<S, Own>>;

  /**
   * The generated openapi-fetch clients, over the same HTTP client: credentials, deadline, retries and the rules for
   * where a credential may go. HTTP responses are values (`{ data, error, response }`).
   */
  readonly clients: Clients<Own>;
}

/** A list of references, by the names of their services. */
export type JobRefs<S extends readonly string[]> = { [K in keyof S]: JobRef<S[K]> };

/** The outcome of each reference, in order. */
export type WaitOutcomes<S extends readonly (BuiltInName | (keyof Own & string))[], Own = {}> = {
  -readonly [K in keyof S]: WaitOutcome<Jobs<Own>[S[K]]>;
};

/** An openapi-fetch client for each service that has a contract: `sfsTurbo`, `workspace`, `dcs` and your own by name. */
export type Clients<Own = {}> = {
  readonly [K in keyof PathsByClient<Own>]: Client<PathsByClient<Own>[K] & {}>;
};

/** The options of `get`. */
export interface GetOptions {
  /** Ends the call at once; it rejects with the signal's `reason`. */
  readonly signal?: AbortSignal | undefined;
  /** For each request of this call, in milliseconds. Default: the client's. */
  readonly requestTimeout?: number | undefined;
}

// The contract's own types, for those who name them.
export type { components as DcsComponents, paths as DcsPaths } from "../generated/dcs.d.ts";
export type { components as SfsTurboComponents, paths as SfsTurboPaths } from "../generated/sfs-turbo.d.ts";
export type { components as WorkspaceComponents, paths as WorkspacePaths } from "../generated/workspace.d.ts";
export { type AgencyOptions, agencyCredentials } from "./credentials/agency.ts";
export type { AccessKeyCredentials, StaticCredentials, TokenCredentials } from "./credentials/credentials.ts";
export { credentialsFromEnv, type Environment } from "./credentials/env.ts";
export type { TokenOptions } from "./credentials/iam-token.ts";
export type { Credentials } from "./credentials/index.ts";
export { type MetadataOptions, metadataCredentials } from "./credentials/metadata.ts";
export { type PasswordOptions, passwordCredentials } from "./credentials/password.ts";
export type { CredentialsFunction, CredentialsRequest } from "./credentials/token-cache.ts";
export { ConfigurationError, isJobsError, JobsError } from "./errors/base.ts";
export {
  ApiError,
  AuthenticationError,
  BadRequestError,
  NetworkError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
  TimeoutError,
} from "./errors/request-errors.ts";
export type { JobsEvent } from "./events.ts";
export type { RateLimit } from "./http/rate.ts";
export type { RetryPolicy } from "./http/retry.ts";
export type { Fetch } from "./http/send-once.ts";
export type { JobErrorDetails, JobOf, JobState, SubJob, TerminalState } from "./job.ts";
export { isTerminal } from "./job.ts";
export type { JobsClientOptions } from "./options.ts";
export type { WaitOptions, WatchOptions } from "./polling/options.ts";
export type { WaitOutcome } from "./polling/wait.ts";
export type { JobUpdates } from "./polling/watch.ts";
export type { ContractService } from "./services/contract.ts";
export { type DefineWithContract, defineService, readJobBody } from "./services/define-service.ts";
export type {
  FieldNames,
  FinishedJob,
  JobFacts,
  ServiceDefinition,
  StateMapping,
  SubJobsDefinition,
} from "./services/definition.ts";
export type {
  BuiltInJobs,
  ContractJob,
  DcsJob,
  Job,
  JobRef,
  Jobs,
  KnownServices,
  OwnJob,
  ServiceName,
  SfsTurboJob,
  WorkspaceJob,
} from "./services/index.ts";
export { InvalidResponseError, JobFailedError, WaitTimeoutError } from "./services/job-errors.ts";
export { jobRefFromResponse } from "./services/job-ref.ts";
export type { OwnService } from "./services/service.ts";
export type { TimeFormat } from "./services/timestamps.ts";
export type { Clock } from "./util/clock.ts";
export type { Cloud, HostPattern } from "./util/regions.ts";
