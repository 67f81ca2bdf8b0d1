import type { Judge } from "./judgement.ts";
import type { Turn } from "./limiter.ts";

/** What a request is made of, beside its URL. */
export interface Init {
  readonly method: string;
  readonly headers: Headers | Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
}

/** What the facade hands openapi-fetch beside the parameters; openapi-fetch passes it on to `Call`. */
export interface CallInit {
  readonly signal: AbortSignal | null;
  readonly judge?: Judge;
  readonly maxAttempts?: number | undefined;
  readonly requestTimeout?: number | undefined;
  /** When the request has waited for its turn already. */
  readonly turn?: Turn;
}

/** As much of a `Response` as openapi-fetch reads, and what the facade reads beside the body. */
export interface CallAnswer {
  /** Removes credentials from a text. */
  clean(text: string): string;
  readonly requestId: string | undefined;
  /** How long the server asks to wait, in milliseconds. */
  readonly retryAfter: number | undefined;
  readonly ok: boolean;
  readonly status: number;
  readonly headers: Headers;
  text(): Promise<string>;
  json(): Promise<unknown>;
}

/**
 * The facade's request, in place of the platform's `Request`: URL and init as they are, so that only one real
 * request is built, by `fetch` itself.
 */
export class Call {
  readonly url: string;
  readonly method: string;
  readonly init: Init;
  readonly signal: AbortSignal | null;
  readonly judge: Judge | undefined;
  readonly maxAttempts: number | undefined;
  readonly requestTimeout: number | undefined;
  readonly turn: Turn | undefined;

  constructor(url: string, init: CallInit & { method: string; ownHeaders: Readonly<Record<string, string>> }) {
    this.url = url;
    this.method = init.method;
    this.init = { method: init.method, headers: init.ownHeaders };
    this.signal = init.signal;
    this.judge = init.judge;
    this.maxAttempts = init.maxAttempts;
    this.requestTimeout = init.requestTimeout;
    this.turn = init.turn;
  }
}
