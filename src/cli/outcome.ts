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

/** Equal for two references to the same job. */
export function keyOf({ service, id, projectId }: Ref): string {
  return [service, id, projectId ?? ""].join("/");
}

/** An outcome as `--json` prints it. */
export function outcomeJson({ ref, job, error }: Outcome): object {
  return error === undefined ? { ref, job } : { ref, error: errorJson(error) };
}
