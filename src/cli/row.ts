import { AuthenticationError, NotFoundError, PermissionError } from "../errors/request-errors.ts";
import { type AnyJob, isTerminal, type JobErrorDetails, type JobState, type SubJob } from "../job.ts";
import { WaitTimeoutError } from "../services/job-errors.ts";
import { formatDuration } from "./duration.ts";
import { nameOf, type Ref } from "./outcome.ts";
import type { Shown } from "./style.ts";
import type { Clean } from "./text.ts";

/** What is known of one job at a moment. */
export interface Row {
  readonly ref: Ref;
  /** As last seen. */
  readonly job?: AnyJob | undefined;
  /** Why it could not be followed to its end. */
  readonly error?: Error | undefined;
  /** What happened to the last poll, when that failed but the wait goes on. */
  readonly trouble?: string | undefined;
  /** When the wait began, and when it ended, in milliseconds since the epoch. */
  readonly began?: number | undefined;
  readonly ended?: number | undefined;
}

/** Whether the job is still waited for. */
export function isOpen({ job, error }: Row): boolean {
  return error === undefined && (job === undefined || !isTerminal(job));
}

/** Whether the job failed, or could not be followed to its end. */
export function endedBadly({ job, error }: Row): boolean {
  return error !== undefined || job?.state === "failed";
}

/** How a row looks: a state of the job, or what became of following it. */
export function shownOf({ job, error }: Row): Shown {
  return error === undefined ? (job?.state ?? "unseen") : "lost";
}

export type StateWords = JobState | "asking" | "in trouble" | "not found" | "not authorised" | "timed out" | "error";

/** The state in a word or two, of which there are few. */
export function stateWords({ job, error, trouble }: Row): StateWords {
  if (error === undefined) {
    return trouble === undefined ? (job?.state ?? "asking") : "in trouble";
  }
  if (error instanceof WaitTimeoutError) {
    return "timed out";
  }
  if (error instanceof AuthenticationError || error instanceof PermissionError) {
    return "not authorised";
  }
  return error instanceof NotFoundError ? "not found" : "error";
}

/** Longer status words are cut, so that a column for them can be. */
const LONGEST_STATUS = 24;

/** The state, with the service's own word where that is unknown. */
export function stateText(row: Row, clean: Clean): string {
  return stateWords(row) === "unknown" && row.job !== undefined ? jobStateText(row.job, clean) : stateWords(row);
}

function jobStateText({ state, status }: AnyJob, clean: Clean): string {
  if (state !== "unknown") {
    return state;
  }
  const word = clean(status);
  return clean(`unknown (${word.length > LONGEST_STATUS ? `${word.slice(0, LONGEST_STATUS - 1)}…` : word})`);
}

/** How long the job takes or took: by its own account where it gives one, else since the wait began. */
export function elapsed({ job, error, began, ended }: Row, now: number): number | undefined {
  const started = job?.startedAt?.getTime();
  const from = started === undefined || began === undefined ? (started ?? began) : Math.min(started, began);
  if (from === undefined) {
    return undefined;
  }
  const isOver = job !== undefined && isTerminal(job);
  if (isOver && started !== undefined && job.endedAt !== undefined) {
    return Math.max(0, job.endedAt.getTime() - started);
  }
  if (isOver || error !== undefined) {
    return ended === undefined ? undefined : Math.max(0, ended - from);
  }
  return Math.max(0, now - from);
}

/** Why a job failed or was lost, one reason to a line: its own, its failed sub-jobs', or that of the wait. */
export function reasonsOf({ job, error }: Row, clean: Clean): string[] {
  if (error instanceof WaitTimeoutError) {
    return timeoutReasons(error, clean);
  }
  if (error !== undefined) {
    return error.message.split("\n").map(clean);
  }
  if (job === undefined) {
    return [];
  }
  const own = job.error === undefined ? [] : [details(job.error, clean)];
  const parts = job.subJobs.filter(({ state }) => state === "failed").map((part) => subJobLine(part, clean));
  const none = job.state === "failed" && own.length + parts.length === 0 ? ["the service gave no reason"] : [];
  return [...own, ...parts, ...none];
}

function timeoutReasons({ lastJob, timeout, cause }: WaitTimeoutError, clean: Clean): string[] {
  const time = timeout < 1_000 ? `${timeout}ms` : formatDuration(timeout);
  const seen = lastJob === undefined ? `not seen in ${time}` : `still ${jobStateText(lastJob, clean)} after ${time}`;
  return [seen, ...(cause instanceof Error ? [clean(`the last poll failed: ${cause.message}`)] : [])];
}

function subJobLine({ id, type, error }: SubJob, clean: Clean): string {
  const name = ["sub-job", id, type && `(${type})`].filter(Boolean).join(" ");
  return `${clean(name)}: ${error === undefined ? "failed without a reason" : details(error, clean)}`;
}

function details({ code, reason }: JobErrorDetails, clean: Clean): string {
  return clean([code, reason].filter((part) => part !== undefined).join(" "));
}

export const typeOf = ({ job }: Row, clean: Clean): string => clean(job?.type ?? "");

/** The progress of a job that goes on, in whole percents. */
export function percentOf({ job }: Row): number | undefined {
  return job?.progress === undefined || isTerminal(job) ? undefined : Math.floor(job.progress);
}

/** The state, with the progress of a job that goes on. */
export function stateAndProgress(row: Row, clean: Clean): string {
  const percent = percentOf(row);
  return percent === undefined ? stateText(row, clean) : `${stateText(row, clean)} ${percent}%`;
}

/** One change of a job, as a plain line for logs; the time stands before it. */
export function changeOf(row: Row, clean: Clean): string {
  const parts = [nameOf(row.ref), typeOf(row, clean), stateAndProgress(row, clean), subJobCount(row)];
  const reasons = reasonsOf(row, clean);
  return `${parts.filter((part) => part !== "").join(" ")}${reasons.length === 0 ? "" : `: ${reasons.join("; ")}`}`;
}

/** A moment as logs have it. */
export function timeOf(now: number): string {
  return new Date(now).toISOString().replace(/\.\d+Z$/, "Z");
}

/** How many of the sub-jobs of a job that goes on are over. */
function subJobCount({ job, error }: Row): string {
  if (job === undefined || error !== undefined || isTerminal(job) || job.subJobs.length === 0) {
    return "";
  }
  return `(${job.subJobs.filter(isTerminal).length} of ${job.subJobs.length} sub-jobs done)`;
}
