import type { BodyProblem } from "../http/response.ts";
import { isTerminal, type JobErrorDetails, type JobState, type SubJob } from "../job.ts";
import { isRecord, memberAt, textValue, valueAt } from "../util/json.ts";
import type { Redact } from "../util/redact.ts";
import type { FieldNames, FinishedJob, JobFacts, ServiceDefinition, StateMapping } from "./definition.ts";
import { type TimeFormat, timeFormats } from "./timestamps.ts";

/** What a body says of a job, or why it is not the job that was asked for. */
export type ParsedBody = { readonly facts: JobFacts } | BodyProblem;

/**
 * Reads the bodies of one service.
 *
 * @param id - the ID that was asked for; without it, any job will do
 * @param redact - removes credentials from a text: a server may echo one in a reason
 * @param isClean - whether the whole body has none
 */
export type JobParser = (body: unknown, id: string | undefined, redact: Redact, isClean?: boolean) => ParsedBody;

/** A definition whose `read` is safe to call. */
export interface CheckedDefinition extends Omit<ServiceDefinition, "read"> {
  /** What the row's own `read` makes of a body, free of credentials, or why it is not a job. */
  read?(body: unknown, redact: Redact): Partial<JobFacts> | string;
}

type States = Readonly<Record<string, StateMapping>>;

/** Reads the number that a text stands for; leaves other values alone. */
export type NumberReader = (value: unknown) => unknown;

/** @param ownNumber - for a service of the user's own, whose code and reason are an error only if the job failed */
export function createJobParser(definition: CheckedDefinition, ownNumber?: NumberReader): JobParser {
  const { fields, states, subJobs: parts } = definition;
  const partFields = parts?.fields ?? fields;
  const partStates = parts?.states ?? states;
  const hasPartProgress = parts !== undefined && partFields.progress !== undefined;
  const time = timeFormatOf(definition);
  const factsOf = createFactsReader(fields, states, time, ownNumber);
  const partFactsOf = createFactsReader(partFields, partStates, time, ownNumber);
  const meaningOf = createMeanings(states);
  const partMeaningOf = createMeanings(partStates);

  function partOf(item: unknown, redact: Redact): SubJob {
    const facts = partFactsOf(item, redact);
    const { id, type, status, progress, startedAt, endedAt } = facts;
    const error = errorIn(facts);
    const state = status === undefined ? "unknown" : stateOf(partMeaningOf(status), { subJobs: [], total: 0, error });
    const shown = status && redact(status);
    return withoutUndefined({
      id,
      type,
      state,
      status: shown,
      progress,
      startedAt,
      endedAt,
      error: errorOf(state, error),
    });
  }

  function errorOf<E>(state: JobState, error: E): E | undefined {
    return ownNumber && state !== "failed" ? undefined : error;
  }

  return (body, id, redactAny, isClean = false) => {
    if (!isRecord(body)) {
      return { problem: "the body is not a JSON object" };
    }
    const redact = isClean ? same : redactAny;
    // A function can put together what the body has in parts.
    const given = definition.read?.(body, redactAny) ?? {};
    if (typeof given === "string") {
      return { problem: given };
    }
    const found = factsOf(body, redact);
    const { id: ownId, type, startedAt, endedAt, status = given.state } = { ...found, ...given };
    const error = given.error ?? errorIn(found);
    if (status === undefined) {
      return { problem: `the body has no "${fields.status}"`, mayBeError: true };
    }
    if (id !== undefined && ownId !== undefined && !isSameId(ownId, id)) {
      return { problem: "the body is about another job" };
    }
    const list = valueAt(body, parts?.list);
    const subJobs = given.subJobs ?? (Array.isArray(list) ? list.map((item) => partOf(item, redact)) : []);
    const total = countOf(valueAt(body, parts?.total), subJobs.length);
    const state = given.state ?? stateOf(meaningOf(status), { subJobs, total, error });
    // Without a member for their progress, sub-jobs would be all or nothing.
    const ownProgress = given.progress ?? found.progress;
    const progress = ownProgress ?? (hasPartProgress ? meanProgress(subJobs, total) : undefined);
    return {
      facts: withoutUndefined({
        id: ownId,
        type,
        state,
        status: redact(status),
        progress,
        startedAt,
        endedAt,
        error: given.error ?? errorOf(state, error),
        subJobs,
      }),
    };
  };
}

