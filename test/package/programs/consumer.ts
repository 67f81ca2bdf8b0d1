/** A program that names everything the package exports, for compilers of every age and temper. */
import {
  type AccessKeyCredentials,
  ApiError,
  AuthenticationError,
  BadRequestError,
  type BuiltInJobs,
  type Clock,
  type Cloud,
  ConfigurationError,
  type ContractJob,
  type ContractService,
  type Credentials,
  type CredentialsFunction,
  type CredentialsRequest,
  createJobsClient,
  credentialsFromEnv,
  type DcsComponents,
  type DcsJob,
  type DcsPaths,
  type DefineWithContract,
  defineService,
  type Environment,
  type Fetch,
  type FieldNames,
  type FinishedJob,
  type GetOptions,
  type HostPattern,
  InvalidResponseError,
  isJobsError,
  isTerminal,
  type Job,
  type JobErrorDetails,
  type JobFacts,
  JobFailedError,
  type JobOf,
  type JobRef,
  type JobState,
  type Jobs,
  type JobsClient,
  type JobsClientOptions,
  JobsError,
  type JobsEvent,
  type JobUpdates,
  jobRefFromResponse,
  type KnownServices,
  NetworkError,
  NotFoundError,
  type OwnJob,
  type OwnService,
  type PasswordOptions,
  PermissionError,
  passwordCredentials,
  type RateLimit,
  RateLimitError,
  type RetryPolicy,
  readJobBody,
  ServerError,
  type ServiceDefinition,
  type ServiceName,
  type SfsTurboComponents,
  type SfsTurboJob,
  type SfsTurboPaths,
  type StateMapping,
  type StaticCredentials,
  type SubJob,
  type SubJobsDefinition,
  type TerminalState,
  type TimeFormat,
  TimeoutError,
  type TokenCredentials,
  type WaitOptions,
  type WaitOutcome,
  WaitTimeoutError,
  type WatchOptions,
  type WorkspaceComponents,
  type WorkspaceJob,
  type WorkspacePaths,
} from "huaweicloud-jobs";
import { ageOf, defaultInterval, type Interval, type Moment, nextDelay } from "huaweicloud-jobs/schedule";
import {
  brokenFaults,
  createSimulator,
  type Fault,
  type FaultKind,
  type FaultScope,
  faultKinds,
  type NewJob,
  type ScenarioName,
  type SimulatedRequest,
  type Simulator,
  type SimulatorOptions,
  type Step,
  type SubJobStep,
  scenarios,
} from "huaweicloud-jobs/simulator";
import { type ListenOptions, listen, type SimulatorServer } from "huaweicloud-jobs/simulator/node";

// What is made of options, and told apart from others.
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const check = <T extends true>(): T | undefined => undefined;

export const token: TokenCredentials = { token: "t", expiresAt: new Date() };
export const accessKey: AccessKeyCredentials = { accessKeyId: "a", secretAccessKey: "s" };
export const either: StaticCredentials[] = [token, accessKey];
export const ask: CredentialsFunction = async (request?: CredentialsRequest) => (request ? token : accessKey);
export const sources: Credentials[] = [token, accessKey, ask];
export const environment: Environment = { OS_TOKEN: "t" };
export const user: PasswordOptions = { username: "u", password: "p", domainName: "d", cloud: "otc", region: "eu-de" };
export const fromUser = passwordCredentials(user);
export const fromEnvironment = credentialsFromEnv(environment);

export const cloud: Cloud = "otc";
export const clock: Clock = { now: () => 0, sleep: async (ms, signal) => void [ms, signal] };
export const retry: RetryPolicy = { maxAttempts: 2, baseDelay: 500, maxDelay: 8_000 };
export const rateLimit: RateLimit = { requestsPerSecond: 10, concurrency: 2 };
export const send: Fetch = (input, init) => fetch(input, init);
export const seen: JobsEvent["type"][] = [];
export const options: JobsClientOptions = {
  cloud,
  region: "eu-de",
  projectId: "p",
  credentials: token,
  endpoints: { dcs: "https://dcs.example" },
  fetch: send,
  requestTimeout: 1_000,
  retry,
  rateLimit,
  allowInsecureHttp: false,
  clock,
  onEvent: (event) => void seen.push(event.type),
};

// What others build on: a declaration of it must be possible to write without naming what is not exported.
export const jobs = createJobsClient(options);
export const { dcs, sfsTurbo, workspace } = jobs.clients;
export const client: JobsClient = jobs;
export const getOptions: GetOptions = { requestTimeout: 1_000, signal: new AbortController().signal };
export const waitOptions: WaitOptions<Job> = {
  timeout: 60_000,
  interval: { min: 1_000, max: 5_000 },
  typicalDuration: ({ type }) => (type === undefined ? undefined : 300_000),
  notFoundGrace: 1_000,
  onUnknownStatus: "fail",
  onUpdate: (job) => void job.state,
};
export const watchOptions: WatchOptions = { timeout: 60_000 };
export const look = (id: string) => jobs.get({ service: "dcs", id }, getOptions);
export const follow = (ref: JobRef) => jobs.wait(ref, waitOptions);
export const changes = (id: string) => jobs.watch({ service: "workspace", id }, watchOptions);
export const both = () =>
  jobs.waitAll([
    { service: "dcs", id: "a" },
    { service: "sfs-turbo", id: "b" },
  ]);
