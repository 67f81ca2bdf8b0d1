/**
 * The client, the jobs and the errors.
 *
 * @module huaweicloud-jobs
 */
import { makeClient } from "./client.ts";
import type { JobRefOf } from "./job.ts";
import type { JobsClientOf } from "./jobs-client.ts";
import type { ClientOptions } from "./options.ts";
import { type JobIn, type ServiceName, services } from "./services/index.ts";

/**
 * Creates a client for the jobs of SFS Turbo, Workspace and DCS.
 *
 * @throws ConfigurationError when an option is missing or wrong; the message names it
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
export const createJobsClient: (options: JobsClientOptions) => JobsClient = /* @__PURE__ */ makeClient(services);

/**
 * The options of `createJobsClient`.
 *
 * @interface
 */
export type JobsClientOptions = ClientOptions<ServiceName>;

/** What `createJobsClient` gives: `get`, `wait`, `watch`, `waitAll` and the generated `clients`. */
export interface JobsClient extends JobsClientOf<typeof services> {}

/** A job; `raw` is the body of its service, and narrows with `service`. */
export type Job<S extends ServiceName = ServiceName> = JobIn<typeof services, S>;

/**
 * What it takes to find a job again: plain JSON. Every `Job` is one.
 *
 * @interface
 */
export type JobRef<S extends ServiceName = ServiceName> = JobRefOf<S>;

// The contract's own types, for those who name them.
export type { components as DcsComponents, paths as DcsPaths } from "../generated/dcs.d.ts";
export type { components as SfsTurboComponents, paths as SfsTurboPaths } from "../generated/sfs-turbo.d.ts";
export type { components as WorkspaceComponents, paths as WorkspacePaths } from "../generated/workspace.d.ts";
export type { AccessKeyCredentials, StaticCredentials, TokenCredentials } from "./credentials/credentials.ts";
export { credentialsFromEnv, type Environment } from "./credentials/env.ts";
export type { Credentials } from "./credentials/index.ts";
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
export type { GetOptions } from "./jobs-client.ts";
export type { WaitOptions, WatchOptions } from "./polling/options.ts";
export type { OutcomeOf } from "./polling/wait.ts";
export type { JobUpdates } from "./polling/watch.ts";
export type { ServiceName } from "./services/index.ts";
export { jobRefFromResponse } from "./services/job-ref.ts";
export { InvalidResponseError, JobFailedError, WaitTimeoutError } from "./typed-errors.ts";
export type { Clock } from "./util/clock.ts";
export type { Cloud } from "./util/regions.ts";
