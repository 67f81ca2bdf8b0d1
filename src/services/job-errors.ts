import { JobsError, singleLine } from "../errors/base.ts";
import { InvalidResponseError as InvalidResponse } from "../errors/invalid-response.ts";
import type { AnyJob, JobRefOf } from "../job.ts";
import type { Job, JobRef, KnownServices, ServiceNameIn } from "./index.ts";

/** Of one reason, code or status, in characters. */
const MAX_REASON_LENGTH = 500;

/** The job failed. `job.error` and `job.subJobs` say why. Thrown by `wait` alone. */
export class JobFailedError extends JobsError {
  override readonly name = "JobFailedError";
  declare readonly job: Job;

  constructor(job: AnyJob) {
    super(`${title(job)} failed: ${reasons(job)}`);
    Object.assign(this, { job });
  }
}

/**
 * The time for the wait is up. The job itself may still succeed: pass `ref` to `wait` again to go on, here or in another
 * process.
 */
export class WaitTimeoutError extends JobsError {
  override readonly name = "WaitTimeoutError";
  declare readonly ref: JobRef<ServiceNameIn<KnownServices>>;
  /** The job as last seen; absent if no poll has succeeded. */
  declare readonly lastJob: Job | undefined;
  /** How old `lastJob` is, in milliseconds, if it is older than the pause between two polls. */
  declare readonly lastJobAge: number | undefined;
  /** Why the last poll failed, if it did. */
  declare readonly lastError: unknown;
  /** The wait's timeout, in milliseconds. */
  declare readonly timeout: number;

  constructor(
    ref: JobRefOf<string>,
    timeout: number,
    lastJob: AnyJob | undefined,
    lastError: unknown,
    lastJobAge?: number,
  ) {
    const seen =
      lastJob === undefined
        ? "was never seen"
        : lastJobAge === undefined
          ? `is still ${stateOf(lastJob)}`
          : `was ${stateOf(lastJob)} when last seen, ${Math.round(lastJobAge / 1_000)} seconds ago. The wait timed out`;
    const failure = lastError instanceof Error ? ` The last poll failed: ${lastError.message}` : "";
    super(
      `${title(ref)} ${seen} after ${timeout} ms; wait for it again to go on, or raise "timeout".${failure}`,
      lastError === undefined ? undefined : { cause: lastError },
    );
    Object.assign(this, { ref, timeout, lastJob, lastError, ...(lastJobAge !== undefined && { lastJobAge }) });
  }
}

/** As the error's own class has it, with the precise type of `job`. */
export interface InvalidResponseError extends InvalidResponse {
  readonly job: Job | undefined;
}

/**
 * A 2xx response that is not a job: not JSON, cut short, without a status, about another job, or too large. With
 * `onUnknownStatus: "fail"` also a job whose status word is not documented; `job` then carries it.
 */
export const InvalidResponseError = InvalidResponse as {
  new (...args: ConstructorParameters<typeof InvalidResponse>): InvalidResponseError;
  readonly prototype: InvalidResponseError;
};

function title(ref: JobRefOf<string>): string {
  return `Job ${ref.service}/${ref.id}`;
}

function stateOf({ state, status }: AnyJob): string {
  return `${state} (status ${short(status)})`;
}

function reasons(job: AnyJob): string {
  const ofParts = job.subJobs
    .filter((part) => part.state === "failed")
    .map((part) => `sub-job ${short(part.id ?? "without an ID")}: ${reason(part) ?? "no reason given"}`);
  return [reason(job), ...ofParts].filter((text) => text !== undefined).join("; ") || "the service gave no reason";
}

function reason({ error }: Pick<AnyJob, "error">): string | undefined {
  const texts = [error?.code, error?.reason].filter((text) => text !== undefined);
  return texts.map(short).join(" ") || undefined;
}

function short(text: string): string {
  return singleLine(text, MAX_REASON_LENGTH);
}
