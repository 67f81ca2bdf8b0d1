/** What has to be true whatever comes in. */
import assert from "node:assert/strict";
import { type Job, JobsError } from "huaweicloud-jobs";
import { checkHidden } from "../helpers/canary.ts";

const states = ["pending", "running", "succeeded", "failed", "unknown"];

/** Holds for a part of a job as for the whole. */
function checkPart({ state, progress, startedAt, endedAt, error }: Omit<Job["subJobs"][number], "id">): void {
  assert(states.includes(state), `state ${state}`);
  assert(progress === undefined || (progress >= 0 && progress <= 100), `progress ${progress}`);
  for (const time of [startedAt, endedAt]) {
    assert(time === undefined || !Number.isNaN(time.getTime()), "an invalid Date");
  }
  assert(error === undefined || error.code !== undefined || error.reason !== undefined, "an empty error");
}

/** A job that can be relied on, whatever it was read from. */
export function checkJob(job: Job): void {
  checkPart(job);
  job.subJobs.forEach(checkPart);
  assert(typeof job.status === "string" && job.status.trim() !== "", "no status");
  assert(job.type === undefined || typeof job.type === "string", "a type that is no text");
  assert(JSON.stringify(job).startsWith("{"), "no JSON");
}

/** An error of this package: typed, short, and in one line. Gives its name. */
export function checkError(error: unknown): string {
  if (!(error instanceof JobsError)) {
    throw error;
  }
  assert(Buffer.byteLength(error.message) < 4_096, `a message of ${Buffer.byteLength(error.message)} bytes`);
  return error.name;
}

/** What a call came to: the name of its typed error, which shows no secret, or what `told` makes of its value. */
export async function outcomeOf<T>(call: () => T | PromiseLike<T>, told: (value: T) => string): Promise<string> {
  let value: T;
  try {
    value = await call();
  } catch (error) {
    checkHidden(error);
    return checkError(error);
  }
  return told(value);
}

/** What a call that gives a job came to. */
export function jobOutcomeOf(call: () => Promise<Job>): Promise<string> {
  return outcomeOf(call, (job) => {
    checkJob(job);
    return `Job ${job.state}`;
  });
}
