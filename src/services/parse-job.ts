import { isTerminal, type JobState, type SubJob } from "../job.ts";
import { isRecord, textValue } from "../util/json.ts";
import type {
  CheckedDefinition,
  FieldNames,
  FinishedJob,
  JobFacts,
  ServiceDefinition,
  StateMapping,
} from "./definition.ts";
import { type TimeFormat, timeFormats } from "./timestamps.ts";

/** What a body says of a job, or why it is not the job that was asked for. */
export type ParsedBody = { readonly facts: JobFacts } | { readonly problem: string };

/** Reads the bodies of one service. */
export interface JobParser {
  /**
   * @param id - the ID that was asked for; without it, any job will do
   * @param redact - removes credentials from a text: a server may echo one in a reason
   */
  parse(body: unknown, id: string | undefined, redact: (text: string) => string): ParsedBody;
}

/** Finds a value in a parsed body. */
type Getter = (body: unknown) => unknown;

type Getters = { readonly [K in keyof FieldNames]: Getter | undefined };

/** What jobs and sub-jobs are read with. */
interface PartReader {
  readonly get: Getters;
  readonly states: Readonly<Record<string, StateMapping>>;
  readonly time: TimeFormat;
  /** Whether a number can be a status. */
  readonly hasNumericWord: boolean;
  /** For a service of the user's own: progress may be a text, and code and reason count only if the job failed. */
  readonly isOwn: boolean;
}

/**
 * Compiles the reading of a service's bodies, so that names are taken apart once.
 *
 * @param isOwn - whether the user defined the service
 */
export function createJobParser(definition: CheckedDefinition, isOwn: boolean): JobParser {
  const { fields, states, subJobs, read } = definition;
  const time = timeFormatOf(definition);
  const job = partReader(fields, states, time, isOwn);
  const part = subJobs && partReader(subJobs.fields ?? fields, subJobs.states ?? states, time, isOwn);
  const listOf = subJobs && getter(subJobs.list);
  const totalOf = subJobs?.total === undefined ? undefined : getter(subJobs.total);
  // Without a member for their progress, sub-jobs would be all or nothing.
  const hasMean = part?.get.progress !== undefined;

  return {
    parse(body, id, redact) {
      if (!isRecord(body)) {
        return { problem: "the body is no JSON object" };
      }
      const given = read === undefined ? {} : read(body, redact);
      if ("problem" in given) {
        return given;
      }
      const declared = factsOf(job, body, redact);
      const status = given.status ?? declared.status ?? given.state;
      if (status === undefined) {
        return { problem: `the body has no "${fields.status}"` };
      }
      const ownId = given.id ?? declared.id;
      if (id !== undefined && ownId !== undefined && !isSameId(ownId, id)) {
        return { problem: "the body is about another job" };
      }
      const subJobs = given.subJobs ?? (part && readSubJobs(part, listOf?.(body), redact)) ?? [];
      const total = countOf(totalOf?.(body), subJobs.length);
      const error = given.error ?? declared.error;
      const state = given.state ?? resolveState(job.states, status, { subJobs, total, error });
      return {
        facts: withoutUndefined({
          id: ownId,
          type: given.type ?? declared.type,
          state,
          status,
          progress: given.progress ?? declared.progress ?? (hasMean ? meanProgress(subJobs, total) : undefined),
          startedAt: given.startedAt ?? declared.startedAt,
          endedAt: given.endedAt ?? declared.endedAt,
          error: given.error ?? (isOwn && state !== "failed" ? undefined : error),
          subJobs,
        }),
      };
    },
  };
}

/** How a service writes times. */
export function timeFormatOf({ time = "utc" }: Pick<ServiceDefinition, "time">): TimeFormat {
  return typeof time === "string" ? timeFormats[time] : time;
}

function partReader(fields: FieldNames, states: PartReader["states"], time: TimeFormat, isOwn: boolean): PartReader {
  const get = Object.fromEntries(
    Object.entries(fields).map(([fact, name]) => [fact, name === undefined ? undefined : getter(name)]),
  );
  const hasNumericWord = Object.keys(states).some((word) => /^-?\d+$/.test(word));
  return { get: get as Getters, states, time, hasNumericWord, isOwn };
}

