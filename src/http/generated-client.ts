import createOpenApiClient, { type Client } from "openapi-fetch";
import { forwardAbort } from "../util/abort.ts";
import { isRecord } from "../util/json.ts";
import { pathSegment } from "../util/validate.ts";
import { version } from "../util/version.ts";
import type { HttpClient } from "./client.ts";
import { invalidResponse } from "./explain.ts";
import { createTargetCheck } from "./origin.ts";
import { bodilessStatuses, type HttpResponse } from "./response.ts";

/** The headers of every request. Browsers set their own `User-Agent` and do not let it be changed. */
export const defaultHeaders: Readonly<Record<string, string>> = /* @__PURE__ */ headersFor(
  globalThis.navigator?.userAgent ?? "",
);

function headersFor(platform: string): Record<string, string> {
  const json = { Accept: "application/json", "Content-Type": "application/json" };
  return platform.startsWith("Mozilla/") ? json : { ...json, "User-Agent": `huaweicloud-jobs/${version}` };
}

/**
 * An openapi-fetch client for one service, over the SDK's own HTTP client.
 *
 * @param projectOf - finds the project in a URL of the service
 */
export function createGeneratedClient(
  service: string,
  baseUrl: string,
  http: HttpClient,
  projectOf: (url: string) => string | undefined,
): Client<object> {
  const checkTarget = createTargetCheck(service, baseUrl);
  return openApiClient(baseUrl, async (request) => {
    const { url, method, headers, signal } = request;
    checkTarget(url);
    const isPlain = request instanceof PlainRequest;
    const body = isPlain || request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
    const received = await http.send({ url, method, headers, body, signal, projectId: projectOf(url) });
    const { response, text } = received;
    const isUsual = response instanceof Response && response.status >= 200 && response.status <= 599;
    return isPlain && isUsual ? withText(response, text) : copyOf(received);
  });
}

/** A client whose every call rejects with `reason`. */
export function createRejectingClient(reason: unknown): Client<object> {
  return openApiClient("https://no-endpoint.invalid", () => Promise.reject(reason));
}

function openApiClient(baseUrl: string, fetch: (request: Request | PlainRequest) => Promise<Response>): Client<object> {
  return withPlainRequests(createOpenApiClient<object>({ baseUrl, pathSerializer, headers: defaultHeaders, fetch }));
}

/** Fills the IDs into a path. Each is checked, so that none can change its structure. */
function pathSerializer(path: string, values: Readonly<Record<string, unknown>>): string {
  let filled = path;
  for (const [name, value] of Object.entries(values)) {
    filled = filled.replace(`{${name}}`, pathSegment(name, value));
  }
  return filled;
}

/** What is used of a `Request` without a body, which takes the platform longer to make than to send. */
class PlainRequest {
  readonly url: string;
  declare readonly method: string;
  declare readonly headers: Headers;
  declare readonly signal: AbortSignal | undefined;

  constructor(url: string, { method, headers, signal }: RequestInit) {
    this.url = url;
    Object.assign(this, { method, headers, signal });
  }
}

type Call = (...args: readonly unknown[]) => Promise<unknown>;

/**
 * Calls that nobody could distinguish from others are made with plain requests. The others have their own signal that follows
 * the user's: in Node a `Request` leaves a listener behind on the signal that it is made with.
 */
function withPlainRequests(client: Client<object>): Client<object> {
  let hasMiddleware = false;

  function wrapped(call: Call): Call {
    return (...args) => {
      const isLast = isRecord(args.at(-1));
      const init: Record<string, unknown> = isLast ? (args.at(-1) as Record<string, unknown>) : {};
      const first = isLast ? args.slice(0, -1) : args;
      const { fetch, Request, body, middleware, parseAs = "json", signal } = init;
      if (!hasMiddleware && (fetch ?? Request ?? body ?? middleware) === undefined && parseAs === "json") {
        return call(...first, { ...init, Request: PlainRequest });
      }
      // With another `fetch` the body may be read after the call, and the signal must still abort that.
      if (!(signal instanceof AbortSignal) || fetch !== undefined) {
        return call(...args);
      }
      const controller = new AbortController();
      const release = forwardAbort(signal, controller);
      return call(...first, { ...init, signal: controller.signal }).finally(release);
    };
  }

  const { use, eject, ...calls } = client as unknown as Record<string, Call>;
  return {
    ...Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, wrapped(call)])),
    use(...middleware: unknown[]) {
      hasMiddleware = true;
      return use?.(...middleware);
    },
    eject,
  } as unknown as Client<object>;
}

/** The response itself, from which openapi-fetch reads the text once more. */
function withText(response: Response, text: string): Response {
  const read = (): string => {
    Reflect.deleteProperty(response, "text");
    Reflect.deleteProperty(response, "json");
    return text;
  };
  return Object.assign(response, { text: async () => read(), json: async () => JSON.parse(read()) });
}

/**
 * A response like the one whose body has been read. A browser's opaque redirect cannot be copied, and has no body.
 *
 * @throws InvalidResponseError for a status that a `Response` cannot have
 */
function copyOf(http: HttpResponse): Response {
  const { response, text } = http;
  const { status, url } = response;
  if (response.type === "opaqueredirect") {
    return response;
  }
  if (status < 200 || status > 599) {
    throw invalidResponse("that is not an HTTP status", http);
  }
  // `Response` rejects a reason phrase with other characters.
  const statusText = (response.statusText ?? "").replaceAll(/[^\t\x20-\x7e]/g, "");
  const headers = copyOfHeaders(response.headers);
  const copy = new Response(bodilessStatuses.has(status) ? null : text, { status, statusText, headers });
  return Object.defineProperty(copy, "url", { value: url });
}

/** Leaves out headers that `Headers` rejects, such as one without a name. */
function copyOfHeaders(headers: Headers): Headers {
  const copy = new Headers();
  for (const [name, value] of headers) {
    try {
      copy.append(name, value);
    } catch {
      // Nobody could read such a header.
    }
  }
  return copy;
}