export const waitFor = <S extends ServiceName>(ref: JobRef<S>) => jobs.wait(ref);
export class Service {
  readonly jobs = createJobsClient(options);
  find = (ref: JobRef<"dcs">) => this.jobs.get(ref);
}

check<Equal<Awaited<ReturnType<typeof look>>, Job<"dcs">>>();
check<Equal<ReturnType<typeof changes>, JobUpdates<Job<"workspace">>>>();
check<Equal<Job, SfsTurboJob | WorkspaceJob | DcsJob>>();
check<Equal<Job<"dcs">, BuiltInJobs["dcs"]>>();
check<Equal<keyof KnownServices, never>>();
check<Equal<ServiceName, "sfs-turbo" | "workspace" | "dcs">>();
check<Equal<Job<"dcs">["raw"], DcsComponents["schemas"]["DcsJob"]>>();
check<Equal<Job<"sfs-turbo">["raw"], SfsTurboComponents["schemas"]["SfsTurboJob"]>>();
check<Equal<Job<"workspace">["raw"], WorkspaceComponents["schemas"]["WorkspaceJob"]>>();
check<Equal<TerminalState, "succeeded" | "failed">>();
// @ts-expect-error -- a check that does not hold is an error
check<Equal<JobState, string>>();
// @ts-expect-error -- ECS is none of the services
look({ service: "ecs", id: "j" });

export async function everything(): Promise<string[]> {
  const told: string[] = [];
  const job = await look("j");
  const words: (string | null | undefined)[] = [job.type, job.status, job.raw.job_type, job.projectId, job.requestId];
  const details: JobErrorDetails | undefined = job.error;
  const parts: readonly SubJob[] = job.subJobs;
  told.push(`${words} ${details?.code} ${parts.length} ${job.startedAt?.toISOString()}`);
  if (isTerminal(job)) {
    const state: TerminalState = job.state;
    told.push(state);
  }
  for await (const { progress, raw } of changes("w")) {
    told.push(`${progress} ${raw.sub_jobs_total}`);
  }
  const [first, second] = await both();
  const outcome: WaitOutcome<DcsJob> = first;
  told.push(`${outcome.job?.raw.begin_time} ${second.error?.message}`);
  const ref: JobRef<"sfs-turbo"> = jobRefFromResponse("sfs-turbo", {});
  const picked: JobOf<"sfs-turbo", string, SfsTurboComponents["schemas"]["SfsTurboJob"]> = await jobs.wait(ref);
  const path: keyof DcsPaths = "/v2/{project_id}/jobs/{job_id}";
  const paths: (keyof SfsTurboPaths | keyof WorkspacePaths)[] = [
    "/v1/{project_id}/sfs-turbo/jobs/{job_id}",
    "/v2/{project_id}/workspace-jobs/{job_id}",
  ];
  const { data, error, response } = await dcs.GET(path, { params: { path: { project_id: "p", job_id: "j" } } });
  told.push(`${picked.id} ${paths} ${data?.status} ${error === undefined} ${response.status}`);
  return told;
}

export function explain(error: unknown): string {
  if (!isJobsError(error)) {
    return "of another kind";
  }
  const base: JobsError = error;
  if (error instanceof JobFailedError) {
    return `${error.job.service} ${error.job.error?.reason}`;
  }
  if (error instanceof WaitTimeoutError) {
    return `${error.ref.id} ${error.lastJob?.state}`;
  }
  if (error instanceof InvalidResponseError) {
    return `${error.job?.state}`;
  }
  if (error instanceof ApiError) {
    const { status, code, requestId, service, method, url, attempts, retryAfter } = error;
    return `${[status, code, requestId, service, method, url, attempts, retryAfter]}`;
  }
  if (error instanceof NetworkError || error instanceof TimeoutError || error instanceof ConfigurationError) {
    return error.name;
  }
  return base.message;
}
export const refusals: readonly (new (...args: never[]) => JobsError)[] = [
  AuthenticationError,
  BadRequestError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
  JobsError,
];

// Services of one's own.
export const hosts: HostPattern = { prefix: "ecs" };
export const fields: FieldNames = { id: "job_id", status: "status" };
export const finished = ({ subJobs, total }: FinishedJob): JobState =>
  subJobs.length < total ? "running" : "succeeded";
