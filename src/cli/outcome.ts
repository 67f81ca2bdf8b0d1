import type { AnyJob, JobRefOf } from "../job.ts";
import type { OutcomeOf } from "../polling/wait.ts";

/** A reference of a service in the table. */
export type Ref = JobRefOf<string>;

/** How the look at a job, or the wait for it, ended. */
export type Outcome = OutcomeOf<Ref, AnyJob>;

/** A job's name on the command line. */
export function nameOf({ service, id }: Ref): string {
  return `${service}/${id}`;
}

/** The same for two references to one job. */
export function keyOf({ service, id, projectId }: Ref): string {
  return [service, id, projectId ?? ""].join("/");
}
