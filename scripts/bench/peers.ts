/** Waits of the peers. They are installed for the bench alone, so `tsc` cannot read their types. */

/** A response to a poll of a long-running operation. */
interface OperationResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A wait of `@azure/core-lro` for the operation at a path. */
export async function coreLroWait() {
  const { createHttpPoller } = await load("@azure/core-lro");
  return (path: string, poll: () => Promise<OperationResponse>): Promise<unknown> =>
    createHttpPoller({
      // The response of the call that starts the operation names the URL to poll.
      sendInitialRequest: async () => {
        const request = { url: path, method: "POST" };
        const headers = { "operation-location": path };
        return { flatResponse: undefined, rawResponse: { statusCode: 202, headers, request } };
      },
      async sendPollRequest(url: string) {
        const { status: statusCode, headers, body } = await poll();
        return { flatResponse: body, rawResponse: { statusCode, headers, body, request: { url, method: "GET" } } };
      },
    }).pollUntilDone();
}

/** A wait of `@smithy/util-waiter` until a check finds that the job has succeeded. */
export async function smithyWait() {
  const { createWaiter, WaiterState } = await load("@smithy/util-waiter");
  return (maxWaitTime: number, hasSucceeded: () => Promise<boolean>): Promise<unknown> =>
    createWaiter({ client: {}, maxWaitTime }, {}, async () => ({
      state: (await hasSucceeded()) ? WaiterState.SUCCESS : WaiterState.RETRY,
    }));
}

/** A package whose types `tsc` cannot read: the run checks that it has what is used. */
export async function load(name: string) {
  return import(name);
}
