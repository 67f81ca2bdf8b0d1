import { ConfigurationError } from "../errors/base.ts";
import type { JobRefOf } from "../job.ts";
import { isRecord } from "../util/json.ts";
import { invalidOption, oneOf, pathSegment } from "../util/validate.ts";
import type { ServiceTable } from "./definition.ts";
import { type ServiceName, services } from "./index.ts";

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
    throw invalidOption("ref", "a job reference: { service, id, projectId? }", ref);
  }
  const service = oneOf("service", ref["service"], Object.keys(table));
  const id = pathSegment("id", ref["id"]);
  const projectId = ref["projectId"] === undefined ? defaultProject : ref["projectId"];
  if (projectId === undefined) {
    throw new ConfigurationError('No project: give "projectId" to the client or in the reference.');
  }
  return { service, id, projectId: pathSegment("projectId", projectId) };
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
  return pathSegment(name, (body as Record<string, unknown>)[name]);
}
