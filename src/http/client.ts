import { eventError } from "../errors/base.ts";
import { InvalidResponseError } from "../errors/invalid-response.ts";
import { ApiError, isRetryable, NotFoundError, RequestError } from "../errors/request-errors.ts";
import type { Emit } from "../events.ts";
import { abortable } from "../util/abort.ts";
import type { Clock } from "../util/clock.ts";
import { createRedactor, MAX_SECRETS, redactJson } from "../util/redact.ts";
import { invalidResponse, isRefusal, responseError, type ServiceErrorNotes } from "./explain.ts";
import type { Permit, RateLimiter } from "./rate-limiter.ts";
import { type HttpResponse, parseResponse, type ValidateBody } from "./response.ts";
import { type RetryPolicy, rejectionOf, retryAfterOf, retryDelay } from "./retry.ts";
import { type Fetch, type HttpRequest, sendOnce } from "./send-once.ts";

export type Authorize = (request: UnauthorizedRequest) => Promise<Authorization>;

export interface UnauthorizedRequest extends Omit<HttpRequest, "headers"> {
  readonly projectId: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Ends the waiting for a credential. */
  readonly signal: AbortSignal;
}

export interface Authorization {
  readonly headers: Readonly<Record<string, string>>;
  /** The values that must never be shown. */
  readonly secrets: readonly string[];
  /** The signature in the headers, which must not be shown either. */
  readonly signature?: string | undefined;
  /** Authorizes a request with another credential; absent if that cannot help after a 401. */
  readonly renew?: Authorize | undefined;
  /** What to do about a 401. */
  explainRejection(response: Response, now: number): string | undefined;
  /** The server accepted the credential. */
  accept(): void;
  /** The server refused the credential (401); returns the error of all requests that it refused. */
  refuse(error: ApiError): ApiError;
  /** To be called when the request has ended; further calls do nothing. */
  end(): void;
}

export interface HttpClientOptions {
  readonly service: string;
  /** Default: the platform's, as it is at the time of the request. */
  readonly fetch: Fetch | undefined;
  readonly authorize: Authorize;
  readonly limiter: RateLimiter;
  readonly requestTimeout: number;
  readonly retry: RetryPolicy;
  readonly notes?: ServiceErrorNotes | undefined;
  readonly clock: Clock;
  readonly emit?: Emit;
  /** Further values that must never be shown, beside the credentials in use. */
  readonly secrets?: readonly string[] | undefined;
}

export interface RequestOptions extends HttpRequest {
  /** The project that the URL is about. */
  readonly projectId: string | undefined;
  readonly signal?: AbortSignal | null | undefined;
  readonly validateBody?: ValidateBody | undefined;
  readonly maxAttempts?: number | undefined;
  readonly requestTimeout?: number | undefined;
  /** The permit of the first attempt, if it has one already. */
  readonly permit?: Permit | undefined;
}

export interface JsonResponse {
  /** The parsed body, free of credentials. */
  readonly data: unknown;
  readonly requestId: string | undefined;
  /** How long the server asks to wait, in milliseconds. */
  readonly retryAfter: number | undefined;
}

/** Sends the requests of one service: authorized, with a deadline, bounded, and retried if that may help. */
export interface HttpClient {
  /** Resolves with any HTTP response. */
  send(request: RequestOptions): Promise<HttpResponse>;
  /** Rejects for any response but a usable 2xx. */
  getJson(request: RequestOptions): Promise<JsonResponse>;
  /** Removes recently used credentials from a text. */
  redact(text: string): string;
}

