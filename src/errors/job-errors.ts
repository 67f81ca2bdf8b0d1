import type { AnyJob, JobRefOf } from "../job.ts";
import { JobsError } from "./jobs-error.ts";
import { plain } from "./plain.ts";

/** Of one reason, code or status, in characters. */
const LONGEST_REASON = 500;

/** The job ended, and not well. `job.error` and `job.subJobs` say why. Thrown by `wait` alone. */
export class JobFailedError extends JobsError {
  override readonly name = "JobFailedError";
  readonly job: AnyJob;

  constructor(job: AnyJob) {
    super(`${title(job)} failed: ${reasons(job)}`);
    this.job = job;
  }
}

/**
 * The time for the wait is up. The job itself may still end well: pass `ref` to `wait` again to go on, here or in
 * another process.
 */
export class WaitTimeoutError extends JobsError {
  override readonly name = "WaitTimeoutError";
  readonly ref: JobRefOf<string>;
  /** The job as last seen; absent when no poll has succeeded. */
  readonly lastJob: AnyJob | undefined;
  /** The wait's timeout, in milliseconds. */
  readonly timeout: number;

  constructor(ref: JobRefOf<string>, timeout: number, lastJob: AnyJob | undefined, lastError: unknown) {
    const seen =
      lastJob === undefined
        ? "was never seen"
        : `is still ${lastJob.state} (status ${plain(lastJob.status, LONGEST_REASON)})`;
    const trouble = lastError instanceof Error ? ` The last poll failed: ${lastError.message}` : "";
    super(
      `${title(ref)} ${seen} after ${timeout} ms; wait for it again to go on, or raise "timeout".${trouble}`,
      lastError === undefined ? undefined : { cause: lastError },
    );
    this.ref = ref;
    this.timeout = timeout;
    this.lastJob = lastJob;
  }
}

function title(ref: JobRefOf<string>): string {
  return `Job ${ref.service}/${ref.id}`;
}

function reasons(job: AnyJob): string {
  const own = job.error && reason(job.error);
  const ofParts = job.subJobs
    .filter((part) => part.state === "failed")
    .map(
      (part) =>
        `sub-job ${plain(part.id ?? "without an ID", LONGEST_REASON)}: ${(part.error && reason(part.error)) ?? "no reason given"}`,
    );
  return [...(own === undefined ? [] : [own]), ...ofParts].join("; ") || "the service gave no reason";
}

function reason({ code, reason }: { readonly code?: string; readonly reason?: string }): string {
  return [code, reason]
    .filter((part) => part !== undefined)
    .map((part) => plain(part, LONGEST_REASON))
    .join(" ");
}
