import type { components as Dcs, paths as DcsPaths } from "../../generated/dcs.d.ts";
import type { components as SfsTurbo, paths as SfsTurboPaths } from "../../generated/sfs-turbo.d.ts";
import type { components as Workspace, paths as WorkspacePaths } from "../../generated/workspace.d.ts";
import type { JobOf, JobRefOf } from "../job.ts";
import { isPlain } from "../util/json.ts";
import { option } from "../util/validate.ts";
import type { BodyOf, ContractService } from "./contract.ts";
import { dcs } from "./dcs.ts";
import { createService, type OwnService, type Service, type Services, serviceMaker } from "./service.ts";
import { sfsTurbo } from "./sfs-turbo.ts";
import { workspace } from "./workspace.ts";

/** The built-in services; what names one anywhere derives from its row here. */
export const builtInServices = { "sfs-turbo": sfsTurbo, workspace, dcs } as const;

/** `ServiceName` as an error of the compiler should show it: the names themselves. */
export type BuiltInName = keyof typeof builtInServices;

/** `"sfs-turbo"`, `"workspace"` or `"dcs"`. */
export type ServiceName = Extract<BuiltInName, string>;

/** A job of SFS Turbo. */
export interface SfsTurboJob
  extends JobOf<"sfs-turbo", SfsTurbo["schemas"]["SfsTurboJobType"], BodyOf<SfsTurboPaths, typeof sfsTurbo.path>> {}

/** A job of Workspace. */
export interface WorkspaceJob
  extends JobOf<"workspace", Workspace["schemas"]["WorkspaceJobType"], BodyOf<WorkspacePaths, typeof workspace.path>> {}

/** A job of DCS. */
export interface DcsJob extends JobOf<"dcs", Dcs["schemas"]["DcsJobType"], BodyOf<DcsPaths, typeof dcs.path>> {}

/** A job of a service of your own that has no contract. */
export interface OwnJob<S extends string> extends JobOf<S, string, unknown> {}

/** A job of a service of your own that has a contract: `raw` is the body at `Path` in `Paths`. */
export interface ContractJob<S extends string, Paths, Path> extends JobOf<S, string, BodyOf<Paths, Path>> {}

/** The job of each built-in service. */
export interface BuiltInJobs {
  readonly "sfs-turbo": SfsTurboJob;
  readonly workspace: WorkspaceJob;
  readonly dcs: DcsJob;
}

/**
 * Services of your own that types know without being told: augment it, and `Job<"ecs">` and `error.job` have them.
 *
 * @example
 * ```ts
 * declare module "huaweicloud-jobs" {
 *   interface KnownServices {
 *     ecs: typeof ecs;
 *   }
 * }
 * ```
 */
// biome-ignore lint/suspicious/noEmptyInterface: users add their services to it
export interface KnownServices {}

/** The names of the built-in services and of those in `Own`. */
export type ServiceNameIn<Own> = BuiltInName | (keyof Own & string);

/** The jobs of the built-in services and of those in `Own`, by name. */
export type Jobs<Own = {}> = BuiltInJobs & { readonly [K in keyof Own & string]: JobOfRow<K, Own[K]> };

type JobOfRow<S extends string, Row> =
  Row extends ContractService<infer Paths, infer Path> ? ContractJob<S, Paths, Path> : OwnJob<S>;

/**
 * A job; `raw` is the body of its service, and narrows with `service`.
 *
 * @typeParam S - names of services. Default: all
 * @typeParam Own - services of your own, such as `{ ecs: typeof ecs }`. Default: those in `KnownServices`
 */
export type Job<
  S extends ServiceNameIn<Own> | ServiceNameIn<KnownServices> = ServiceNameIn<KnownServices>,
  Own = KnownServices,
> = Jobs<Own>[S & ServiceNameIn<Own>];

/**
 * What it takes to find a job again: plain JSON. Every `Job` is one.
 *
 * @typeParam S - names of services. Default: the built-in ones
 */
export interface JobRef<S extends string = ServiceName> extends JobRefOf<S> {}

/** What `services` of a client may be: services that `defineService` made, under names that are not taken. */
export type OwnServices<Own> = { readonly [K in keyof Own]: K extends ServiceName ? never : OwnService };

/** The contract's paths of each service that has one, by its key in `clients`. */
export type PathsByClient<Own> = {
  readonly sfsTurbo: SfsTurboPaths;
  readonly workspace: WorkspacePaths;
  readonly dcs: DcsPaths;
} & {
  readonly [K in keyof Own & string as Own[K] extends ContractService<infer _P, infer _> ? K : never]: PathsOf<Own[K]>;
};

type PathsOf<Row> = Row extends ContractService<infer Paths, infer _> ? Paths : never;

/**
 * Puts the built-in services and those of the user together.
 *
 * @throws ConfigurationError for a name or a definition that is wrong; the message names the place
 */
export function resolveServices(own: unknown): Services {
  const taken = Object.keys(builtInServices);
  const services: Record<string, Service> = {};
  for (const [name, row] of Object.entries(builtInServices)) {
    services[name] = createService(name, row, row.clientKey);
  }
  for (const [name, row] of Object.entries(option("services", own, {}, isPlain, "an object of services by name"))) {
    services[name] = serviceMaker(`services.${name}`, row)(name, taken);
  }
  return services;
}
