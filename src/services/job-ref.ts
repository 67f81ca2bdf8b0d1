import { ConfigurationError } from "../errors/base.ts";
import { isRecord, valueAt } from "../util/json.ts";
import { invalidOption, oneOf, pathSegment } from "../util/validate.ts";
import { type BuiltInName, builtInServices, type JobRef } from "./index.ts";
import { type OwnService, type Service, type Services, serviceMaker } from "./service.ts";

export interface CheckedRef {
  readonly service: string;
  readonly id: string;
  /** Empty if the path of the service has no project. */
  readonly projectId: string;
}

/** @throws ConfigurationError if the value is not a reference, or no project is known */
export function checkRef(services: Services, ref: unknown, defaultProject: string | undefined): CheckedRef {
  if (!isRecord(ref)) {
    throw invalidOption("ref", "a job reference: { service, id, projectId? }", ref);
  }
  const name = oneOf("service", ref["service"], Object.keys(services));
  const { idPlaces, needsProject } = services[name] as Service;
  const id = checkId(idPlaces, ref["id"]);
  const { projectId = defaultProject } = ref;
  if (needsProject && projectId === undefined) {
    throw new ConfigurationError('No project: give "projectId" to the client or in the reference.');
  }
  const hasNone = !needsProject && (projectId === undefined || projectId === "");
  return { service: name, id, projectId: hasNone ? "" : pathSegment("projectId", projectId) };
}

/** An ID of one part, or of as many as the path has places for, with slashes between. */
export function checkId(places: readonly string[], id: unknown, name = "id"): string {
  if (places.length === 1) {
    return pathSegment(name, id);
  }
  const parts = typeof id === "string" ? id.split("/") : [];
  if (parts.length !== places.length) {
    throw invalidOption(name, `${places.length} parts, as in "${places.join("/")}"`, id);
  }
  return parts.map((part, index) => pathSegment(`${name} (${places[index]})`, part)).join("/");
}

/** Where starting calls put the job's ID; the services do not agree, and SFS Turbo not with itself. */
const idMembers = ["job_id", "jobId", "job_Id"] as const;

/**
 * Finds the job's ID in the response of the call that started it.
 *
 * @param body - the parsed JSON body
 * @throws ConfigurationError if the body has no job ID; SFS Turbo's create, expand and delete calls, for example, return
 *   none
 * @example
 * ```ts
 * const ref = jobRefFromResponse("dcs", await response.json());
 * await jobs.wait(ref);
 * ```
 */
export function jobRefFromResponse<S extends BuiltInName>(service: S, body: unknown): JobRef<S>;
/**
 * The same for a service of your own.
 *
 * @param body - the parsed JSON body
 * @param row - the definition of the service; its `started` says where the ID is
 */
export function jobRefFromResponse<S extends string>(service: S, body: unknown, row: OwnService): JobRef<S>;
export function jobRefFromResponse<S extends string>(service: S, body: unknown, row?: OwnService): JobRef<S> {
  const builtIn = Object.keys(builtInServices);
  if (row === undefined) {
    oneOf("service", service, builtIn);
    return { service, id: jobIdIn(body) };
  }
  const { definition, idPlaces } = serviceMaker("row", row)(service, builtIn);
  return { service, id: jobIdIn(body, definition.started, idPlaces) };
}

/**
 * The job ID in the response of a starting call.
 *
 * @param started - where the row says that it is
 * @param idPlaces - the parts of the ID of a service of the user's own, which may be a number
 */
export function jobIdIn(body: unknown, started?: string, idPlaces?: readonly string[]): string {
  const names = started === undefined ? idMembers : [started];
  for (const name of names) {
    const id = valueAt(body, name);
    if (id != null && id !== "") {
      const isNumber = idPlaces !== undefined && Number.isSafeInteger(id);
      return checkId(idPlaces ?? ["job_id"], isNumber ? String(id) : id, name);
    }
  }
  throw new ConfigurationError(`The response holds no job ID: none of ${names.join(", ")} has a value.`);
}