/** How one attempt ended: `error` says why a response is none that was asked for, or why there is none. */
type Attempt = {
  readonly data?: unknown;
  /** If the credential was refused: authorizes with another one. */
  readonly renew?: Authorize | undefined;
} & (
  | { readonly http: HttpResponse; readonly error?: undefined }
  | { readonly http?: HttpResponse; readonly error: RequestError | InvalidResponseError }
);

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { service, fetch, limiter, retry, notes = {}, clock, emit, secrets = [] } = options;
  const redactor = createRedactor(MAX_SECRETS + secrets.length);
  redactor.add(secrets);

  async function sendWithRetries(request: RequestOptions): Promise<Attempt> {
    const { method, url, signal, maxAttempts = retry.maxAttempts } = request;
    let { authorize } = options;
    let refused: Attempt | undefined;
    for (let attempt = 1, repeats = 1; ; attempt++) {
      const result = await tryOnce(request, attempt, authorize);
      const { error, renew } = result;
      if (error !== undefined && error === refused?.error) {
        // There is no other credential.
        return refused;
      }
      if (refused === undefined && renew) {
        refused = result;
        authorize = renew;
        continue;
      }
      if (error === undefined || repeats >= maxAttempts || !isRetryable(error)) {
        return result;
      }
      const delay = retryDelay(retry, repeats, error instanceof ApiError ? error.retryAfter : undefined);
      repeats += 1;
      emit?.({ type: "retry", service, method, url, attempt, delay });
      await abortable(clock.sleep(delay, signal ?? undefined), signal);
    }
  }

  /** Throws errors that another attempt would not fix, if there is no response. */
  async function tryOnce(request: RequestOptions, attempt: number, authorizeWith: Authorize): Promise<Attempt> {
    const { method, url, signal, projectId, validateBody, requestTimeout: timeout = options.requestTimeout } = request;
    const permit = (attempt === 1 && request.permit) || (await limiter.acquire(signal));
    const began = clock.now();
    const about = { service, method, url, attempt };
    let authorization: Authorization | undefined;

    async function authorize(sending: AbortSignal): Promise<Authorization["headers"]> {
      const { body } = request;
      authorization = await authorizeWith({ method, url, body, projectId, signal: sending, now: clock.now() });
      redactor.add([...secrets, ...authorization.secrets]);
      redactor.addSignature(authorization.signature ?? "");
      if (sending.aborted) {
        // The attempt has ended without it.
        authorization.end();
      }
      return authorization.headers;
    }

    function fail(error: unknown): void {
      emit?.({ type: "failure", ...about, ...eventError(error), duration: clock.now() - began });
    }

    emit?.({ type: "request", ...about });
    try {
      const info = { service, method, url, attempts: attempt };
      const http = await sendOnce(request, info, { fetch, authorize, redact: redactor.redact, timeout, signal });
      const { response, requestId } = http;
      const { status } = response;
      const now = clock.now();
      permit.report(status === 429 ? rejectionOf(http, now) : undefined);
      const { problem, mayBeError, data } = parseResponse(http, validateBody);
      const context = { notes, projectId, explainRejection: authorization?.explainRejection };
      if (problem !== undefined) {
        // Some services send their errors with a 200.
        const said = responseError(http, now, context);
        const isError = said instanceof NotFoundError || (mayBeError && said.code !== undefined);
        const error = isError ? said : invalidResponse(problem, http);
        fail(error);
        return { http, error };
      }
      emit?.({ type: "response", ...about, status, requestId, duration: now - began });
      if (response.ok) {
        authorization?.accept();
        return { http, data };
      }
      const error = responseError(http, now, context);
      return authorization && isRefusal(error, notes)
        ? { http, error: authorization.refuse(error), renew: authorization.renew }
        : { http, error };
    } catch (error) {
      fail(error);
      if (error instanceof RequestError || error instanceof InvalidResponseError) {
        return { error };
      }
      throw error;
    } finally {
      permit.release();
      authorization?.end();
    }
  }

  return {
    async send(request) {
      const { http, error } = await sendWithRetries(request);
      if (error !== undefined && http?.response.ok !== false) {
        throw error;
      }
      return http as HttpResponse;
    },
    async getJson(request) {
      const { http, data, error } = await sendWithRetries(request);
      if (error !== undefined) {
        throw error;
      }
      const { text, requestId, redact } = http;
      const isClean = redact(text) === text;
      return {
        data: isClean ? data : redactJson(data, redact),
        requestId,
        retryAfter: retryAfterOf(http, clock.now()),
      };
    },
    redact: redactor.redact,
  };
}
