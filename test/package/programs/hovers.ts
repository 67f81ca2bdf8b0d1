/**
 * What an editor shows of the client. Below a line, `^?` stands under the word that the mouse is over, with the text
 * beside it. Nobody runs this program.
 */
import { createJobsClient, defineService, type JobRef } from "huaweicloud-jobs";

declare const id: string;
declare const credentials: { token: string };
declare const ref: JobRef;
declare const refs: JobRef[];

// The built-in services.
export const jobs = createJobsClient({ cloud: "otc", region: "eu-de", credentials });
//           ^? const jobs: JobsClient<{}>
//                  ^? (alias) createJobsClient<{}>(options: JobsClientOptions<{}>): JobsClient<{}> import createJobsClient
export const seen = await jobs.get({ service: "dcs", id });
//           ^? const seen: DcsJob
//                             ^? (method) JobsClient<{}>.get<"dcs">(ref: JobRef<"dcs">, options?: GetOptions): Promise<DcsJob>
export const done = await jobs.wait({ service: "dcs", id });
//           ^? const done: DcsJob
//                             ^? (method) JobsClient<{}>.wait<"dcs">(ref: JobRef<"dcs">, options?: WaitOptions<DcsJob> | undefined): Promise<DcsJob>
export const updates = jobs.watch({ service: "workspace", id });
//           ^? const updates: JobUpdates<WorkspaceJob>
//                          ^? (method) JobsClient<{}>.watch<"workspace">(ref: JobRef<"workspace">, options?: WatchOptions<WorkspaceJob> | undefined): JobUpdates<WorkspaceJob>
export const outcomes = await jobs.waitAll([
  //         ^? const outcomes: [WaitOutcome<DcsJob>, WaitOutcome<WorkspaceJob>]
  //                               ^? (method) JobsClient<{}>.waitAll<["dcs", "workspace"]>(refs: [] | [JobRef<"dcs">, JobRef<"workspace">], options?: WaitOptions<DcsJob | WorkspaceJob> | undefined): Promise<[WaitOutcome<DcsJob>, WaitOutcome<WorkspaceJob>]>
  { service: "dcs", id },
  { service: "workspace", id },
]);
export const anyJob = await jobs.wait(ref);
//           ^? const anyJob: DcsJob | WorkspaceJob | SfsTurboJob
//                               ^? (method) JobsClient<{}>.wait<ServiceName>(ref: JobRef<ServiceName>, options?: WaitOptions<DcsJob | WorkspaceJob | SfsTurboJob> | undefined): Promise<DcsJob | WorkspaceJob | SfsTurboJob>
export const manyOutcomes = await jobs.waitAll(refs);
//           ^? const manyOutcomes: WaitOutcome<DcsJob | WorkspaceJob | SfsTurboJob>[]
//                                     ^? (method) JobsClient<{}>.waitAll<ServiceName[]>(refs: [] | JobRef<ServiceName>[], options?: WaitOptions<DcsJob | WorkspaceJob | SfsTurboJob> | undefined): Promise<WaitOutcome<DcsJob | WorkspaceJob | SfsTurboJob>[]>
export const either = await jobs.wait(ref as JobRef<"dcs" | "workspace">);
//           ^? const either: DcsJob | WorkspaceJob
//                               ^? (method) JobsClient<{}>.wait<"workspace" | "dcs">(ref: JobRef<"workspace" | "dcs">, options?: WaitOptions<DcsJob | WorkspaceJob> | undefined): Promise<DcsJob | WorkspaceJob>

// Services of one's own, without a contract and with one.
const ecs = defineService({
  //  ^? const ecs: OwnService
  path: "/v1/{project_id}/jobs/{job_id}",
  hosts: { prefix: "ecs" },
  fields: { id: "job_id", status: "status" },
  states: { RUNNING: "running", SUCCESS: "succeeded", FAIL: "failed" },
});
interface paths {
  "/v3/{project_id}/jobs": {
    get: {
      responses: { 200: { content: { "application/json": { job: { id: string; status: "Running" | "Completed" } } } } };
    };
  };
}
const rds = defineService<paths>()({
  //  ^? const rds: ContractService<paths, "/v3/{project_id}/jobs">
  path: "/v3/{project_id}/jobs?id={job_id}",
  hosts: { prefix: "rds" },
  fields: { id: "job.id", status: "job.status" },
  states: { Running: "running", Completed: "succeeded" },
});

