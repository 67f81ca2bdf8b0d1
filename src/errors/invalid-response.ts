import type { AnyJob } from "../job.ts";
import { JobsError } from "./base.ts";
import { describeRequest, type RequestInfo } from "./request-errors.ts";

/** What an `InvalidResponseError` knows: the request, or the job. */
export interface InvalidResponseInfo extends Partial<RequestInfo> {
  readonly job?: AnyJob;
  readonly requestId?: string | undefined;
}

/**
 * A 2xx response that is not a job: not JSON, cut short, without a status, about another job, or too large. With
 * `onUnknownStatus: "fail"` also a job whose status word is not documented; `job` then carries it.
 */
export class InvalidResponseError extends JobsError {
  override readonly name = "InvalidResponseError";
  declare readonly job: AnyJob | undefined;
  declare readonly requestId: string | undefined;
  declare readonly service: string | undefined;
  declare readonly method: string | undefined;
  declare readonly url: string | undefined;
  declare readonly attempts: number | undefined;

  constructor(message: string, { job, requestId, service = job?.service, method, url, attempts }: InvalidResponseInfo) {
    const request = url === undefined ? "" : ` (${describeRequest({ method, url, attempts })})`;
    super(message + request, undefined, { summary: message });
    Object.assign(this, { job, requestId, service, method, url, attempts });
  }
}