export const meanings: Record<string, StateMapping> = { RUNNING: "running", DONE: finished, FAIL: "failed" };
export const parts: SubJobsDefinition = { list: "entities.sub_jobs" };
export const time: TimeFormat = { read: (value) => new Date(String(value)), write: (date) => date.toISOString() };
export const definition: ServiceDefinition = {
  path: "/v1/{project_id}/jobs/{job_id}",
  hosts,
  fields,
  states: meanings,
  subJobs: parts,
  time,
  read: (body): Partial<JobFacts> | undefined => (body === null ? undefined : { progress: 5 }),
};
export const ecs: OwnService = defineService(definition);
export interface RdsPaths {
  "/v3/{project_id}/jobs": {
    get: {
      responses: { 200: { content: { "application/json": { job: { id: string; status: "Running" | "Done" } } } } };
    };
  };
}
export const define: DefineWithContract<RdsPaths> = defineService<RdsPaths>();
export const rds = define({
  path: "/v3/{project_id}/jobs?id={job_id}",
  fields: { id: "job.id", status: "job.status" },
  states: { Running: "running", Done: "succeeded" },
});
// Names of services are inferred from `services` alone: not from `endpoints`, wherever the rows are written.
export const own = createJobsClient({
  cloud,
  region: "eu-de",
  endpoints: { ecs: "https://ecs.example", shares: "https://shares.example" },
  onEvent: (event) => void seen.push(event.type),
  services: {
    ecs,
    rds,
    shares: defineService({
      path: "/v1/{project_id}/shares/{share_id}",
      fields: { status: "status" },
      states: { 100: "running", 200: "succeeded" },
    }),
  },
  credentials: token,
});
export type Own = { ecs: OwnService; rds: ContractService<RdsPaths, "/v3/{project_id}/jobs">; shares: OwnService };
export const ownClient: JobsClient<Own> = own;
export const plainClient: JobsClient = own;
export const ownJob = (id: string) => own.get({ service: "ecs", id });
export const contractJob = (id: string) => own.wait({ service: "rds", id });
export const share = (id: string) => own.watch({ service: "shares", id });
export const mixed = (id: string) =>
  own.waitAll([
    { service: "rds", id },
    { service: "dcs", id },
  ]);
export const ownWaitFor = <S extends ServiceName | "ecs" | "rds">(ref: JobRef<S>) => own.wait(ref);
export const ownRef: JobRef<"ecs"> = jobRefFromResponse("ecs", { job_id: "j" }, ecs);
export const facts: JobFacts = readJobBody(ecs, { job_id: "j", status: "RUNNING" });
check<Equal<Awaited<ReturnType<typeof ownJob>>, OwnJob<"ecs">>>();
check<Equal<Awaited<ReturnType<typeof ownJob>>["raw"], unknown>>();
check<Equal<Awaited<ReturnType<typeof contractJob>>, ContractJob<"rds", RdsPaths, "/v3/{project_id}/jobs">>>();
check<Equal<Job<"rds", Own>["raw"]["job"]["status"], "Running" | "Done">>();
check<Equal<ReturnType<typeof share>, JobUpdates<Jobs<Own>["shares"]>>>();
check<Equal<Awaited<ReturnType<typeof mixed>>, [WaitOutcome<Job<"rds", Own>>, WaitOutcome<DcsJob>]>>();
check<Equal<keyof typeof own.clients, "sfsTurbo" | "workspace" | "dcs" | "rds">>();
// @ts-expect-error -- CCE is none of the services
own.get({ service: "cce", id: "j" });
// @ts-expect-error -- a name of a built-in service is taken
createJobsClient({ ...options, services: { dcs: ecs } });
// @ts-expect-error -- nobody made it with defineService
createJobsClient({ ...options, services: { ecs: definition } });
// @ts-expect-error -- CCE is none of the services
createJobsClient({ credentials: token, endpoints: { cce: "https://cce.example" }, services: { ecs } });

// The simulator, in memory and on a port.
export const scope: FaultScope<ServiceName> = { service: "dcs" };
export const fault: Fault<ServiceName> = { kind: "throttled", retryAfter: 2, ...scope };
export const kinds: readonly FaultKind["kind"][] = [...faultKinds, ...brokenFaults];
export const subStep: SubJobStep = { status: "SUCCESS" };
export const step: Step = { after: 0, status: "COMPLETE", subJobs: [subStep] };
export const names: readonly ScenarioName[] = scenarios.workspace;
export const newJob: NewJob<ServiceName> = { service: "workspace", steps: [step] };
export const simulatorOptions: SimulatorOptions = { clock };
export const simulator: Simulator = createSimulator(simulatorOptions);
export const simulated = createJobsClient(simulator.clientOptions);
export const ownSimulator = createSimulator({ services: { ecs, rds } });
export const ownSimulated = createJobsClient(ownSimulator.clientOptions);
export const added = ownSimulator.addJob({ service: "ecs", scenario: "success" });
export const requests: readonly SimulatedRequest[] = simulator.requests;
export const where: ListenOptions = { port: 0, host: "127.0.0.1" };
export async function serve(): Promise<SimulatorServer> {
  simulator.injectFault(fault);
  const ref = simulator.addJob(newJob);
  await simulated.wait(ref);
  const server = await listen(simulator, where);
  createJobsClient({ ...options, endpoints: server.endpoints });
  return server;
}

export const interval: Interval = defaultInterval;
export const moment: Moment = { interval, age: ageOf(undefined, 0, clock.now()), remaining: 60_000 };
export const pause: number = nextDelay(moment, () => 0.5);
