import type { StaticCredentials } from "../credentials/credentials.ts";
import { JobsError } from "../errors/base.ts";
import { ApiError, isRetryableStatus } from "../errors/request-errors.ts";
import { abortable } from "../util/abort.ts";
import { createRedactor } from "../util/redact.ts";
import { type AttemptOptions, attempt, type Outcome, type Sending } from "./attempt.ts";
import { copyOf } from "./copy.ts";
import { explainError, type ServiceErrorNotes } from "./explain.ts";
import { createTargetCheck } from "./origin.ts";
import type { Answer } from "./response.ts";
import { responseError, retryAfterOf } from "./response-error.ts";
import { type RetryPolicy, retryDelay } from "./retry.ts";

export interface TransportOptions extends AttemptOptions {
  readonly baseUrl: string;
  readonly knowledge: ServiceErrorNotes;
  readonly retry: RetryPolicy;
}

/** A good answer. */
export interface Reply {
  /** The parsed body. */
  readonly data: unknown;
  readonly requestId: string | undefined;
  /** How long the server asks to wait, in milliseconds. */
  readonly retryAfter: number | undefined;
  /** Removes credentials from a text. */
  clean(text: string): string;
}

export interface Transport {
  /** For the generated clients, beneath openapi-fetch: every HTTP answer is a value. */
  fetch(request: Request): Promise<Response>;
  /** For the facade: every answer but a good one is an error. */
  call(request: Sending): Promise<Reply>;
}

/** Sends the requests of one service: authorized, with a deadline, bounded, and repeated where that may help. */
export function createTransport(options: TransportOptions): Transport {
  const { service, baseUrl, authorizer, projectOf, knowledge, retry, clock, emit } = options;
  const scrubber = createRedactor();
  const { redact } = scrubber;
  const checkTarget = createTargetCheck(service, baseUrl);

  async function send(sending: Sending): Promise<Outcome<Answer>> {
    checkTarget(sending.url);
    const maxAttempts = sending.maxAttempts ?? retry.maxAttempts;
    let refused: StaticCredentials | undefined;
    for (let attempts = 1, repeats = 0; ; attempts++) {
      const { result, data, credential } = await attempt(options, scrubber, sending, attempts, refused);
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
        return { result, data, credential };
      }
      const hint = isError ? undefined : retryAfterOf(result, clock.now());
      const delay = retryDelay(retry, repeats, hint);
      emit({ type: "retry", service, method: sending.init.method, url: sending.url, attempt: attempts, delay });
      await abortable(clock.sleep(delay, sending.signal ?? undefined), sending.signal);
    }
  }

  return {
    async fetch(request) {
      const { url, method, headers, signal } = request;
      const init = { method, headers };
      const sent = request.body === null ? init : { ...init, body: new Uint8Array(await request.arrayBuffer()) };
      const { result } = await send({ url, init: sent, signal });
      return copyOf(result, redact);
    },
    async call(request) {
      const { result: answer, data, credential } = await send(request);
      const now = clock.now();
      if (!answer.response.ok) {
        const { url } = request;
        const circumstances = { knowledge, credential, url, projectId: projectOf(url), now };
        throw responseError(answer, redact, now, (...said) => explainError(...said, circumstances));
      }
      return { data, requestId: answer.requestId, retryAfter: retryAfterOf(answer, now), clean: redact };
    },
  };
}

function isWorthRepeating(result: Outcome["result"]): boolean {
  if (result instanceof ApiError) {
    // Of the server that gives out the credential.
    return isRetryableStatus(result.status);
  }
  return result instanceof JobsError || isRetryableStatus(result.response.status);
}
