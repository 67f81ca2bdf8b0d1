import { isTerminal, type JobState, type SubJob } from "../job.ts";
import { isRecord, textValue } from "../util/json.ts";
import type { FieldNames, FinishedJob, JobFacts, ServiceDefinition, StateMapping } from "./definition.ts";
import { type TimeFormat, timeFormats } from "./timestamps.ts";

/** What a body says of a job, or why it is not the job that was asked for. */
export type ParsedBody = { readonly facts: JobFacts } | { readonly problem: string };

/**
 * Reads the bodies of one service.
 *
 * @param id - the ID that was asked for; without it, any job will do
 * @param redact - removes credentials from a text: a server may echo one in a reason
 */
export type JobParser = (body: unknown, id: string | undefined, redact: Redact) => ParsedBody;

export type Redact = (text: string) => string;

/** Finds a value in a parsed body. */
export type Getter = (body: object) => unknown;

/** How members are read: plainly for the built-in services, with more forms for those of the user. */
export interface Reading {
  /** Compiles a name, so that it is taken apart once. */
  getter(name: string): Getter;
  /** The status in a member, if it can be one. */
  status(value: unknown, states: PartReader["states"]): string | undefined;
  /** 0 to 100. */
  progress(value: unknown): number | undefined;
  /** Whether code and reason count as an error only if the job failed. */
  readonly onlyFailedHaveErrors: boolean;
  readonly time: TimeFormat;
  /** What the row's own `read` makes of a body, or why it is not a job. */
  read?(body: unknown, redact: Redact): Partial<JobFacts> | string;
}

/** How a built-in service is read. */
export function plainReading(definition: ServiceDefinition): Reading {
  return {
    getter: (name) => (body) => (body as Readonly<Record<string, unknown>>)[name],
    status: (value) => (typeof value === "string" ? textValue(value) : undefined),
    progress: percentage,
    onlyFailedHaveErrors: false,
    time: timeFormatOf(definition),
  };
}

/** What jobs and sub-jobs are read with. */
interface PartReader {
  readonly get: { readonly [K in keyof FieldNames]?: Getter | undefined };
  readonly states: Readonly<Record<string, StateMapping>>;
  readonly reading: Reading;
}

export function createJobParser(definition: ServiceDefinition, reading: Reading): JobParser {
  const { fields, states, subJobs: partDefinition } = definition;
  const reader = partReader(fields, states);
  const part = partDefinition && partReader(partDefinition.fields ?? fields, partDefinition.states ?? states);
  const listOf = partDefinition && reading.getter(partDefinition.list);
  const totalOf = partDefinition?.total === undefined ? undefined : reading.getter(partDefinition.total);

  function partReader(names: FieldNames, words: PartReader["states"]): PartReader {
    const getters = Object.entries(names).map(([fact, name]) => [fact, name && reading.getter(name)]);
    return { get: Object.fromEntries(getters), states: words, reading };
  }

  return (body, id, redact) => {
    if (!isRecord(body)) {
      return { problem: "the body is no JSON object" };
    }
    const given = reading.read === undefined ? {} : reading.read(body, redact);
    if (typeof given === "string") {
      return { problem: given };
    }
    const declared = factsOf(reader, body, redact);
    const status = given.status ?? declared.status ?? given.state;
    if (status === undefined) {
      return { problem: `the body has no "${fields.status}"` };
    }
    const ownId = given.id ?? declared.id;
    if (id !== undefined && ownId !== undefined && !isSameId(ownId, id)) {
      return { problem: "the body is about another job" };
    }
    const subJobs = given.subJobs ?? (part && listOf ? subJobsOf(part, listOf(body), redact) : []);
    const total = countOf(totalOf?.(body), subJobs.length);
    const error = given.error ?? declared.error;
    const state = given.state ?? resolveState(states, status, { subJobs, total, error });
    // Without a member for their progress, sub-jobs would be all or nothing.
    const progress = part?.get.progress && meanProgress(subJobs, total);
    return {
      facts: withoutUndefined({
        id: ownId,
        type: given.type ?? declared.type,
        state,
        status,
        progress: given.progress ?? declared.progress ?? progress,
        startedAt: given.startedAt ?? declared.startedAt,
        endedAt: given.endedAt ?? declared.endedAt,
        error: given.error ?? errorOf(reading, state, error),
        subJobs,
      }),
    };
  };
}

/** How a service writes times. */
export function timeFormatOf({ time = "utc" }: Pick<ServiceDefinition, "time">): TimeFormat {
  return typeof time === "string" ? timeFormats[time] : time;
}

/** The facts that jobs and sub-jobs share. */
function factsOf({ get, states, reading }: PartReader, body: object, redact: Redact) {
  const text = (value: unknown): string | undefined => {
    const found = textValue(value);
    return found && redact(found);
  };
  const code = text(get.code?.(body));
  const reason = text(get.reason?.(body));
  return {
    id: text(get.id?.(body)),
    type: text(get.type?.(body)),
    status: text(reading.status(get.status?.(body), states)),
    progress: reading.progress(get.progress?.(body)),
    startedAt: reading.time.read(get.startedAt?.(body)),
    endedAt: reading.time.read(get.endedAt?.(body)),
    error: (code ?? reason) === undefined ? undefined : withoutUndefined({ code, reason }),
  };
}

function subJobsOf(reader: PartReader, list: unknown, redact: Redact): readonly SubJob[] {
  return Array.isArray(list) ? list.map((item) => subJobOf(reader, isRecord(item) ? item : {}, redact)) : [];
}

function subJobOf(reader: PartReader, body: object, redact: Redact): SubJob {
  const { id, type, status, error, ...facts } = factsOf(reader, body, redact);
  const finished = { subJobs: [], total: 0, error };
  const state = status === undefined ? "unknown" : resolveState(reader.states, status, finished);
  return withoutUndefined({ id, type, state, status, ...facts, error: errorOf(reader.reading, state, error) });
}

function errorOf<E>({ onlyFailedHaveErrors }: Reading, state: JobState, error: E): E | undefined {
  return onlyFailedHaveErrors && state !== "failed" ? undefined : error;
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

export function percentage(value: unknown): number | undefined {
  return typeof value === "number" && value >= 0 && value <= 100 ? value : undefined;
}

/** The same object without the members that have no value. */
export function withoutUndefined<T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}
