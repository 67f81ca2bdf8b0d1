import { InvalidResponseError as InvalidResponse } from "./errors/invalid-response.ts";
import type { JobRefOf } from "./job.ts";
import type { JobIn, ServiceName, services } from "./services/index.ts";
import { JobFailedError as JobFailed, WaitTimeoutError as WaitTimeout } from "./services/job-errors.ts";

// The errors beneath know no service. Here the jobs and references that they carry get their types, so that they can be
// handed back to `wait`.

type Job = JobIn<typeof services>;

/** A class whose instances are `E`, as `instanceof` sees it. */
interface ErrorClass<C extends abstract new (...args: never[]) => Error, E> {
  new (...args: ConstructorParameters<C>): E;
  readonly prototype: E;
}

/** The job ended, and not well. `job.error` and `job.subJobs` say why. Thrown by `wait` alone. */
export interface JobFailedError extends JobFailed {
  readonly job: Job;
}
export const JobFailedError: ErrorClass<typeof JobFailed, JobFailedError> = JobFailed as never;

/**
 * The time for the wait is up. The job itself may still end well: hand `ref` to `wait` again to go on, here or in another
 * process.
 */
export interface WaitTimeoutError extends WaitTimeout {
  readonly ref: JobRefOf<ServiceName>;
  readonly lastJob: Job | undefined;
}
export const WaitTimeoutError: ErrorClass<typeof WaitTimeout, WaitTimeoutError> = WaitTimeout as never;

/**
 * A 2xx answer that is no job: not JSON, cut short, without a status, about another job, or too large. With
 * `onUnknownStatus: "fail"` also a job whose status word nobody documented; `job` then carries it.
 */
export interface InvalidResponseError extends InvalidResponse {
  readonly job: Job | undefined;
}
export const InvalidResponseError: ErrorClass<typeof InvalidResponse, InvalidResponseError> = InvalidResponse as never;