const same: Redact = (text) => text;

export function timeFormatOf({ time = "utc" }: Pick<ServiceDefinition, "time">): TimeFormat {
  return typeof time === "string" ? timeFormats[time] : time;
}

const isNumeric = (word: string): boolean => /^-?\d+(\.\d+)?$/.test(word.trim());

/** What the members of a body say, as far as they have a value. */
interface Facts {
  readonly id?: string;
  readonly type?: string;
  readonly status?: string;
  readonly progress?: number;
  readonly startedAt?: Date;
  readonly endedAt?: Date;
  readonly code?: string;
  readonly reason?: string;
}

function errorIn({ code, reason }: Facts): JobErrorDetails | undefined {
  return (code ?? reason) === undefined ? undefined : withoutUndefined({ code, reason });
}

/** Reads facts where the names say; the names are taken apart once. */
function createFactsReader(names: FieldNames, states: States, time: TimeFormat, ownNumber: NumberReader | undefined) {
  const takesNumbers = Object.keys(states).some(isNumeric);
  const text = (value: unknown, redact: Redact): string | undefined => {
    const found = textValue(value);
    return found && redact(found);
  };
  const moment = (value: unknown): Date | undefined => time.read(value);
  /** Of what is not a text. */
  const readers: { readonly [K in keyof FieldNames]?: (value: unknown) => Facts[K] } = {
    // Not redacted: its meaning comes first.
    status: (value) => (typeof value === "string" || takesNumbers ? textValue(value) : undefined),
    progress: (value) => percentage(ownNumber ? ownNumber(value) : value),
    startedAt: moment,
    endedAt: moment,
  };
  const members = Object.entries(names).map(([fact, name]) => ({
    fact,
    path: name.split("."),
    read: readers[fact as keyof FieldNames] ?? text,
  }));
  return (body: unknown, redact: Redact): Facts => {
    const facts: Record<string, unknown> = {};
    for (const { fact, read, path } of members) {
      const value = memberAt(body, path);
      if (value !== undefined && value !== null) {
        facts[fact] = read(value, redact);
      }
    }
    return facts;
  };
}

/** Says what status words mean, without regard to case and surrounding space. */
export function createMeanings(states: States): (status: string) => StateMapping {
  const comparable = (word: string): string => word.trim().toLowerCase();
  const meanings = new Map(Object.entries(states).map(([word, mapping]) => [comparable(word), mapping]));
  return (status) => meanings.get(comparable(status)) ?? "unknown";
}

function stateOf(mapping: StateMapping, job: FinishedJob): JobState {
  return typeof mapping === "function" ? mapping(job) : mapping;
}

/** Whether a body's ID is the one that was asked for, or the last part of it: the others say where the job is. */
function isSameId(id: string, asked: string): boolean {
  const parts = [asked, asked.slice(asked.lastIndexOf("/") + 1)];
  return id === asked || parts.some((part) => comparable(part) === comparable(id));
}

/** UUIDs are the same with and without dashes: SFS Turbo's starting calls leave them out. */
function comparable(id: string): string {
  const digits = id.trim().replaceAll("-", "").toLowerCase();
  return /^[\da-f]{32}$/.test(digits) ? digits : id.trim();
}

function countOf(total: unknown, listed: number): number {
  const count = typeof total === "string" ? Number.parseInt(total, 10) : total;
  return typeof count === "number" && Number.isFinite(count) ? Math.max(count, listed) : listed;
}

/** The mean over all sub-jobs, a finished one counting 100; `undefined` if none is finished or has a progress. */
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
  const kept: Record<string, unknown> = {};
  for (const name in members) {
    const value = members[name];
    if (value !== undefined) {
      kept[name] = value;
    }
  }
  return kept as never;
}
