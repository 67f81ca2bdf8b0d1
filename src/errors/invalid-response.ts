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
  readonly job: AnyJob | undefined;
  readonly requestId: string | undefined;
  readonly service: string | undefined;
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly attempts: number | undefined;

  constructor(message: string, info: InvalidResponseInfo) {
    super(info.url === undefined ? message : `${message} (${describeRequest(info)})`);
    this.job = info.job;
    this.requestId = info.requestId;
    this.service = info.service ?? info.job?.service;
    this.method = info.method;
    this.url = info.url;
    this.attempts = info.attempts;
  }
}
