import { JobsError } from "../errors/base.ts";
import { networkCause } from "../errors/network-cause.ts";
import { NetworkError, type RequestInfo, TimeoutError } from "../errors/request-errors.ts";
import { onAbort } from "../util/abort.ts";
import { LONGEST_TIMER } from "../util/clock.ts";
import { short } from "./error-body.ts";
import { type Answer, readBody } from "./response.ts";

/** The platform's `fetch`, as far as this package uses it: called once per attempt with a URL and an init. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Larger bodies are cut: a job has a few kilobytes. */
const LARGEST_BODY = 2 ** 20;

/** What one attempt needs. */
export interface Attempt {
  readonly fetch: Fetch;
  readonly facts: RequestInfo;
  readonly init: RequestInit;
  /** Yields further headers: those of the credential. */
  readonly authorize?: () => Promise<Readonly<Record<string, string>>>;
  /** Removes credentials from a text. */
  readonly redact: (text: string) => string;
  /** For connecting, headers and body together, in milliseconds. */
  readonly timeout: number;
  readonly signal?: AbortSignal | null | undefined;
}

/** Sends one request once. Rejects with the signal's reason, `TimeoutError` or `NetworkError`. */
export async function sendOnce(attempt: Attempt): Promise<Answer> {
  const { facts, signal, timeout, redact } = attempt;
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let release = (): void => {};
  try {
    // Ends with the deadline and the signal, even where `fetch` does not.
    return await new Promise<Answer>((resolve, reject) => {
      const end = (reason: unknown): void => {
        clearTimeout(timer);
        reject(reason);
        controller.abort(reason);
      };
      const expire = (): void => end(new TimeoutError(`No complete answer within ${timeout} ms`, facts));
      timer = setTimeout(expire, Math.min(timeout, LONGEST_TIMER));
      release = onAbort(signal, () => end(signal?.reason));
      exchange(attempt, controller.signal).then(resolve, reject);
    });
  } catch (error) {
    if (signal?.aborted) {
      throw signal.reason;
    }
    if (error instanceof JobsError) {
      throw error;
    }
    const cause = networkCause(error, redact);
    throw new NetworkError(`No answer from ${new URL(facts.url).host}: ${cause.message}`, facts, { cause });
  } finally {
    clearTimeout(timer);
    release();
  }
}

async function exchange({ fetch, facts, init, authorize, redact }: Attempt, signal: AbortSignal): Promise<Answer> {
  signal.throwIfAborted();
  const headers = withHeaders(init.headers, (await authorize?.()) ?? {});
  signal.throwIfAborted();
  const response = await fetch(facts.url, { ...init, headers, redirect: "manual", signal });
  const body = await readBody(response, LARGEST_BODY);
  const requestId = short(response.headers.get("x-request-id") ?? "", redact) || undefined;
  return { request: facts, response, body, requestId };
}

/** A record is this package's own, in which no name stands twice in another case. */
function withHeaders(given: HeadersInit | undefined, more: Readonly<Record<string, string>>): HeadersInit {
  if (!(given instanceof Headers)) {
    return { ...(given as Readonly<Record<string, string>> | undefined), ...more };
  }
  const headers = new Headers(given);
  for (const [name, value] of Object.entries(more)) {
    headers.set(name, value);
  }
  return headers;
}
