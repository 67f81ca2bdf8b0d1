import createOpenApiClient, { type Client } from "openapi-fetch";
import type { ConfigurationError } from "./errors/configuration-error.ts";
import type { Manner } from "./transport/attempt.ts";
import { createTransport, type Reply, type TransportOptions } from "./transport/index.ts";
import type { Limiter } from "./transport/limiter.ts";
import { identifier } from "./validate.ts";
import { version } from "./version.ts";

/** One service over one transport. */
export interface Connection {
  /** For the facade: every answer but a good one is an error. */
  get(path: string, values: Readonly<Record<string, unknown>>, manner: Manner): Promise<Reply>;
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
  const { baseUrl } = options;
  const transport = createTransport(options);
  const init = { method: "GET", headers };
  let client: Client<object> | undefined;
  return {
    limiter: options.limiter,
    get: (path, values, manner) => transport.call({ url: baseUrl + pathSerializer(path, values), init, ...manner }),
    get client() {
      client ??= createOpenApiClient<object>({ baseUrl, pathSerializer, headers, fetch: transport.fetch });
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
function pathSerializer(path: string, values: Readonly<Record<string, unknown>>): string {
  let filled = path;
  for (const [name, value] of Object.entries(values)) {
    filled = filled.replace(`{${name}}`, identifier(name, value));
  }
  return filled;
}