/** @param name - a dotted name; numbers are indexes of lists */
export function getter(name: string): Getter {
  const path = name.split(".");
  if (path.length === 1) {
    return (body) =>
      Object.hasOwn(body as object, name) ? (body as Readonly<Record<string, unknown>>)[name] : undefined;
  }
  return (body) => {
    let value = body;
    for (const member of path) {
      value =
        typeof value === "object" && value !== null && Object.hasOwn(value, member)
          ? (value as never)[member]
          : undefined;
    }
    return value;
  };
}

/** The facts that jobs and sub-jobs share. */
function factsOf({ get, time, hasNumericWord, isOwn }: PartReader, body: object, redact: (text: string) => string) {
  const text = (getValue: Getter | undefined): string | undefined => {
    const value = textValue(getValue?.(body));
    return value && redact(value);
  };
  const isStatus = hasNumericWord || typeof get.status?.(body) === "string";
  const code = text(get.code);
  const reason = text(get.reason);
  return {
    id: text(get.id),
    type: text(get.type),
    status: isStatus ? text(get.status) : undefined,
    progress: percentage(get.progress?.(body), isOwn),
    startedAt: time.read(get.startedAt?.(body)),
    endedAt: time.read(get.endedAt?.(body)),
    error: (code ?? reason) === undefined ? undefined : withoutUndefined({ code, reason }),
  };
}

function readSubJobs(reader: PartReader, list: unknown, redact: (text: string) => string): readonly SubJob[] {
  return Array.isArray(list) ? list.map((item: unknown) => readSubJob(reader, isRecord(item) ? item : {}, redact)) : [];
}

function readSubJob(reader: PartReader, body: object, redact: (text: string) => string): SubJob {
  const { id, type, status, error, ...facts } = factsOf(reader, body, redact);
  const state =
    status === undefined ? "unknown" : resolveState(reader.states, status, { subJobs: [], total: 0, error });
  return withoutUndefined({
    id,
    type,
    state,
    status,
    ...facts,
    error: reader.isOwn && state !== "failed" ? undefined : error,
  });
}

function resolveState(states: PartReader["states"], status: string, job: FinishedJob): JobState {
  const mapping = stateOf(states, status);
  return typeof mapping === "function" ? mapping(job) : mapping;
}

/** The meaning of a word, compared without regard to case and surrounding space. */
export function stateOf<M extends StateMapping>(states: Readonly<Record<string, M>>, status: string): M | JobState {
  const word = status.trim().toLowerCase();
  return Object.entries(states).find(([known]) => known.trim().toLowerCase() === word)?.[1] ?? "unknown";
}

/** Whether a body's ID is the one that was asked for, or the part of it that the body has. */
function isSameId(id: string, asked: string): boolean {
  return id === asked || [asked, ...asked.split("/")].some((part) => comparable(part) === comparable(id));
}

/** IDs are the same with and without dashes: SFS Turbo's starting calls leave them out. */
function comparable(id: string): string {
  return id.trim().replaceAll("-", "").toLowerCase();
}

function countOf(total: unknown, listed: number): number {
  const count = typeof total === "string" ? Number.parseInt(total, 10) : total;
  return typeof count === "number" && Number.isFinite(count) ? Math.max(count, listed) : listed;
}

/** The mean over all sub-jobs, a finished one counting 100; `undefined` if none is finished or tells its progress. */
function meanProgress(subJobs: readonly SubJob[], total: number): number | undefined {
  const known = subJobs
    .map((part) => (isTerminal(part) ? 100 : part.progress))
    .filter((progress) => progress !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, progress) => sum + progress, 0) / total;
}

/** 0 to 100, from a number, or from a text such as `"60%"`. */
function percentage(value: unknown, allowsText: boolean): number | undefined {
  const text = allowsText && typeof value === "string" ? /^\s*(\d+(?:\.\d+)?)\s*%?\s*$/.exec(value)?.[1] : undefined;
  const number = text === undefined ? value : Number(text);
  return typeof number === "number" && number >= 0 && number <= 100 ? number : undefined;
}

/** The same object without the members that have no value. */
export function withoutUndefined<T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const present: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(members)) {
    if (value !== undefined) {
      present[name] = value;
    }
  }
  return present as never;
}
