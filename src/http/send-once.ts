import { JobsError, singleLine } from "../errors/base.ts";
import { networkCause } from "../errors/network-cause.ts";
import { NetworkError, type RequestInfo, TimeoutError } from "../errors/request-errors.ts";
import { onAbort } from "../util/abort.ts";
import { LONGEST_TIMER } from "../util/clock.ts";
import { type HttpResponse, readBody } from "./response.ts";

/** The platform's `fetch`, as far as this package uses it: called once per attempt with a URL and an init. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** What WebCrypto digests. `BufferSource` is missing from some `lib` settings, hence `Parameters<…>`. */
export type Bytes = Parameters<typeof crypto.subtle.digest>[1];

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers | Readonly<Record<string, string>>;
  readonly body?: Bytes | string | undefined;
}

export interface AttemptOptions {
  /** Default: the platform's, as it is at the time of the request. */
  readonly fetch: Fetch | undefined;
  /** Yields further headers: those of the credential. */
  readonly authorize?: (signal: AbortSignal) => Promise<Readonly<Record<string, string>>>;
  redact(text: string): string;
  /** For connecting, headers and body together, in milliseconds. */
  readonly timeout: number;
  readonly signal?: AbortSignal | null | undefined;
}

/** In bytes; a job has a few kilobytes. */
const MAX_BODY_SIZE = 2 ** 20;

const MAX_REQUEST_ID_LENGTH = 100;

/**
 * Sends a request once and reads its response.
 *
 * @throws NetworkError, TimeoutError - if there is no response
 * @throws the signal's `reason`, and whatever `authorize` throws
 */
export async function sendOnce(
  request: HttpRequest,
  info: RequestInfo,
  options: AttemptOptions,
): Promise<HttpResponse> {
  const { signal, timeout, redact } = options;
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let release = (): void => {};
  try {
    // Settles with the deadline and the signal, even if `fetch` does not.
    return await new Promise<HttpResponse>((resolve, reject) => {
      const end = (reason: unknown): void => {
        clearTimeout(timer);
        reject(reason);
        controller.abort(reason);
      };
      const expire = (): void =>
        end(new TimeoutError(`No complete response from ${new URL(info.url).host} within ${timeout} ms`, info));
      timer = setTimeout(expire, Math.min(timeout, LONGEST_TIMER));
      release = onAbort(signal, () => end(signal?.reason));
      exchange(request, info, options, controller.signal).then(resolve, reject);
    });
  } catch (error) {
    if (signal?.aborted) {
      throw signal.reason;
    }
    if (error instanceof JobsError || isForFramework(error)) {
      throw error;
    }
    const cause = networkCause(error, redact);
    throw new NetworkError(`No response from ${new URL(info.url).host}: ${cause.message}`, info, { cause });
  } finally {
    clearTimeout(timer);
    release();
  }
}

async function exchange(
  { method, url, headers, body }: HttpRequest,
  info: RequestInfo,
  { fetch, authorize, redact }: AttemptOptions,
  signal: AbortSignal,
): Promise<HttpResponse> {
  signal.throwIfAborted();
  const init: RequestInit = {
    method,
    headers: withHeaders(headers, (await authorize?.(signal)) ?? {}),
    redirect: "manual",
    // No cache of a browser or a framework responds.
    cache: "no-store",
    signal,
  };
  if (body !== undefined) {
    init.body = body;
  }
  signal.throwIfAborted();
  const response = await fetchWith(fetch ?? globalThis.fetch, url, init);
  const read = await readBody(response, MAX_BODY_SIZE);
  const requestId = response.headers.get("x-request-id");
  return {
    request: info,
    response,
    ...read,
    requestId: requestId ? singleLine(redact(requestId), MAX_REQUEST_ID_LENGTH) || undefined : undefined,
    redact,
  };
}

/** Next.js throws errors with a digest through the code that it runs, to decide how to go on. */
function isForFramework(error: unknown): boolean {
  return error instanceof Error && "digest" in error;
}

/** Each `fetch` that refuses the member `cache`, as workerd did before 2024-11-11. */
const refusing = /* @__PURE__ */ new WeakSet<Fetch>();

/** Calls `fetch`, without the member `cache` of `init` if it refuses that. */
async function fetchWith(fetch: Fetch, url: string, init: RequestInit): Promise<Response> {
  const withoutCache = (): Promise<Response> => {
    const { cache, ...others } = init;
    return fetch(url, others);
  };
  // Over XMLHttpRequest, as in React Native, it adds a parameter to the URL, which may be signed.
  if (refusing.has(fetch) || "polyfill" in fetch || "ponyfill" in fetch) {
    return withoutCache();
  }
  try {
    return await fetch(url, init);
  } catch (error) {
    if (isForFramework(error) || !/cache/i.test(String(error))) {
      throw error;
    }
    const response = await withoutCache();
    refusing.add(fetch);
    return response;
  }
}

/** A plain record comes from this package, which spells each name in one case. */
function withHeaders(given: HttpRequest["headers"], more: Readonly<Record<string, string>>): HeadersInit {
  if (!(given instanceof Headers)) {
    return { ...given, ...more };
  }
  const headers = new Headers(given);
  for (const [name, value] of Object.entries(more)) {
    headers.set(name, value);
  }
  return headers;
}
