/** Waits of the peers. They are installed for the bench alone, so `tsc` cannot read their types. */

/** A response to a poll of a long-running operation. */
interface OperationResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** The part of `@azure/core-lro` that is used. */
interface CoreLro {
  createHttpPoller(operation: {
    sendInitialRequest(): Promise<LroResponse>;
    sendPollRequest(path: string): Promise<LroResponse>;
  }): { pollUntilDone(): Promise<unknown> };
}
interface LroResponse {
  readonly flatResponse: unknown;
  readonly rawResponse: {
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly request: { readonly url: string; readonly method: string };
  };
}

/** The part of `@smithy/util-waiter` that is used. */
interface Smithy {
  createWaiter(
    options: { readonly client: object; readonly maxWaitTime: number },
    input: object,
    check: () => Promise<{ readonly state: string }>,
  ): Promise<{ readonly state: string }>;
  readonly WaiterState: { readonly SUCCESS: string; readonly RETRY: string };
}

/** A wait of `@azure/core-lro` for the operation at a path. */
export async function coreLroWait() {
  const { createHttpPoller } = await load<CoreLro>("@azure/core-lro");
  return (path: string, poll: () => Promise<OperationResponse>): Promise<unknown> =>
    createHttpPoller({
      // The response of the call that starts the operation names the URL to poll.
      sendInitialRequest: async () => {
        const request = { url: path, method: "POST" };
        const headers = { "operation-location": path };
        return { flatResponse: undefined, rawResponse: { statusCode: 202, headers, request } };
      },
      async sendPollRequest(url) {
        const { status: statusCode, headers, body } = await poll();
        return { flatResponse: body, rawResponse: { statusCode, headers, body, request: { url, method: "GET" } } };
      },
    }).pollUntilDone();
}

/** A wait of `@smithy/util-waiter` until a check finds that the job has succeeded. */
export async function smithyWait() {
  const { createWaiter, WaiterState } = await load<Smithy>("@smithy/util-waiter");
  return (maxWaitTime: number, hasSucceeded: () => Promise<boolean>): Promise<unknown> =>
    createWaiter({ client: {}, maxWaitTime }, {}, async () => ({
      state: (await hasSucceeded()) ? WaiterState.SUCCESS : WaiterState.RETRY,
    }));
}

export function load<T>(name: string): Promise<T> {
  return import(name);
}
