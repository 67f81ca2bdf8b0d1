/** The parts of the peers that are used. They are installed for the bench alone, so `tsc` cannot read their types. */

/** `@smithy/util-waiter`. */
export interface Smithy {
  createWaiter<I>(
    options: { readonly client: object; readonly maxWaitTime: number },
    input: I,
    check: (client: object, input: I) => Promise<{ readonly state: string }>,
  ): Promise<{ readonly state: string }>;
  readonly WaiterState: { readonly SUCCESS: string; readonly RETRY: string };
}

/** The response type of `@azure/core-lro`. */
export interface LroResponse {
  readonly flatResponse: unknown;
  readonly rawResponse: {
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly request: { readonly url: string; readonly method: string };
  };
}

/** `@azure/core-lro`. */
export interface CoreLro {
  createHttpPoller(lro: {
    sendInitialRequest(): Promise<LroResponse>;
    sendPollRequest(path: string): Promise<LroResponse>;
  }): { pollUntilDone(): Promise<unknown> };
}

/** `@azure-rest/core-client`. */
export interface AzureRest {
  getClient(
    endpoint: string,
    options: { readonly allowInsecureConnection: boolean; readonly retryOptions?: { readonly maxRetries: number } },
  ): {
    pathUnchecked(path: string): {
      get(): PromiseLike<{ readonly status: string; readonly headers: Record<string, string>; readonly body: unknown }>;
    };
  };
}

export const loadSmithy = () => load<Smithy>("@smithy/util-waiter");
export const loadCoreLro = () => load<CoreLro>("@azure/core-lro");
export const loadAzureRest = () => load<AzureRest>("@azure-rest/core-client");

export function load<T>(name: string): Promise<T> {
  return import(name);
}

/** The response of the call that starts a long-running operation; it names the URL to poll. */
export function lroStarted(path: string): LroResponse {
  return {
    flatResponse: undefined,
    rawResponse: {
      statusCode: 202,
      headers: { "operation-location": path },
      request: { url: path, method: "POST" },
    },
  };
}

/** The response to a poll. */
export function lroPolled(
  path: string,
  statusCode: number,
  headers: Record<string, string>,
  body: unknown,
): LroResponse {
  return { flatResponse: body, rawResponse: { statusCode, headers, body, request: { url: path, method: "GET" } } };
}
