import type { StaticCredentials } from "../credentials/credentials.ts";
import type { Authorizer } from "../credentials/index.ts";
import type { Bytes } from "../credentials/sign.ts";
import type { InvalidResponseError } from "../errors/invalid-response.ts";
import { RequestError } from "../errors/request-errors.ts";
import { type Emit, errorFields } from "../events.ts";
import type { Clock } from "../util/clock.ts";
import type { Redactor } from "../util/redact.ts";
import type { Permit, RateLimiter } from "./rate-limiter.ts";
import type { Answer } from "./response.ts";
import { type Judge, judge } from "./response.ts";
import { invalidResponse, rejectionOf } from "./response-error.ts";
import { type Fetch, sendOnce } from "./send-once.ts";

/** What a request is made of, beside its URL. */
export interface Init {
  readonly method: string;
  readonly headers: Headers | Readonly<Record<string, string>>;
  readonly body?: Bytes;
}

/** How a request is sent. */
export interface Manner {
  readonly signal: AbortSignal | null | undefined;
  readonly judge?: Judge | undefined;
  readonly maxAttempts?: number | undefined;
  readonly requestTimeout?: number | undefined;
  /** When the first attempt has waited for its turn already. */
  readonly turn?: Permit | undefined;
}

/** One request with all its attempts. */
export interface Sending extends Manner {
  readonly url: string;
  readonly init: Init;
}

/** What one attempt came to: an answer or an error, and the credential that it was made with. */
export interface Outcome<Result = Answer | RequestError | InvalidResponseError> {
  readonly result: Result;
  /** The parsed body of a 2xx answer. */
  readonly data?: unknown;
  readonly credential: StaticCredentials | undefined;
}

/** What an attempt is made with. */
export interface AttemptOptions {
  readonly service: string;
  readonly fetch: Fetch;
  readonly authorizer: Authorizer;
  /** The project that a URL speaks of. */
  readonly projectOf: (url: string) => string | undefined;
  readonly limiter: RateLimiter;
  readonly requestTimeout: number;
  readonly clock: Clock;
  readonly emit: Emit;
}

/**
 * Sends a request once, authorized and within the rate. Rejects for what no other attempt would mend.
 *
 * @param refused - the credential that the server refused the attempt before with
 */
export async function attempt(
  options: AttemptOptions,
  { add, redact }: Redactor,
  sending: Sending,
  attempts: number,
  refused: StaticCredentials | undefined,
): Promise<Outcome> {
  const { service, fetch, authorizer, projectOf, limiter, clock, emit } = options;
  const { url, init, signal } = sending;
  const { method, body } = init;
  const turn = (attempts === 1 && sending.turn) || (await limiter.acquire(signal));
  const began = clock.now();
  const about = { service, method, url, attempt: attempts };
  let credential: StaticCredentials | undefined;

  async function authorize(): Promise<Readonly<Record<string, string>>> {
    const request = { method, url, body, projectId: () => projectOf(url), now: clock.now() };
    const authorization = await authorizer.authorize(request, refused);
    add(authorization.secrets);
    credential = authorization.credential;
    return authorization.headers;
  }

  function fail(error: unknown): void {
    emit({ type: "failure", ...about, ...errorFields(error, redact), duration: clock.now() - began });
  }

  emit({ type: "request", ...about });
  try {
    const facts = { service, method, url, attempts };
    const timeout = sending.requestTimeout ?? options.requestTimeout;
    const answer = await sendOnce({ fetch, facts, init, authorize, redact, timeout, signal });
    turn.report(rejectionOf(answer, clock.now()));
    const { problem, data } = judge(answer, sending.judge);
    if (problem !== undefined) {
      const error = invalidResponse(problem, answer, redact);
      fail(error);
      return { result: error, credential };
    }
    const { response, requestId } = answer;
    emit({ type: "response", ...about, status: response.status, requestId, duration: clock.now() - began });
    return { result: answer, data, credential };
  } catch (error) {
    fail(error);
    if (error instanceof RequestError) {
      return { result: error, credential };
    }
    throw error;
  } finally {
    turn.release();
  }
}
