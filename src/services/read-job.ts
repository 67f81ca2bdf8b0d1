import type { AnyJob, JobErrorDetails, JobState, SubJob } from "../job.ts";
import { isRecord, text } from "../values.ts";
import type { Fields, JobFormat, Meaning, SubJobFormat } from "./service.ts";
import type { TimeFormat } from "./times.ts";

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
export function whyNoJob(format: JobFormat, id: string, body: unknown): string | undefined {
  if (!isRecord(body)) {
    return "the body is no JSON object";
  }
  if (statusOf(body, format.fields) === undefined) {
    return `the body has no "${format.fields.status}"`;
  }
  const answered = text(body[format.fields.id]) ?? id;
  if (answered !== id && comparable(answered) !== comparable(id)) {
    return "the body is about another job";
  }
  return undefined;
}

/** Reads a body that `whyNoJob` has nothing against. */
export function readJob(format: JobFormat, body: unknown, asked: Asked): AnyJob {
  const { service, id, projectId, requestId, clean } = asked;
  const raw = body as Raw;
  const { fields, time } = format;
  const reader: Reader = { time, text: (value) => textOf(value, clean) };
  const status = reader.text(statusOf(raw, fields)) ?? "";
  const subJobs = format.subJobs === undefined ? [] : readSubJobs(raw, format.subJobs, reader);
  const total = totalOf(raw, format.subJobs, subJobs.length);
  const error = readError(raw, fields, reader);
  const meaning = lookUp(format.states, status);
  const state = typeof meaning === "function" ? meaning({ subJobs, total, error }) : meaning;
  const progress = meanProgress(subJobs, total, format.subJobs);
  return defined({
    service,
    id,
    projectId,
    type: reader.text(raw[fields.type]),
    state,
    status,
    progress,
    ...readTimes(raw, fields, reader),
    error,
    subJobs,
    requestId,
    raw: body,
  });
}

function textOf(value: unknown, clean: Asked["clean"]): string | undefined {
  const found = text(value);
  return found === undefined ? undefined : clean(found);
}

function readSubJobs(raw: Raw, format: SubJobFormat<string>, reader: Reader): SubJob[] {
  const list = raw[format.list];
  return Array.isArray(list) ? list.map((part: unknown) => readSubJob(isRecord(part) ? part : {}, format, reader)) : [];
}

function readSubJob(raw: Raw, { fields, states }: SubJobFormat<string>, reader: Reader): SubJob {
  const status = reader.text(statusOf(raw, fields));
  return defined({
    id: reader.text(raw[fields.id]),
    type: reader.text(raw[fields.type]),
    state: status === undefined ? "unknown" : lookUp(states, status),
    status,
    progress: fields.progress === undefined ? undefined : percentage(raw[fields.progress]),
    ...readTimes(raw, fields, reader),
    error: readError(raw, fields, reader),
  });
}

function readTimes(raw: Raw, fields: Fields<string>, { time }: Reader) {
  return { startedAt: time.read(raw[fields.startedAt]), endedAt: time.read(raw[fields.endedAt]) };
}

function readError(raw: Raw, fields: Fields<string>, reader: Reader): JobErrorDetails | undefined {
  const code = fields.code === undefined ? undefined : reader.text(raw[fields.code]);
  const reason = reader.text(raw[fields.reason]);
  return code === undefined && reason === undefined ? undefined : defined({ code, reason });
}

function statusOf(raw: Raw, fields: Fields<string>): string | undefined {
  const status = raw[fields.status];
  return typeof status === "string" ? text(status) : undefined;
}

/** The meaning of a word, compared without regard to case and surrounding space. */
export function lookUp<M extends Meaning>(states: Readonly<Record<string, M>>, status: string): M | JobState {
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
    .map((part) => (part.state === "succeeded" || part.state === "failed" ? 100 : part.progress))
    .filter((progress) => progress !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, progress) => sum + progress, 0) / total;
}

function percentage(value: unknown): number | undefined {
  return typeof value === "number" && value >= 0 && value <= 100 ? value : undefined;
}

/** The same object without the members that have no value. */
function defined<T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const present: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(members)) {
    if (value !== undefined) {
      present[name] = value;
    }
  }
  return present as never;
}
