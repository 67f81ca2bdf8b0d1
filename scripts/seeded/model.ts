/**
 * What jobs mean, written down a second time from the vendors' pages: the words of each service, and Workspace's `COMPLETE`.
 * The SDK is not asked.
 */
import type { JobState } from "../../src/index.ts";

export const serviceNames = ["sfs-turbo", "workspace", "dcs", "servers", "snapshots", "orders"] as const;

/** Three built-in services and three of the user's own. */
export type Service = (typeof serviceNames)[number];

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

export interface ServerPart {
  readonly id: string;
  readonly word: string | undefined;
  readonly progress?: number | undefined;
}

/** The words that are documented or were seen, in lower case. */
const words: Readonly<Record<Service, Readonly<Record<string, JobState>>>> = {
  "sfs-turbo": { waiting: "pending", running: "running", success: "succeeded", failed: "failed" },
  workspace: { waiting: "pending", running: "running", success: "succeeded", fail: "failed", failed: "failed" },
  dcs: { init: "pending", running: "running", success: "succeeded", fail: "failed" },
  servers: { init: "pending", running: "running", success: "succeeded", fail: "failed" },
  snapshots: { "0": "pending", "1": "running", "2": "succeeded", "-1": "failed" },
  orders: { open: "pending", busy: "running", done: "succeeded", broken: "failed" },
};

/** Parts of SFS Turbo also fail with `FAIL`. */
const partWords: Readonly<Record<Service, Readonly<Record<string, JobState>>>> = {
  ...words,
  "sfs-turbo": { ...words["sfs-turbo"], fail: "failed" },
};

/** Which services have parts, and which show progress. */
export const hasParts: ReadonlySet<Service> = new Set(["sfs-turbo", "workspace", "snapshots"]);
export const hasProgress: ReadonlySet<Service> = new Set(["orders"]);
export const hasPartProgress: ReadonlySet<Service> = new Set(["workspace"]);
export const hasTotal: ReadonlySet<Service> = new Set(["workspace"]);

/** What it means that a job is gone after it was seen. */
export const gone: Readonly<Partial<Record<Service, JobState>>> = { snapshots: "succeeded", orders: "failed" };

const builtIn: ReadonlySet<Service> = new Set(["sfs-turbo", "workspace", "dcs"]);

export function stateOf(service: Service, job: ServerJob): JobState {
  const word = job.word.trim().toLowerCase();
  if (service !== "workspace" || word !== "complete") {
    return words[service][word] ?? "unknown";
  }
  const states = job.parts.map((part) => partStateOf(service, part));
  if (states.includes("failed")) {
    return "failed";
  }
  const total = Math.max(job.total, states.length);
  if (total === 0) {
    return job.code === undefined && job.reason === undefined ? "succeeded" : "failed";
  }
  return states.length === total && states.every((state) => state === "succeeded") ? "succeeded" : "running";
}

function partStateOf(service: Service, { word }: ServerPart): JobState {
  return partWords[service][word?.trim().toLowerCase() ?? ""] ?? "unknown";
}

/** Two jobs with the same text do not differ to whoever waits. */
export function appearance(service: Service, job: ServerJob): string {
  const state = stateOf(service, job);
  const isErrorShown = builtIn.has(service) || state === "failed";
  const error = isErrorShown ? [job.code, job.reason] : [];
  const parts = job.parts.map((part) => [part.id, part.word, hasPartProgress.has(service) && part.progress]);
  return JSON.stringify([state, job.word, progressOf(service, job), error, parts]);
}

/** From 0 to 100: the job's own, or the mean over its parts if any has one. */
export function progressOf(service: Service, job: ServerJob): number | undefined {
  if (hasProgress.has(service)) {
    return job.progress;
  }
  const known = job.parts.flatMap((part) => {
    const isOver = ["succeeded", "failed"].includes(partStateOf(service, part));
    return isOver ? [100] : (part.progress ?? []);
  });
  const isShown = hasPartProgress.has(service) && known.length > 0;
  return isShown ? known.reduce((sum, each) => sum + each, 0) / Math.max(job.total, job.parts.length) : undefined;
}
