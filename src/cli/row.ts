import { NotFoundError } from "../errors/request-errors.ts";
import { type AnyJob, isTerminal, type JobErrorDetails, type SubJob } from "../job.ts";
import { WaitTimeoutError } from "../services/job-errors.ts";
import { formatDuration } from "./duration.ts";
import { type ExitReason, exitReasonOfError } from "./exit-code.ts";
import { nameOf, type Outcome, summaryOf } from "./outcome.ts";
import type { DisplayState } from "./style.ts";
import type { Sanitize } from "./text.ts";

/** What is known of one job at a moment, and the texts that show it. */
export interface Row extends Outcome {
  /** In place of the reference: a sub-job, which is drawn below its job. */
  readonly subJob?: string | undefined;
  /** When the job will be polled next, in milliseconds since the epoch. */
  readonly nextPollAt?: number | undefined;
  /** The error of the last poll, if the wait goes on. */
  readonly pollError?: string | undefined;
  /** When the wait began and ended, in milliseconds since the epoch. */
  readonly began?: number | undefined;
  readonly ended?: number | undefined;
}

/** Whether the wait for the job goes on. */
export function isOpen({ job, error }: Row): boolean {
  return error === undefined && (job === undefined || !isTerminal(job));
}

/** Whether the job failed, or could not be followed to its end. */
export function isUnsuccessful({ job, error }: Row): boolean {
  return error !== undefined || job?.state === "failed";
}

export function displayStateOf({ job, error }: Row): DisplayState {
  return error === undefined ? (job?.state ?? "unseen") : "lost";
}

/** All state labels, in the order in which `countByState` lists them. */
const stateLabels = [
  "succeeded",
  "failed",
  "not found",
  "not authorised",
  "error",
  "timed out",
  "running",
  "pending",
  "unknown",
  "retrying",
  "polling",
] as const;

export type StateLabel = (typeof stateLabels)[number];

export function stateLabelOf({ job, error, pollError }: Row): StateLabel {
  if (error === undefined) {
    return pollError === undefined ? (job?.state ?? "polling") : "retrying";
  }
  const labels: { readonly [R in ExitReason]?: StateLabel } = { timedOut: "timed out", unauthorized: "not authorised" };
  return labels[exitReasonOfError(error)] ?? (error instanceof NotFoundError ? "not found" : "error");
}

/** The number of jobs or sub-jobs, in all and with each state label. */
export function countByState(rows: readonly Row[]): string {
  const noun = rows[0]?.subJob === undefined ? "job" : "sub-job";
  const labels = rows.map(stateLabelOf);
  const counts = stateLabels.flatMap((state) => {
    const count = labels.filter((label) => label === state).length;
    return count === 0 ? [] : `${count} ${state}`;
  });
  return `${rows.length} ${noun}${rows.length === 1 ? "" : "s"}: ${counts.join(", ")}`;
}

/** Longer status words are cut, to keep their column narrow. */
const MAX_STATUS_LENGTH = 24;

/** The state label; an unknown state with the service's own status word. */
export function stateText(row: Row, sanitize: Sanitize): string {
  const label = stateLabelOf(row);
  return label === "unknown" && row.job !== undefined ? jobStateText(row.job, sanitize) : label;
}

function jobStateText({ state, status }: AnyJob, sanitize: Sanitize): string {
  if (state !== "unknown") {
    return state;
  }
  const word = sanitize(status);
  if (word === "") {
    return state;
  }
  return sanitize(`unknown (${word.length > MAX_STATUS_LENGTH ? `${word.slice(0, MAX_STATUS_LENGTH - 1)}…` : word})`);
}

/** How long the job takes or took: by its own times if it has them, else since the wait began. */
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

/** How many sub-jobs are shown; JSON has all. */
const MAX_SUB_JOBS = 100;

const failedFirst = (one: SubJob, other: SubJob): number =>
  Number(other.state === "failed") - Number(one.state === "failed");

/** The sub-jobs of a job as rows of their own. */
export function subJobRows({ ref, job }: Row, sanitize: Sanitize): Row[] {
  const { service = "", projectId = "", subJobs = [] } = job ?? {};
  const shown = subJobs.length > MAX_SUB_JOBS ? [...subJobs].sort(failedFirst).slice(0, MAX_SUB_JOBS) : subJobs;
  return shown.map((part, index) => ({
    ref,
    subJob: sanitize(part.id ?? `sub-job ${index + 1}`),
    job: { service, projectId, id: "", status: "", raw: undefined, ...part, subJobs: [] },
  }));
}

