import type { ServiceTable } from "../services/definition.ts";
import { profileOf } from "./profiles.ts";
import type { SimulatedError } from "./response.ts";

/** A request, as far as the simulator looks at it. */
export interface IncomingRequest {
  readonly method: string;
  /** The path of the URL. */
  readonly path: string;
  readonly token: string | null;
}

/** What a path asks for. */
export interface Route {
  readonly service: string;
  readonly projectId: string;
  readonly id: string;
}

/** Whom the gateway lets in. */
export interface Access {
  readonly token: string;
  readonly projectId: string;
}

/**
 * Makes the function that tells what a path asks for. A path may have the service's name before it, as in the
 * simulator's own endpoints; without, it goes to the first service that has such a path.
 */
export function createRouter(table: ServiceTable): (path: string) => Route | undefined {
  const patterns = Object.entries(table).map(([service, { path }]) => {
    const places = path.replaceAll(".", "\\.").replace(/\{(\w+)\}/g, "(?<$1>[^/]+)");
    return { service, pattern: new RegExp(`^(?:/${service})?${places}$`) };
  });
  return (path) => {
    for (const { service, pattern } of patterns) {
      const { project_id: projectId, job_id: id } = pattern.exec(path)?.groups ?? {};
      if (projectId !== undefined && id !== undefined) {
        return { service, projectId, id };
      }
    }
    return undefined;
  };
}

/**
 * Why the gateway, or the service right behind it, refuses a request; `undefined` when it does not. The codes and
 * texts are the real ones; that they are checked in this order is assumed.
 */
export function rejection(
  inquiry: IncomingRequest,
  route: Route | undefined,
  access: Access,
): SimulatedError | undefined {
  if (route === undefined) {
    return notFound("The API does not exist or has not been published in the environment.");
  }
  // The gateway finds an API by method and path together, so another method is 404 there and not 405.
  if (inquiry.method !== "GET") {
    return notFound("The API does not exist.");
  }
  if (inquiry.token === null) {
    return unauthorized("x-auth-token not found");
  }
  if (inquiry.token !== access.token) {
    return unauthorized("decrypt token fail");
  }
  return route.projectId === access.projectId ? undefined : profileOf(route.service).otherProject;
}

function notFound(message: string): SimulatedError {
  return { by: "gateway", status: 404, code: "APIGW.0101", message };
}

function unauthorized(why: string): SimulatedError {
  const message = `Incorrect IAM authentication information: ${why}`;
  return { by: "gateway", status: 401, code: "APIGW.0301", message };
}
