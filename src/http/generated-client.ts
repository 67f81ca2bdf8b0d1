import createOpenApiClient, { type Client } from "openapi-fetch";
import { forwardAbort } from "../util/abort.ts";
import { pathSegment } from "../util/validate.ts";
import { version } from "../util/version.ts";
import type { Manner } from "./attempt.ts";
import { createTransport, type Reply, type Transport, type TransportOptions } from "./client.ts";
import type { RateLimiter } from "./rate-limiter.ts";

/** One service over one transport. */
export interface Connection {
  /** For the facade: every answer but a good one is an error. */
  get(path: string, values: Readonly<Record<string, unknown>>, manner: Manner): Promise<Reply>;
  /** The user's: as openapi-fetch documents it. */
  createClient(): Client<object>;
  /** Through which the requests of both go. */
  readonly limiter: RateLimiter;
}

const headers = /* @__PURE__ */ defaultHeaders();

/** Browsers have a `User-Agent` of their own and let nobody change it. */
function defaultHeaders(): Record<string, string> {
  const platform = globalThis.navigator?.userAgent ?? "";
  const json = { Accept: "application/json", "Content-Type": "application/json" };
  return platform.startsWith("Mozilla/") ? json : { ...json, "User-Agent": `huaweicloud-jobs/${version}` };
}

export function createConnection(options: TransportOptions): Connection {
  const { baseUrl } = options;
  const transport = createTransport(options);
  const init = { method: "GET", headers };
  return {
    limiter: options.limiter,
    get: (path, values, manner) => transport.call({ url: baseUrl + pathSerializer(path, values), init, ...manner }),
    createClient: () => createClient(baseUrl, transport.fetch),
  };
}

/** A generated client over a `fetch`. */
export function createClient(baseUrl: string, fetch: Transport["fetch"]): Client<object> {
  return withOwnSignals(createOpenApiClient<object>({ baseUrl, pathSerializer, headers, fetch }));
}

type Given = string | { readonly signal?: unknown; readonly fetch?: unknown } | null | undefined;

type Call = (...given: readonly Given[]) => Promise<unknown>;

/**
 * Gives each call a signal of its own that follows the user's: in Node a `Request` leaves a listener behind on the one it
 * is made with.
 */
function withOwnSignals(client: Client<object>): Client<object> {
  const calls = Object.entries(client as unknown as Record<string, Call>);
  return Object.fromEntries(calls.map(([name, call]) => [name, withOwnSignal(call)])) as unknown as Client<object>;
}

function withOwnSignal(call: Call): Call {
  return (...given) => {
    const init = given.at(-1);
    // What another `fetch` answers may still be read when the call is over, and be aborted then.
    if (typeof init !== "object" || !(init?.signal instanceof AbortSignal) || init.fetch !== undefined) {
      return call(...given);
    }
    const controller = new AbortController();
    const release = forwardAbort(init.signal, controller);
    return call(...given.slice(0, -1), { ...init, signal: controller.signal }).finally(release);
  };
}

/** Puts the IDs into a path; none of them can change it. */
function pathSerializer(path: string, values: Readonly<Record<string, unknown>>): string {
  let filled = path;
  for (const [name, value] of Object.entries(values)) {
    filled = filled.replace(`{${name}}`, pathSegment(name, value));
  }
  return filled;
}
