import type { JobState } from "../job.ts";
import type { HostPattern } from "../util/regions.ts";
import type { FieldNames, ServiceDefinition, StateMapping, SubJobsDefinition } from "./definition.ts";
import type { OwnService } from "./service.ts";

/** The 200 body of a path's GET operation, in `paths` as openapi-typescript compiles them. */
export type BodyOf<Paths, Path> = Path extends keyof Paths
  ? Paths[Path] extends { get: { responses: { 200: { content: { "application/json": infer Body } } } } }
    ? Body
    : never
  : never;

/** A service whose responses a contract describes. */
export interface ContractService<Paths, Path> extends OwnService {
  readonly [contract]: { readonly paths: Paths; readonly path: Path };
}
declare const contract: unique symbol;

/** The path without its query. */
export type WithoutQuery<Path extends string> = Path extends `${infer Before}?${string}` ? Before : Path;

/** The dotted names of the members of a body, four levels deep. */
export type DottedNames<T, Depth extends readonly unknown[] = []> = Depth["length"] extends 4
  ? never
  : T extends readonly (infer Item)[]
    ? Below<`${number}`, Item, Depth>
    : T extends object
      ? { [K in keyof T & string]: Below<K, T[K], Depth> }[keyof T & string]
      : never;

type Below<Name extends string, T, Depth extends readonly unknown[]> =
  | Name
  | `${Name}.${DottedNames<NonNullable<T>, readonly [...Depth, unknown]>}`;

/** What a dotted name leads to in a body. */
export type ValueAt<T, Name extends string> = T extends readonly (infer Item)[]
  ? Name extends `${number}.${infer Rest}`
    ? ValueAt<NonNullable<Item>, Rest>
    : Item
  : Name extends `${infer Head}.${infer Rest}`
    ? Head extends keyof T
      ? ValueAt<NonNullable<T[Head]>, Rest>
      : unknown
    : Name extends keyof T
      ? T[Name]
      : unknown;

/** The words of a closed list, each of which needs a meaning; of an open one, any word. */
type WordsAt<T, Name extends string> =
  ValueAt<T, Name> extends infer Word ? `${Extract<Word, string | number>}` : never;

/** Conditional, so that TypeScript knows the words, and with them what a function for one takes, before it checks it. */
type StatesOf<T, Name extends string> = [Name] extends [string]
  ? Readonly<Record<WordsAt<T, Name>, StateMapping>>
  : never;

type ItemAt<T, List extends string> =
  ValueAt<T, List> extends infer Value
    ? NonNullable<Value> extends readonly (infer Item)[]
      ? NonNullable<Item>
      : never
    : never;

/** A definition that a contract checks: its path, its members, and its closed lists of words. */
export interface ContractDefinition<Body, Status extends string, List extends string, PartStatus extends string>
  extends Omit<ServiceDefinition<Body>, "path" | "fields" | "states" | "subJobs"> {
  readonly fields: FieldNames<DottedNames<Body>> & { readonly status: Status };
  readonly states: StatesOf<Body, Status>;
  readonly subJobs?:
    | {
        readonly list: List;
        readonly total?: DottedNames<Body> | undefined;
        readonly fields?: (FieldNames<DottedNames<ItemAt<Body, List>>> & { readonly status: PartStatus }) | undefined;
        readonly states?: Readonly<Record<WordsAt<ItemAt<Body, List>, PartStatus>, JobState>> | undefined;
      }
    | undefined;
}

/** A row of the built-in table. */
export interface BuiltInService extends Omit<ServiceDefinition, "read"> {
  /** The service's key in `clients`. */
  readonly clientKey: string;
  readonly title: string;
  readonly hosts: HostPattern;
  readonly fields: BuiltInFields<string>;
}

/** Only an error code and a progress are not known of every built-in service. */
type BuiltInFields<Name extends string> = FieldNames<Name> &
  Readonly<Record<"id" | "type" | "startedAt" | "endedAt" | "reason", Name>>;

/** The names of an object's members, of every alternative if it is a union. */
type Names<T> = T extends T ? keyof T & string : never;

/** The path of a job. Whatever the vendor calls its parameters, the contract calls them so. */
type JobPath = `/v${string}/{project_id}/${string}/{job_id}${string}`;

/**
 * Writes a row of the built-in table. The types come from the compiled contract: a member name, a path or a status word
 * that the contract does not have is a compile error, and so is a word of the contract without a meaning.
 *
 * @typeParam Paths - `paths` of the compiled contract
 * @typeParam Word - its list of status words
 * @typeParam Part - its sub-job
 * @typeParam PartWord - its list of a sub-job's status words
 */
export function builtIn<Paths extends object, Word extends string, Part = never, PartWord extends string = never>() {
  return <const Path extends keyof Paths & JobPath, const Key extends string>(
    row: Omit<BuiltInService, "path" | "fields" | "states" | "subJobs"> & {
      readonly clientKey: Key;
      readonly path: Path;
      readonly fields: BuiltInFields<Names<BodyOf<Paths, Path>>>;
      readonly states: Readonly<Record<Word, StateMapping>>;
      readonly subJobs?: SubJobsDefinition<Names<Part>, PartWord, Names<BodyOf<Paths, Path>>>;
    },
  ): BuiltInService & { readonly clientKey: Key; readonly path: Path } => row;
}
