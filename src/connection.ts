import createOpenApiClient, { type Client } from "openapi-fetch";
import type { ConfigurationError } from "./errors/configuration-error.ts";
import { Call } from "./transport/call.ts";
import { createTransport, type TransportOptions } from "./transport/index.ts";
import type { Limiter } from "./transport/limiter.ts";
import { identifier } from "./validate.ts";
import { version } from "./version.ts";

/** The job endpoint, as every service has it. */
interface JobPaths {
  [path: string]: {
    get: {
      parameters: { path: { project_id: string; job_id: string } };
      responses: { 200: { content: { "application/json": unknown } } };
    };
  };
}

/** One service's two openapi-fetch clients over one transport. */
export interface Connection {
  /** The facade's own: light, and every answer but a good one is an error. */
  readonly facade: Client<JobPaths>;
  /** The user's: as openapi-fetch documents it. */
  readonly client: Client<object>;
  /** Through which the requests of both go. */
  readonly limiter: Limiter;
}

const headers = { Accept: "application/json", "Content-Type": "application/json", ...userAgent() };

/** Browsers have a `User-Agent` of their own and let nobody change it. */
function userAgent(): Record<string, string> {
  const platform = globalThis.navigator?.userAgent ?? "";
  return platform.startsWith("Mozilla/") ? {} : { "User-Agent": `huaweicloud-jobs/${version}` };
}

export function createConnection(options: TransportOptions): Connection {
  const transport = createTransport(options);
  const common = { baseUrl: options.baseUrl, pathSerializer };
  const callOptions = { Request: Call as never, fetch: transport.call as never, ownHeaders: headers };
  let client: Client<object> | undefined;
  return {
    limiter: options.limiter,
    // openapi-fetch hands what it does not know on to the request.
    facade: createOpenApiClient<JobPaths>({ ...common, ...callOptions }),
    get client() {
      client ??= createOpenApiClient<object>({ ...common, headers, fetch: transport.fetch });
      return client;
    },
  };
}

/** A client for a service without an endpoint: it may be read, but each use says what is missing. */
export function createUnconnected(reason: ConfigurationError): Client<object> {
  return createOpenApiClient<object>({
    baseUrl: "https://no-endpoint.invalid",
    pathSerializer,
    fetch: () => Promise.reject(reason),
  });
}

/** Puts the IDs into a path; none of them can change it. */
function pathSerializer(path: string, values: Record<string, unknown>): string {
  return path.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => identifier(name, values[name]));
}
