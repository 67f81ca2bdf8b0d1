import { JobsError, singleLine } from "../errors/base.ts";
import type { AnyJob, JobRefOf } from "../job.ts";

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
      lastJob === undefined ? "was never seen" : `is still ${lastJob.state} (status ${short(lastJob.status)})`;
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
  const ofParts = job.subJobs
    .filter((part) => part.state === "failed")
    .map((part) => `sub-job ${short(part.id ?? "without an ID")}: ${reason(part) ?? "no reason given"}`);
  return [reason(job), ...ofParts].filter((text) => text !== undefined).join("; ") || "the service gave no reason";
}

function reason({ error }: Pick<AnyJob, "error">): string | undefined {
  return (
    error &&
    [error.code, error.reason]
      .filter((text) => text !== undefined)
      .map(short)
      .join(" ")
  );
}

function short(text: string): string {
  return singleLine(text, LONGEST_REASON);
}