/**
 * Why the job failed or was lost: the errors of the job and of its failed sub-jobs, or the error of the wait.
 *
 * @param isTree - whether the sub-jobs are shown below, with their own reasons
 */
export function reasonsOf({ job, error }: Row, sanitize: Sanitize, isTree = false): string[] {
  if (error instanceof WaitTimeoutError) {
    return timeoutReasons(error, sanitize);
  }
  if (error !== undefined) {
    return summaryOf(error).split("\n").map(sanitize);
  }
  if (job === undefined) {
    return [];
  }
  const own = job.error === undefined ? [] : [details(job.error, sanitize)];
  const failed = job.subJobs.filter(({ state }) => state === "failed");
  const parts = failed.slice(0, MAX_SUB_JOBS).map((part) => subJobReason(part, sanitize));
  if (failed.length > MAX_SUB_JOBS) {
    parts.push(`and ${failed.length - MAX_SUB_JOBS} more failed sub-jobs`);
  }
  const none = job.state === "failed" && own.length + parts.length === 0 ? ["the service gave no reason"] : [];
  const hidden = job.subJobs.length - MAX_SUB_JOBS;
  const tree = hidden > 0 ? [`${hidden} more sub-jobs are not shown; -o json has all`] : [];
  return [...own, ...(isTree ? tree : parts), ...none];
}

function timeoutReasons({ lastJob, lastJobAge, timeout, cause }: WaitTimeoutError, sanitize: Sanitize): string[] {
  const time = timeout < 1_000 ? `${timeout}ms` : formatDuration(timeout);
  const known = lastJob && jobStateText(lastJob, sanitize);
  const state =
    known === undefined
      ? `not seen in ${time}`
      : lastJobAge === undefined
        ? `still ${known} after ${time}`
        : `${known} when last seen, ${formatDuration(lastJobAge)} ago; timed out after ${time}`;
  return [state, ...(cause instanceof Error ? [sanitize(`the last poll failed: ${summaryOf(cause)}`)] : [])];
}

function subJobReason({ id, type, error }: SubJob, sanitize: Sanitize): string {
  const name = ["sub-job", id, type && `(${type})`].filter(Boolean).join(" ");
  return `${sanitize(name)}: ${error === undefined ? "failed without a reason" : details(error, sanitize)}`;
}

function details({ code, reason }: JobErrorDetails, sanitize: Sanitize): string {
  return sanitize([code, reason].filter((part) => part !== undefined).join(" "));
}

export const typeOf = ({ job }: Row, sanitize: Sanitize): string => sanitize(job?.type ?? "");

/** The progress of an open job, as a whole percentage. */
export function percentOf({ job }: Row): number | undefined {
  return job?.progress === undefined || isTerminal(job) ? undefined : Math.floor(job.progress);
}

function stateAndProgress(row: Row, sanitize: Sanitize): string {
  const percent = percentOf(row);
  return percent === undefined ? stateText(row, sanitize) : `${stateText(row, sanitize)} ${percent}%`;
}

/** One change of a job as a line of a log, without the time. */
export function changeOf(row: Row, sanitize: Sanitize): string {
  const parts = [nameOf(row.ref), typeOf(row, sanitize), stateAndProgress(row, sanitize), subJobCount(row)];
  const reasons = reasonsOf(row, sanitize);
  return `${parts.filter((part) => part !== "").join(" ")}${reasons.length === 0 ? "" : `: ${reasons.join("; ")}`}`;
}

/** How many sub-jobs of an open job have finished. */
function subJobCount({ job, error }: Row): string {
  if (job === undefined || error !== undefined || isTerminal(job) || job.subJobs.length === 0) {
    return "";
  }
  return `(${job.subJobs.filter(isTerminal).length} of ${job.subJobs.length} sub-jobs done)`;
}

/** The time of a line of a log. */
export function formatTime(now: number): string {
  return new Date(now).toISOString().replace(/\.\d+Z$/, "Z");
}
