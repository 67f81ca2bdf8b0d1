import { race } from "../abort.ts";
import type { Clock } from "../clock.ts";
import type { Authorization } from "../credentials/index.ts";
import { mayPass } from "../errors/api-error.ts";
import type { InvalidResponseError } from "../errors/invalid-response-error.ts";
import { JobsError } from "../errors/jobs-error.ts";
import { RequestError } from "../errors/request-errors.ts";
import { createScrubber } from "../errors/scrub.ts";
import { answerError, invalidResponse, requestIdOf, retryAfterOf } from "../http/answer-error.ts";
import { type Answer, type Fetch, sendOnce } from "../http/exchange.ts";
import type { Call, CallAnswer } from "./call.ts";
import { copyOf } from "./copy.ts";
import { type Judge, judge } from "./judgement.ts";
import { checkTarget } from "./origin.ts";
import { type RetryPolicy, retryDelay } from "./retry.ts";

export interface TransportOptions {
  readonly service: string;
  readonly baseUrl: string;
  readonly fetch: Fetch;
  readonly authorize: () => Promise<Authorization>;
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
  readonly init: RequestInit & { readonly method: string };
  readonly signal: AbortSignal | null | undefined;
  readonly judge?: Judge | undefined;
  readonly maxAttempts?: number | undefined;
  readonly requestTimeout?: number | undefined;
}

/** Sends the requests of one service: authorized, with a deadline, bounded, and repeated where that may help. */
export function createTransport(options: TransportOptions): Transport {
  const { service, baseUrl, retry, clock } = options;
  const { add, clean } = createScrubber();

  async function authorize(): Promise<Authorization["headers"]> {
    const authorization = await options.authorize();
    add(authorization.secrets);
    return authorization.headers;
  }

  /** An answer, or the error of an attempt that is worth another one. */
  async function attempt(sending: Sending, attempts: number): Promise<Answer | RequestError | InvalidResponseError> {
    const { url, init, signal } = sending;
    try {
      const answer = await sendOnce({
        fetch: options.fetch,
        facts: { service, method: init.method, url, attempts },
        init,
        authorize,
        clean,
        timeout: sending.requestTimeout ?? options.requestTimeout,
        signal,
      });
      const problem = judge(answer, sending.judge);
      return problem === undefined ? answer : invalidResponse(problem, answer, clean);
    } catch (error) {
      if (error instanceof RequestError) {
        return error;
      }
      throw error;
    }
  }

  async function send(sending: Sending): Promise<Answer> {
    checkTarget(service, sending.url, baseUrl);
    const maxAttempts = sending.maxAttempts ?? retry.maxAttempts;
    for (let attempts = 1; ; attempts++) {
      const outcome = await attempt(sending, attempts);
      const isError = outcome instanceof JobsError;
      if (attempts >= maxAttempts || !(isError || mayPass(outcome.response.status))) {
        if (isError) {
          throw outcome;
        }
        return outcome;
      }
      const hint = isError ? undefined : retryAfterOf(outcome, clock.now());
      const pause = clock.sleep(retryDelay(retry, attempts, hint), sending.signal ?? undefined);
      await race(pause, sending.signal);
    }
  }

  return {
    async fetch(request) {
      const { url, method, headers, signal } = request;
      const body = request.body === null ? null : await request.arrayBuffer();
      return copyOf(await send({ url, init: { method, headers, body }, signal }), clean);
    },
    async call(request) {
      const answer = await send(request);
      if (!answer.response.ok) {
        throw answerError(answer, clean, clock.now());
      }
      const { response, body } = answer;
      return {
        ok: true,
        status: response.status,
        headers: response.headers,
        clean,
        requestId: requestIdOf(answer, clean),
        retryAfter: retryAfterOf(answer, clock.now()),
        text: async () => body.text,
        json: async () => JSON.parse(body.text),
      };
    },
  };
}
