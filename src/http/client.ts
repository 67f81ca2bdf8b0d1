import { eventError } from "../errors/base.ts";
import type { InvalidResponseError } from "../errors/invalid-response.ts";
import { ApiError, isRetryable, isRetryableStatus, RequestError } from "../errors/request-errors.ts";
import type { Emit } from "../events.ts";
import { abortable } from "../util/abort.ts";
import type { Clock } from "../util/clock.ts";
import { createRedactor } from "../util/redact.ts";
import { invalidResponse, responseError, type ServiceErrorNotes } from "./explain.ts";
import type { Permit, RateLimiter } from "./rate-limiter.ts";
import { type HttpResponse, type ParsedResponse, parseResponse, type ValidateBody } from "./response.ts";
import { type RetryPolicy, rejectionOf, retryAfterOf, retryDelay } from "./retry.ts";
import { type Fetch, type HttpRequest, sendOnce } from "./send-once.ts";

/** What authorizes the requests of a client. */
export interface Authorizer {
  authorize(request: UnauthorizedRequest): Promise<Authorization>;
}

/** What an authorization may depend on. */
export interface UnauthorizedRequest extends HttpRequest {
  readonly projectId: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What a credential adds to one request. */
export interface Authorization {
  readonly headers: Readonly<Record<string, string>>;
  /** The values that must never be shown. */
  readonly secrets: readonly string[];
  /** Authorizes a request with another credential; absent if that cannot help after a 401. */
  readonly renew?: ((request: UnauthorizedRequest) => Promise<Authorization>) | undefined;
  /** What can be done about a 401. */
  explainRejection(response: Response, now: number): string | undefined;
}

/** What is the same for all requests to one service. */
export interface HttpClientOptions {
  readonly service: string;
  /** Default: the platform's, as it is at the time of the request. */
  readonly fetch: Fetch | undefined;
  readonly authorizer: Authorizer;
  readonly limiter: RateLimiter;
  readonly requestTimeout: number;
  readonly retry: RetryPolicy;
  readonly notes: ServiceErrorNotes;
  readonly clock: Clock;
  readonly emit: Emit;
}

/** One request with all its attempts. */
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

/** A 2xx response with a usable body. */
export interface JsonResponse {
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

/** How one attempt ended: with a response, or with an error that may not happen again. */
type AttemptResult = { readonly authorization: Authorization | undefined } & (
  | ({ readonly http: HttpResponse; readonly error?: undefined } & ParsedResponse)
  | { readonly error: RequestError | InvalidResponseError; readonly http?: HttpResponse }
);

type Sent = Extract<AttemptResult, { error?: undefined }>;

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { service, fetch, authorizer, limiter, requestTimeout, retry, notes, clock, emit } = options;
  const redactor = createRedactor();

  async function sendWithRetries(request: RequestOptions): Promise<Sent> {
    const { method, url, signal, maxAttempts = retry.maxAttempts } = request;
    let authorize = authorizer.authorize;
    for (let attempt = 1, repeats = 1; ; attempt++) {
      const result = await tryOnce(request, attempt, authorize);
      const { http, error, authorization } = result;
      if (http?.response.status === 401 && authorize === authorizer.authorize && authorization?.renew) {
        authorize = authorization.renew;
        continue;
      }
      if (error === undefined && (repeats >= maxAttempts || isFinal(http, request))) {
        return result;
      }
      if (error !== undefined && (repeats >= maxAttempts || !isRetryable(error))) {
        throw error;
      }
      // An error with a status is IAM's.
      const iamAsks = error instanceof ApiError ? error.retryAfter : undefined;
      const delay = retryDelay(retry, repeats, error === undefined ? retryAfterOf(http, clock.now()) : iamAsks);
      repeats += 1;
      emit?.({ type: "retry", service, method, url, attempt, delay });
      await abortable(clock.sleep(delay, signal ?? undefined), signal);
    }
  }

  /** Throws errors that another attempt would not fix. */
  async function tryOnce(
    request: RequestOptions,
    attempt: number,
    authorizeWith: Authorizer["authorize"],
  ): Promise<AttemptResult> {
    const { method, url, signal } = request;
    const permit = (attempt === 1 && request.permit) || (await limiter.acquire(signal));
    const began = clock.now();
    const about = { service, method, url, attempt };
    let authorization: Authorization | undefined;

    async function authorize(): Promise<Authorization["headers"]> {
      authorization = await authorizeWith({ ...request, now: clock.now() });
      redactor.add(authorization.secrets);
      return authorization.headers;
    }

    function fail(error: unknown): void {
      emit?.({ type: "failure", ...about, ...eventError(error), duration: clock.now() - began });
    }

    emit?.({ type: "request", ...about });
    try {
      const timeout = request.requestTimeout ?? requestTimeout;
      const info = { service, method, url, attempts: attempt };
      const http = await sendOnce(request, info, { fetch, authorize, redact: redactor.redact, timeout, signal });
      permit.report(http.response.status === 429 ? rejectionOf(http, clock.now()) : undefined);
      const { problem, data } = parseResponse(http, request.validateBody);
      if (problem !== undefined) {
        // A 2xx body that is not what it should be may say that there is nothing.
        const error = notFoundError(http, request) ?? invalidResponse(problem, http);
        fail(error);
        return { error, http, authorization };
      }
      const { status } = http.response;
      emit?.({ type: "response", ...about, status, requestId: http.requestId, duration: clock.now() - began });
      return { http, data, authorization };
    } catch (error) {
      fail(error);
      if (error instanceof RequestError) {
        return { error, authorization };
      }
      throw error;
    } finally {
      permit.release();
    }
  }

  /** Whether the same response would come again. */
  function isFinal(http: HttpResponse, request: RequestOptions): boolean {
    const { ok, status } = http.response;
    return ok || !isRetryableStatus(status) || notFoundError(http, request) !== undefined;
  }

  /** The error of a response whose code means "not there", whatever its status. */
  function notFoundError(http: HttpResponse, request: RequestOptions): RequestError | undefined {
    const { notFound } = notes;
    if (notFound === undefined || http.incomplete !== undefined) {
      return undefined;
    }
    const error = responseError(http, clock.now(), contextOf(request));
    return error.code !== undefined && notFound.includes(error.code) ? error : undefined;
  }

  function contextOf({ projectId }: RequestOptions, rejectionHint?: string) {
    return { notes, projectId, rejectionHint };
  }

  return {
    send: async (request) => (await sendWithRetries(request)).http,
    async getJson(request) {
      const { http, data, authorization } = await sendWithRetries(request);
      const now = clock.now();
      const { response, requestId } = http;
      if (!response.ok) {
        const hint = response.status === 401 ? authorization?.explainRejection(response, now) : undefined;
        throw responseError(http, now, contextOf(request, hint));
      }
      return { data, requestId, retryAfter: retryAfterOf(http, now) };
    },
    redact: redactor.redact,
  };
}
