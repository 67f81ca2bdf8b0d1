import type { AnyJob } from "../job.ts";
import { JobsError } from "./base.ts";
import { describeRequest, type RequestInfo } from "./request-errors.ts";

/** What an `InvalidResponseError` knows: the request, or the job. */
export interface InvalidResponseInfo extends Partial<RequestInfo> {
  readonly job?: AnyJob;
  readonly requestId?: string | undefined;
}

/**
 * A 2xx answer that is no job: not JSON, cut short, without a status, about another job, or too large. With
 * `onUnknownStatus: "fail"` also a job whose status word nobody documented; `job` then carries it.
 */
export class InvalidResponseError extends JobsError {
  override readonly name = "InvalidResponseError";
  readonly job: AnyJob | undefined;
  readonly requestId: string | undefined;
  readonly service: string | undefined;
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly attempts: number | undefined;

  constructor(message: string, facts: InvalidResponseInfo) {
    super(facts.url === undefined ? message : `${message} (${describeRequest(facts)})`);
    this.job = facts.job;
    this.requestId = facts.requestId;
    this.service = facts.service ?? facts.job?.service;
    this.method = facts.method;
    this.url = facts.url;
    this.attempts = facts.attempts;
  }
}
