import type { JobOf } from "../job.ts";
import { dcs } from "./dcs.ts";
import type { Contract, ServiceTable } from "./definition.ts";
import { sfsTurbo } from "./sfs-turbo.ts";
import { workspace } from "./workspace.ts";

/** The table of services; what names a service anywhere derives from its row here. */
export const services = { "sfs-turbo": sfsTurbo, workspace, dcs } as const;

/** The contract's job body, known job types and paths of one row. */
export type RawOf<S> = S extends Contract<unknown, string, infer Raw> ? Raw : never;
export type TypeOf<S> = S extends Contract<unknown, infer Type, unknown> ? Type : never;
export type PathsOf<S> = S extends Contract<infer Paths, string, unknown> ? Paths : never;

/** A job of any of the services `N` of a table. */
export type JobIn<T extends ServiceTable, N extends keyof T & string = keyof T & string> = N extends N
  ? JobOf<N, TypeOf<T[N]>, RawOf<T[N]>>
  : never;

/** `"sfs-turbo"`, `"workspace"` or `"dcs"`. */
export type ServiceName = keyof typeof services;
