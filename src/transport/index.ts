import { race } from "../abort.ts";
import type { Clock } from "../clock.ts";
import type { StaticCredentials } from "../credentials/credential.ts";
import type { Authorizer } from "../credentials/index.ts";
import { ApiError, mayPass } from "../errors/api-error.ts";
import type { InvalidResponseError } from "../errors/invalid-response-error.ts";
import { JobsError } from "../errors/jobs-error.ts";
import { RequestError } from "../errors/request-errors.ts";
import { createScrubber } from "../errors/scrub.ts";
import { answerError, invalidResponse, requestIdOf, retryAfterOf } from "../http/answer-error.ts";
import { type Answer, type Fetch, sendOnce } from "../http/exchange.ts";
import { checkTarget } from "../http/origin.ts";
import { adviseOn, type ErrorKnowledge } from "./advice.ts";
import type { Call, CallAnswer, Init } from "./call.ts";
import { copyOf } from "./copy.ts";
import { type Judge, judge } from "./judgement.ts";
import { type RetryPolicy, retryDelay } from "./retry.ts";

export interface TransportOptions {
  readonly service: string;
  readonly baseUrl: string;
  readonly fetch: Fetch;
  readonly authorizer: Authorizer;
  /** The project that a URL speaks of. */
  readonly projectOf: (url: string) => string | undefined;
  readonly knowledge: ErrorKnowledge;
  readonly retry: RetryPolicy;
  readonly requestTimeout: number;
  readonly clock: Clock;
}

/** What lies beneath openapi-fetch, as its `fetch`. */
export interface Transport {
  /** For the generated clients: every HTTP answer is a value. */
  fetch(request: Request): Promise<Response>;
  /** For the facade: every answer but a good one is an error. */
  call(request: Call): Promise<CallAnswer>;
}

/** One request with all its attempts. */
interface Sending {
  readonly url: string;
  readonly init: Init;
  readonly signal: AbortSignal | null | undefined;
  readonly judge?: Judge | undefined;
  readonly maxAttempts?: number | undefined;
  readonly requestTimeout?: number | undefined;
}

/** What one attempt came to: an answer or an error, and the credential that it was made with. */
interface Outcome<Result = Answer | RequestError | InvalidResponseError> {
  readonly result: Result;
  readonly credential: StaticCredentials | undefined;
}

/** Sends the requests of one service: authorized, with a deadline, bounded, and repeated where that may help. */
export function createTransport(options: TransportOptions): Transport {
  const { service, baseUrl, authorizer, projectOf, knowledge, retry, clock } = options;
  const { add, clean } = createScrubber();

  async function attempt(sending: Sending, attempts: number, refused?: StaticCredentials): Promise<Outcome> {
    const { url, init, signal } = sending;
    const { method, body } = init;
    let credential: StaticCredentials | undefined;
    async function authorize() {
      const request = { method, url, body, projectId: projectOf(url), now: clock.now() };
      const authorization = await authorizer.authorize(request, refused);
      add(authorization.secrets);
      credential = authorization.credential;
      return authorization.headers;
    }
    try {
      const answer = await sendOnce({
        fetch: options.fetch,
        facts: { service, method, url, attempts },
        init,
        authorize,
        clean,
        timeout: sending.requestTimeout ?? options.requestTimeout,
        signal,
      });
      const problem = judge(answer, sending.judge);
      return { result: problem === undefined ? answer : invalidResponse(problem, answer, clean), credential };
    } catch (error) {
      if (error instanceof RequestError) {
        return { result: error, credential };
      }
      throw error;
    }
  }

  async function send(sending: Sending): Promise<Outcome<Answer>> {
    checkTarget(service, sending.url, baseUrl);
    const maxAttempts = sending.maxAttempts ?? retry.maxAttempts;
    let refused: StaticCredentials | undefined;
    for (let attempts = 1, repeats = 0; ; attempts++) {
      const { result, credential } = await attempt(sending, attempts, refused);
      const isError = result instanceof JobsError;
      const isRefused = !isError && result.response.status === 401 && refused === undefined;
      if (isRefused && credential !== undefined && authorizer.canRenew(credential)) {
        refused = credential;
        continue;
      }
      repeats += 1;
      if (repeats >= maxAttempts || !isWorthRepeating(result)) {
        if (isError) {
          throw result;
        }
        return { result, credential };
      }
      const hint = isError ? undefined : retryAfterOf(result, clock.now());
      const pause = clock.sleep(retryDelay(retry, repeats, hint), sending.signal ?? undefined);
      await race(pause, sending.signal);
    }
  }

  return {
    async fetch(request) {
      const { url, method, headers, signal } = request;
      const init = { method, headers };
      const sent = request.body === null ? init : { ...init, body: new Uint8Array(await request.arrayBuffer()) };
      const { result } = await send({ url, init: sent, signal });
      return copyOf(result, clean);
    },
    async call(request) {
      const { result: answer, credential } = await send(request);
      const { response, body } = answer;
      const now = clock.now();
      if (!response.ok) {
        const { url } = request;
        const circumstances = { knowledge, credential, url, projectId: projectOf(url), now };
        throw answerError(answer, clean, now, (...said) => adviseOn(...said, circumstances));
      }
      return {
        ok: true,
        status: response.status,
        headers: response.headers,
        clean,
        requestId: requestIdOf(answer, clean),
        retryAfter: retryAfterOf(answer, now),
        text: async () => body.text,
        json: async () => JSON.parse(body.text),
      };
    },
  };
}

function isWorthRepeating(result: Outcome["result"]): boolean {
  if (result instanceof ApiError) {
    // Of the server that gives out the credential.
    return mayPass(result.status);
  }
  return result instanceof JobsError || mayPass(result.response.status);
}
