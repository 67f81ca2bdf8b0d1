/**
 * Three built-in services and three of the user's own, and what their jobs mean: written down a second time from the
 * vendors' pages. The SDK is not asked.
 */
import { defineService, type JobState } from "../../src/index.ts";

/** A row in the style of ECS, one whose ID is in the query, and one that is read by a function. */
export const ownServices = {
  servers: defineService({
    path: "/v1/{project_id}/server-jobs/{job_id}",
    fields: { id: "job_id", status: "status", code: "error_code", reason: "fail_reason" },
    states: { INIT: "pending", RUNNING: "running", SUCCESS: "succeeded", FAIL: "failed" },
  }),
  snapshots: defineService({
    path: "/v3/{project_id}/snapshots?task={task_id}",
    fields: { id: "task.id", status: "task.state", reason: "task.message" },
    states: { 0: "pending", 1: "running", 2: "succeeded", "-1": "failed" },
    subJobs: { list: "task.steps", fields: { id: "id", status: "state" } },
    time: "epoch-seconds",
    gone: "succeeded",
  }),
  orders: defineService({
    path: "/orders/{order_id}/tasks/{task_id}",
    fields: { status: "phase", progress: "percent" },
    states: { OPEN: "pending", BUSY: "running", DONE: "succeeded", BROKEN: "failed" },
    gone: "failed",
    read: (body) => {
      const { why, task } = body as { why?: string; task?: string };
      return { ...(task !== undefined && { id: task }), ...(why !== undefined && { error: { reason: why } }) };
    },
  }),
};

export type OwnServices = typeof ownServices;

/** A job as its server knows it. */
export interface ServerJob {
  readonly word: string;
  readonly parts: readonly ServerPart[];
  /** How many parts there are; some may not be listed. */
  readonly total: number;
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
  readonly progress?: number | undefined;
}

interface ServerPart {
  readonly id: string;
  readonly word: string | undefined;
  readonly progress?: number | undefined;
}

type Meaning = JobState | ((job: ServerJob) => JobState);

interface ServiceModel {
  /** The words that are documented or were seen, and some that are not, in lower case. */
  readonly words: Readonly<Record<string, Meaning>>;
  /** Of parts, if they differ. */
  readonly partWords?: Readonly<Record<string, JobState>>;
  /** Which members its bodies have, besides the word. */
  readonly has: readonly ("code" | "progress" | "parts" | "progress of parts" | "total")[];
  /** What it means that a job is gone after it was seen. */
  readonly gone?: JobState;
  /** The body of a job. */
  readonly write: (job: ServerJob, id: string) => object;
}

const common = ({ word, code, reason }: ServerJob, id: string) => ({
  job_id: id,
  job_type: "someWork",
  status: word,
  begin_time: null,
  fail_reason: reason ?? null,
  error_code: code ?? "",
});

const initWords = { init: "pending", running: "running", success: "succeeded", fail: "failed" } as const;

const waitingWords = {
  waiting: "pending",
  running: "running",
  success: "succeeded",
  fail: "failed",
  failed: "failed",
} as const;

