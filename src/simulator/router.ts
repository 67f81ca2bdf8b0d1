import type { CheckedRef } from "../services/job-ref.ts";
import type { Service, Services } from "../services/service.ts";
import { profileOf } from "./profiles.ts";
import type { SimulatedError } from "./response.ts";

/** A request, as far as the simulator reads it. */
export interface IncomingRequest {
  readonly method: string;
  readonly url: URL;
  readonly token: string | null;
}

/** The token and the project that the gateway accepts. */
export interface Access {
  readonly token: string;
  readonly projectId: string;
}

/**
 * Finds the job that a URL is about. A path may begin with the service's name, as in the simulator's own endpoints;
 * without it, it belongs to the service whose path says its segments literally, from the left, or to the first of them.
 */
export function findRef(services: Services, url: URL): CheckedRef | undefined {
  const found = Object.values(services).flatMap((service) => matchPath(service, url) ?? []);
  const [best] = found.sort((a, b) => (a.form < b.form ? -1 : a.form > b.form ? 1 : 0));
  return best?.ref;
}

/** Project and ID in a URL, if its path and the parameters of its query are those of the service. */
function matchPath({ name, definition }: Service, url: URL): { ref: CheckedRef; form: string } | undefined {
  const [path = "", query] = definition.path.split("?");
  const template = [path.split("/"), [...new URLSearchParams(query)].map(([, value]) => value)].flat();
  const prefix = url.pathname.startsWith(`/${name}${path.split("{")[0]}`) ? `/${name}` : "";
  const segments = url.pathname.slice(prefix.length).split("/");
  const parameters = [...new URLSearchParams(query)].map(([parameter]) => url.searchParams.get(parameter));
  const given = [segments, parameters].flat();
  const places = template.map((part, index) => [part, given[index]] as const);
  const isMatch =
    given.length === template.length && places.every(([part, value]) => (isPlace(part) ? value : part === value));
  if (!isMatch) {
    return undefined;
  }
  const valuesOf = (isWanted: (place: string) => boolean) =>
    places.filter(([part]) => isPlace(part) && isWanted(part)).map(([, value]) => value);
  const [projectId = ""] = valuesOf((place) => place === "{project_id}");
  const id = valuesOf((place) => place !== "{project_id}").join("/");
  // Segment by segment, a place sorts behind a literal text. The service's name is one.
  const form = [prefix && ".", ...template.map((part) => (isPlace(part) ? "{" : "."))].join("");
  return { ref: { service: name, projectId: projectId ?? "", id }, form };
}

function isPlace(part: string): boolean {
  return part.startsWith("{");
}

/**
 * Why the gateway, or the service right behind it, rejects a request; `undefined` if it does not. The codes and texts
 * are the real ones; that they are checked in this order is assumed.
 */
export function rejection(
  services: Services,
  { method, token }: IncomingRequest,
  ref: CheckedRef | undefined,
  access: Access,
): SimulatedError | undefined {
  if (ref === undefined) {
    return notFound("The API does not exist or has not been published in the environment.");
  }
  // The gateway finds an API by method and path together, so another method is a 404 and not a 405.
  if (method !== "GET") {
    return notFound("The API does not exist.");
  }
  if (token === null) {
    return unauthorized("x-auth-token not found");
  }
  if (token !== access.token) {
    return unauthorized("decrypt token fail");
  }
  const service = services[ref.service];
  const isOther = service?.needsProject && ref.projectId !== access.projectId;
  return isOther ? profileOf(service).otherProject : undefined;
}

function notFound(message: string): SimulatedError {
  return { by: "gateway", status: 404, code: "APIGW.0101", message };
}

function unauthorized(why: string): SimulatedError {
  const message = `Incorrect IAM authentication information: ${why}`;
  return { by: "gateway", status: 401, code: "APIGW.0301", message };
}