export const own = createJobsClient({ cloud: "otc", region: "eu-de", credentials, services: { ecs } });
//           ^? const own: JobsClient<{ ecs: OwnService; }>
//                 ^? (alias) createJobsClient<{ ecs: OwnService; }>(options: JobsClientOptions<{ ecs: OwnService; }>): JobsClient<{ ecs: OwnService; }> import createJobsClient
export const ownSeen = await own.get({ service: "ecs", id });
//           ^? const ownSeen: OwnJob<"ecs">
//                               ^? (method) JobsClient<{ ecs: OwnService; }>.get<"ecs">(ref: JobRef<"ecs">, options?: GetOptions): Promise<OwnJob<"ecs">>
export const ownDone = await own.wait({ service: "ecs", id });
//           ^? const ownDone: OwnJob<"ecs">
//                               ^? (method) JobsClient<{ ecs: OwnService; }>.wait<"ecs">(ref: JobRef<"ecs">, options?: WaitOptions<OwnJob<"ecs">> | undefined): Promise<OwnJob<"ecs">>
export const ownUpdates = own.watch({ service: "ecs", id });
//           ^? const ownUpdates: JobUpdates<OwnJob<"ecs">>
//                            ^? (method) JobsClient<{ ecs: OwnService; }>.watch<"ecs">(ref: JobRef<"ecs">, options?: WatchOptions<OwnJob<"ecs">> | undefined): JobUpdates<OwnJob<"ecs">>
export const ownOutcomes = await own.waitAll([
  //         ^? const ownOutcomes: [WaitOutcome<OwnJob<"ecs">>, WaitOutcome<DcsJob>]
  //                                 ^? (method) JobsClient<{ ecs: OwnService; }>.waitAll<["ecs", "dcs"]>(refs: [] | [JobRef<"ecs">, JobRef<"dcs">], options?: WaitOptions<DcsJob | OwnJob<"ecs">> | undefined): Promise<[WaitOutcome<OwnJob<"ecs">>, WaitOutcome<DcsJob>]>
  { service: "ecs", id },
  { service: "dcs", id },
]);
export const builtIn = await own.wait({ service: "dcs", id });
//           ^? const builtIn: DcsJob
//                               ^? (method) JobsClient<{ ecs: OwnService; }>.wait<"dcs">(ref: JobRef<"dcs">, options?: WaitOptions<DcsJob> | undefined): Promise<DcsJob>
export const ownEither = await own.wait(ref as JobRef<"dcs" | "ecs">);
//           ^? const ownEither: DcsJob | OwnJob<"ecs">
//                                 ^? (method) JobsClient<{ ecs: OwnService; }>.wait<"dcs" | "ecs">(ref: JobRef<"dcs" | "ecs">, options?: WaitOptions<DcsJob | OwnJob<"ecs">> | undefined): Promise<DcsJob | OwnJob<"ecs">>

export const several = createJobsClient({
  //         ^? const several: JobsClient<{ ecs: OwnService; rds: ContractService<paths, "/v3/{project_id}/jobs">; }>
  cloud: "otc",
  region: "eu-de",
  credentials,
  services: { ecs, rds },
});
export const rdsSeen = await several.get({ service: "rds", id });
//           ^? const rdsSeen: ContractJob<"rds", paths, "/v3/{project_id}/jobs">
//                                   ^? (method) JobsClient<{ ecs: OwnService; rds: ContractService<paths, "/v3/{project_id}/jobs">; }>.get<"rds">(ref: JobRef<"rds">, options?: GetOptions): Promise<ContractJob<"rds", paths, "/v3/{project_id}/jobs">>
export const rdsDone = await several.wait({ service: "rds", id });
//           ^? const rdsDone: ContractJob<"rds", paths, "/v3/{project_id}/jobs">
//                                   ^? (method) JobsClient<{ ecs: OwnService; rds: ContractService<paths, "/v3/{project_id}/jobs">; }>.wait<"rds">(ref: JobRef<"rds">, options?: WaitOptions<ContractJob<"rds", paths, "/v3/{project_id}/jobs">> | undefined): Promise<ContractJob<"rds", paths, "/v3/{project_id}/jobs">>
export const rdsUpdates = several.watch({ service: "rds", id });
//           ^? const rdsUpdates: JobUpdates<ContractJob<"rds", paths, "/v3/{project_id}/jobs">>
//                                ^? (method) JobsClient<{ ecs: OwnService; rds: ContractService<paths, "/v3/{project_id}/jobs">; }>.watch<"rds">(ref: JobRef<"rds">, options?: WatchOptions<ContractJob<"rds", paths, "/v3/{project_id}/jobs">> | undefined): JobUpdates<ContractJob<"rds", paths, "/v3/{project_id}/jobs">>
export const rdsOutcomes = await several.waitAll([
  //         ^? const rdsOutcomes: [WaitOutcome<ContractJob<"rds", paths, "/v3/{project_id}/jobs">>, WaitOutcome<DcsJob>]
  //                                     ^? (method) JobsClient<{ ecs: OwnService; rds: ContractService<paths, "/v3/{project_id}/jobs">; }>.waitAll<["rds", "dcs"]>(refs: [] | [JobRef<"rds">, JobRef<"dcs">], options?: WaitOptions<DcsJob | ContractJob<"rds", paths, "/v3/{project_id}/jobs">> | undefined): Promise<[WaitOutcome<ContractJob<"rds", paths, "/v3/{project_id}/jobs">>, WaitOutcome<DcsJob>]>
  { service: "rds", id },
  { service: "dcs", id },
]);
export const word = rdsDone.raw.job.status;
//           ^? const word: "Running" | "Completed"