const models = {
  "sfs-turbo": {
    words: { waiting: "pending", running: "running", success: "succeeded", failed: "failed", pondering: "unknown" },
    partWords: waitingWords,
    has: ["code", "parts"],
    write: (job, id) => ({
      ...common(job, id),
      sub_jobs: job.parts.map((part) => ({ job_id: part.id, status: part.word, fail_reason: "" })),
    }),
  },
  workspace: {
    words: { ...waitingWords, complete, pondering: "unknown" },
    partWords: waitingWords,
    has: ["code", "parts", "progress of parts", "total"],
    write: ({ code, ...job }, id) => ({
      ...{ ...common(job, id), id, job_id: undefined, error_code: undefined, job_error_code: code },
      sub_jobs: job.parts.map((part) => ({ id: part.id, status: part.word, process: part.progress ?? null })),
      sub_jobs_total: job.total,
    }),
  },
  dcs: {
    words: { ...initWords, pondering: "unknown", complete: "unknown" },
    has: [],
    write: (job, id) => ({ ...common(job, id), error_code: undefined }),
  },
  servers: { words: { ...initWords, pondering: "unknown" }, has: ["code"], write: common },
  snapshots: {
    words: { 0: "pending", 1: "running", 2: "succeeded", "-1": "failed", 7: "unknown" },
    has: ["parts"],
    gone: "succeeded",
    write: ({ word, reason, parts }, id) => ({
      task: {
        ...{ id, state: Number(word), message: reason },
        steps: parts.map((part) => ({ id: part.id, state: part.word })),
      },
    }),
  },
  orders: {
    words: { open: "pending", busy: "running", done: "succeeded", broken: "failed", pondering: "unknown" },
    has: ["progress"],
    gone: "failed",
    write: ({ word, reason, progress }, id) => ({
      task: id.slice(id.indexOf("/") + 1),
      phase: word,
      percent: progress === undefined ? undefined : `${progress}%`,
      why: word.trim().toLowerCase() === "broken" ? reason : undefined,
    }),
  },
} as const satisfies Readonly<Record<string, ServiceModel>>;

export type Service = keyof typeof models;

export const services: Readonly<Record<Service, ServiceModel>> = models;

export const serviceNames = Object.keys(services) as Service[];

/** Workspace says only that the job is over; its sub-jobs say how. */
function complete(job: ServerJob): JobState {
  const states = job.parts.map((part) => partStateOf("workspace", part));
  if (states.includes("failed")) {
    return "failed";
  }
  const total = Math.max(job.total, states.length);
  if (total === 0) {
    return job.code === undefined && job.reason === undefined ? "succeeded" : "failed";
  }
  return states.length === total && states.every((state) => state === "succeeded") ? "succeeded" : "running";
}

function meaningIn(words: ServiceModel["words"], word = ""): Meaning {
  return words[word.trim().toLowerCase()] ?? "unknown";
}

/** A word that means a state. */
export function wordOf(service: Service, state: JobState): string {
  const found = Object.entries(services[service].words).find(([, meaning]) => meaning === state);
  return found?.[0] ?? "";
}

export function stateOf(service: Service, job: ServerJob): JobState {
  const meaning = meaningIn(services[service].words, job.word);
  return typeof meaning === "function" ? meaning(job) : meaning;
}

function partStateOf(service: Service, { word }: ServerPart): JobState {
  const { words, partWords = words } = services[service];
  return meaningIn(partWords, word) as JobState;
}

/** Two jobs with the same text do not differ to whoever waits. */
export function appearance(service: Service, job: ServerJob): string {
  const state = stateOf(service, job);
  const isErrorShown = !(service in ownServices) || state === "failed";
  const error = isErrorShown ? [job.code, job.reason] : [];
  return JSON.stringify([state, job.word, progressOf(service, job), error, job.parts]);
}

/** From 0 to 100: the job's own, or the mean over its parts if any has one. */
export function progressOf(service: Service, job: ServerJob): number | undefined {
  if (!services[service].has.includes("progress of parts")) {
    return job.progress;
  }
  const known = job.parts.flatMap((part) =>
    ["succeeded", "failed"].includes(partStateOf(service, part)) ? [100] : (part.progress ?? []),
  );
  const sum = known.reduce((total, each) => total + each, 0);
  return known.length === 0 ? undefined : sum / Math.max(job.total, job.parts.length);
}

export const endpoints = Object.fromEntries(serviceNames.map((name) => [name, `https://seeded.test/${name}`]));

/** Which job of which service a URL is about. */
export function targetOf(url: string): { readonly service: Service; readonly id: string } {
  const { pathname, searchParams } = new URL(url);
  const [, service, , order] = pathname.split("/");
  const last = pathname.slice(pathname.lastIndexOf("/") + 1);
  const id = service === "orders" ? `${order}/${last}` : (searchParams.get("task") ?? last);
  return { service: service as Service, id };
}
