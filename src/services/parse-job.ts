import type { BodyProblem } from "../http/response.ts";
import { isTerminal, type JobState, type SubJob } from "../job.ts";
import { isRecord, textValue, valueAt } from "../util/json.ts";
import type { FieldNames, FinishedJob, JobFacts, ServiceDefinition, StateMapping } from "./definition.ts";
import { type TimeFormat, timeFormats } from "./timestamps.ts";

/** What a body says of a job, or why it is not the job that was asked for. */
export type ParsedBody = { readonly facts: JobFacts } | BodyProblem;

/**
 * Reads the bodies of one service.
 *
 * @param id - the ID that was asked for; without it, any job will do
 * @param redact - removes credentials from a text: a server may echo one in a reason
 */
export type JobParser = (body: unknown, id: string | undefined, redact: Redact) => ParsedBody;

export type Redact = (text: string) => string;

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

  function factsOf(body: unknown, names: FieldNames, words: States, redact: Redact) {
    const value = (fact: keyof FieldNames): unknown => valueAt(body, names[fact]);
    const text = (fact: keyof FieldNames): string | undefined => {
      const found = textValue(value(fact));
      // Its meaning comes first.
      return fact === "status" ? found : found && redact(found);
    };
    const code = text("code");
    const reason = text("reason");
    const progress = value("progress");
    return {
      id: text("id"),
      type: text("type"),
      status: typeof value("status") === "string" || Object.keys(words).some(isNumeric) ? text("status") : undefined,
      progress: percentage(ownNumber ? ownNumber(progress) : progress),
      startedAt: time.read(value("startedAt")),
      endedAt: time.read(value("endedAt")),
      error: (code ?? reason) === undefined ? undefined : withoutUndefined({ code, reason }),
    };
  }

  function partOf(item: unknown, redact: Redact): SubJob {
    const { id, type, status, error, ...facts } = factsOf(item, partFields, partStates, redact);
    const state = status === undefined ? "unknown" : resolveState(partStates, status, { subJobs: [], total: 0, error });
    return withoutUndefined({
      id,
      type,
      state,
      status: status && redact(status),
      ...facts,
      error: errorOf(state, error),
    });
  }

  function errorOf<E>(state: JobState, error: E): E | undefined {
    return ownNumber && state !== "failed" ? undefined : error;
  }

  return (body, id, redact) => {
    if (!isRecord(body)) {
      return { problem: "the body is no JSON object" };
    }
    const given = definition.read?.(body, redact) ?? {};
    if (typeof given === "string") {
      return { problem: given };
    }
    const {
      id: ownId,
      type,
      status = given.state,
      error,
      ...facts
    } = { ...factsOf(body, fields, states, redact), ...given };
    if (status === undefined) {
      return { problem: `the body has no "${fields.status}"`, mayBeError: true };
    }
    if (id !== undefined && ownId !== undefined && !isSameId(ownId, id)) {
      return { problem: "the body is about another job" };
    }
    const list = valueAt(body, parts?.list);
    const subJobs = given.subJobs ?? (Array.isArray(list) ? list.map((item) => partOf(item, redact)) : []);
    const total = countOf(valueAt(body, parts?.total), subJobs.length);
    const state = given.state ?? resolveState(states, status, { subJobs, total, error });
    // Without a member for their progress, sub-jobs would be all or nothing.
    const progress = facts.progress ?? (hasPartProgress ? meanProgress(subJobs, total) : undefined);
    const reason = given.error ?? errorOf(state, error);
    return {
      facts: withoutUndefined({
        id: ownId,
        type,
        state,
        status: redact(status),
        ...facts,
        progress,
        error: reason,
        subJobs,
      }),
    };
  };
}

export function timeFormatOf({ time = "utc" }: Pick<ServiceDefinition, "time">): TimeFormat {
  return typeof time === "string" ? timeFormats[time] : time;
}

const isNumeric = (word: string): boolean => /^-?\d+(\.\d+)?$/.test(word.trim());

function resolveState(states: States, status: string, job: FinishedJob): JobState {
  const mapping = stateOf(states, status);
  return typeof mapping === "function" ? mapping(job) : mapping;
}

/** The meaning of a word, compared without regard to case and surrounding space. */
export function stateOf<M extends StateMapping>(states: Readonly<Record<string, M>>, status: string): M | JobState {
  const word = status.trim().toLowerCase();
  return Object.entries(states).find(([known]) => known.trim().toLowerCase() === word)?.[1] ?? "unknown";
}

/** Whether a body's ID is the one that was asked for, or the last part of it: the others say where the job is. */
function isSameId(id: string, asked: string): boolean {
  return [asked, asked.slice(asked.lastIndexOf("/") + 1)].some((part) => comparable(part) === comparable(id));
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
  const kept: Record<string, unknown> = {};
  for (const name in members) {
    if (members[name] !== undefined) {
      kept[name] = members[name];
    }
  }
  return kept as never;
}
