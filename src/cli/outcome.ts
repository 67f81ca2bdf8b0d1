import { AuthenticationError, describeRequest, type RequestError } from "../errors/request-errors.ts";
import { errorJson } from "../errors/to-json.ts";
import type { AnyJob, JobRefOf } from "../job.ts";

/** A reference to a job of any service that the command knows. */
export type Ref = JobRefOf<string>;

/** What `get` or `wait` found out about a job: its last state, and the error if it could not be followed to its end. */
export interface Outcome {
  readonly ref: Ref;
  readonly job?: AnyJob | undefined;
  readonly error?: Error | undefined;
}

/** `SERVICE/JOB_ID`, as in the arguments. */
export function nameOf({ service, id }: Ref): string {
  return `${service}/${id}`;
}

/** What an error says, for people: without the request and its ID, which `--debug` and JSON have. */
export function summaryOf(error: Error): string {
  const { summary = error.message, service } = error as Partial<RequestError>;
  return service === "iam" ? `IAM: ${summary}` : summary;
}

/** Equal for two references to the same job. */
export function keyOf({ service, id, projectId }: Ref): string {
  return [service, id, projectId ?? ""].join("/");
}

/**
 * The error as that of one job. A refused credential is one error for all jobs that use it, and has the request for one of
 * them: the others get it without the request.
 */
function errorOf({ service, id }: Ref, error: Error): Error {
  if (
    !(error instanceof AuthenticationError) ||
    error.service === "iam" ||
    (error.service === service && names(error.url, id))
  ) {
    return error;
  }
  const message = error.message.replace(` (${describeRequest(error)})`, "");
  const value = undefined;
  return Object.create(error, { message: { value: message }, method: { value }, url: { value }, attempts: { value } });
}

/** Whether each part of an ID is a part of the URL. */
function names(url: string, id: string): boolean {
  const { pathname, searchParams } = new URL(url);
  const parts = new Set([...pathname.split("/"), ...searchParams.values()]);
  return id.split("/").every((part) => parts.has(part));
}

/** An outcome as `--json` prints it. */
export function outcomeJson({ ref, job, error }: Outcome): object {
  return error === undefined ? { ref, job } : { ref, error: errorJson(errorOf(ref, error)) };
}
