import { type AnyJob, isTerminal, type JobState, type SubJob } from "../job.ts";
import { isRecord, textValue } from "../util/json.ts";
import type { FieldNames, JobFormat, StateMapping, SubJobFormat } from "./definition.ts";
import type { TimeFormat } from "./timestamps.ts";

/** A body from the network. */
type Raw = Readonly<Record<string, unknown>>;

/** What a body is read for. */
export interface Asked {
  readonly service: string;
  readonly id: string;
  readonly projectId: string;
  readonly requestId?: string | undefined;
  /** Removes credentials from a text: a server may echo one in a reason. */
  clean(text: string): string;
}

/** How the members of a body are read. */
interface Reader {
  readonly time: TimeFormat;
  /** Text without credentials, or `undefined` where there is none. */
  text(value: unknown): string | undefined;
}

/** Says why a body is not the job that was asked for, or `undefined` when it is. */
export function jobBodyProblem(format: JobFormat, id: string, body: unknown): string | undefined {
  if (!isRecord(body)) {
    return "the body is no JSON object";
  }
  if (statusOf(body, format.fields) === undefined) {
    return `the body has no "${format.fields.status}"`;
  }
  const answered = textValue(body[format.fields.id]) ?? id;
  if (answered !== id && comparable(answered) !== comparable(id)) {
    return "the body is about another job";
  }
  return undefined;
}

/** Reads a body that `whyNoJob` has nothing against. */
export function parseJob(format: JobFormat, body: unknown, asked: Asked): AnyJob {
  const { service, id, projectId, requestId, clean } = asked;
  const raw = body as Raw;
  const { time, subJobs: partFormat } = format;
  const reader: Reader = {
    time,
    text(value) {
      const found = textValue(value);
      return found && clean(found);
    },
  };
  const { type, status = "", startedAt, endedAt, error } = readFacts(raw, format.fields, reader);
  const subJobs = partFormat === undefined ? [] : readSubJobs(raw, partFormat, reader);
  const total = totalOf(raw, partFormat, subJobs.length);
  const meaning = stateOf(format.states, status);
  return withoutUndefined({
    service,
    id,
    projectId,
    type,
    state: typeof meaning === "function" ? meaning({ subJobs, total, error }) : meaning,
    status,
    progress: meanProgress(subJobs, total, partFormat),
    startedAt,
    endedAt,
    error,
    subJobs,
    requestId,
    raw: body,
  });
}

function readSubJobs(raw: Raw, format: SubJobFormat<string>, reader: Reader): SubJob[] {
  const list = raw[format.list];
  return Array.isArray(list) ? list.map((part: unknown) => readSubJob(isRecord(part) ? part : {}, format, reader)) : [];
}

function readSubJob(raw: Raw, { fields, states }: SubJobFormat<string>, reader: Reader): SubJob {
  const { type, status, startedAt, endedAt, error } = readFacts(raw, fields, reader);
  return withoutUndefined({
    id: reader.text(raw[fields.id]),
    type,
    state: status === undefined ? "unknown" : stateOf(states, status),
    status,
    progress: fields.progress === undefined ? undefined : percentage(raw[fields.progress]),
    startedAt,
    endedAt,
    error,
  });
}

/** What a job and a part of one tell alike. */
function readFacts(raw: Raw, fields: FieldNames<string>, { time, text }: Reader) {
  const code = fields.code && text(raw[fields.code]);
  const reason = text(raw[fields.reason]);
  return {
    type: text(raw[fields.type]),
    status: text(statusOf(raw, fields)),
    startedAt: time.read(raw[fields.startedAt]),
    endedAt: time.read(raw[fields.endedAt]),
    error: (code ?? reason) === undefined ? undefined : withoutUndefined({ code, reason }),
  };
}

function statusOf(raw: Raw, fields: FieldNames<string>): string | undefined {
  const status = raw[fields.status];
  return typeof status === "string" ? textValue(status) : undefined;
}

/** The meaning of a word, compared without regard to case and surrounding space. */
export function stateOf<M extends StateMapping>(states: Readonly<Record<string, M>>, status: string): M | JobState {
  const word = status.trim().toLowerCase();
  return Object.entries(states).find(([known]) => known.toLowerCase() === word)?.[1] ?? "unknown";
}

/** IDs are the same with and without dashes: SFS Turbo's starting calls leave them out. */
function comparable(id: string): string {
  return id.trim().replaceAll("-", "").toLowerCase();
}

function totalOf(raw: Raw, format: SubJobFormat<string> | undefined, listed: number): number {
  const total = format?.total === undefined ? undefined : raw[format.total];
  const counted = typeof total === "string" ? Number.parseInt(total, 10) : total;
  return typeof counted === "number" && Number.isFinite(counted) ? Math.max(counted, listed) : listed;
}

/** The mean over all sub-jobs, a finished one counting 100; nothing where no sub-job tells. */
function meanProgress(parts: readonly SubJob[], total: number, format: JobFormat["subJobs"]): number | undefined {
  if (format?.fields.progress === undefined) {
    return undefined;
  }
  const known = parts
    .map((part) => (isTerminal(part) ? 100 : part.progress))
    .filter((progress) => progress !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, progress) => sum + progress, 0) / total;
}

function percentage(value: unknown): number | undefined {
  return typeof value === "number" && value >= 0 && value <= 100 ? value : undefined;
}

/** The same object without the members that have no value. */
function withoutUndefined<T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const present: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(members)) {
    if (value !== undefined) {
      present[name] = value;
    }
  }
  return present as never;
}
