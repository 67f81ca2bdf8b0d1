import { ConfigurationError } from "../errors/configuration-error.ts";
import type { JobRefOf } from "../job.ts";
import { badOption, identifier, oneOf } from "../validate.ts";
import { isRecord } from "../values.ts";
import { type ServiceName, services } from "./index.ts";
import type { ServiceTable } from "./service.ts";

/** A reference with its project, ready for a request. */
export interface CheckedRef {
  readonly service: string;
  readonly id: string;
  readonly projectId: string;
}

/**
 * @throws ConfigurationError when the value is no reference, or no project is known
 */
export function checkRef(table: ServiceTable, ref: unknown, defaultProject: string | undefined): CheckedRef {
  if (!isRecord(ref)) {
    throw badOption("ref", "a job reference: { service, id, projectId? }", ref);
  }
  const service = oneOf("service", ref["service"], Object.keys(table));
  const id = identifier("id", ref["id"]);
  const projectId = ref["projectId"] === undefined ? defaultProject : ref["projectId"];
  if (projectId === undefined) {
    throw new ConfigurationError('No project: give "projectId" to the client or in the reference.');
  }
  return { service, id, projectId: identifier("projectId", projectId) };
}

/** Where the starting calls put the job's ID; the services do not agree, and SFS Turbo not with itself. */
const idMembers = ["job_id", "jobId", "job_Id"] as const;

/**
 * Finds the job's ID in the answer of the call that started it.
 *
 * @param body - the parsed JSON answer
 * @throws ConfigurationError when the answer holds no job ID; SFS Turbo's create, expand and delete calls, for example,
 *   give none
 * @example
 * ```ts
 * const ref = jobRefFromResponse("dcs", await startedResponse.json());
 * await jobs.wait(ref);
 * ```
 */
export function jobRefFromResponse<S extends ServiceName>(service: S, body: unknown): JobRefOf<S> {
  return { service: oneOf("service", service, Object.keys(services)) as S, id: jobIdIn(body) };
}

/** The job ID in the answer of a starting call, whichever service it is of. */
export function jobIdIn(body: unknown): string {
  const name = isRecord(body)
    ? idMembers.find((member) => Object.hasOwn(body, member) && body[member] !== "" && body[member] != null)
    : undefined;
  if (name === undefined) {
    throw new ConfigurationError(`The answer holds no job ID: none of ${idMembers.join(", ")} has a value.`);
  }
  return identifier(name, (body as Record<string, unknown>)[name]);
}
