import { createJobsClient, type JobsClient, type JobsClientOptions } from "huaweicloud-jobs";
import { createVirtualClock } from "./virtual-clock.ts";

export const token = "MIIFvwYJKoZIhvcNAQcCoIIFsDCCBawCAQExDTALBglghkgBZQMEAgEw";

/** The options of a client that has all services at one URL. */
export function placedAt(url = "https://dcs.test") {
  return { endpoints: { "sfs-turbo": url, workspace: url, dcs: url }, projectId: "p", credentials: { token } };
}

/** A body with status 200 (JSON unless it is a string), a whole response, or the error that `fetch` rejects with. */
export type FakeResponse = Response | string | object | Error;

/** A client with a fake network: each request gets the next response, the last one again and again. */
export interface FakeClient {
  readonly jobs: JobsClient;
  /** The requests that went out. */
  readonly requests: { readonly url: string; readonly headers: Headers; readonly at: number }[];
}

export function fakeClient(responses: readonly FakeResponse[], options: Partial<JobsClientOptions> = {}): FakeClient {
  const requests: { url: string; headers: Headers; at: number }[] = [];
  const jobs = createJobsClient({
    endpoints: {
      "sfs-turbo": "https://sfs-turbo.test",
      workspace: "https://workspace.test",
      dcs: "https://dcs.test",
    },
    projectId: "project-1",
    credentials: { token },
    retry: { maxAttempts: 1 },
    fetch: async (url, init) => {
      const response = responses[Math.min(requests.length, responses.length - 1)];
      requests.push({ url, headers: new Headers(init.headers), at: options.clock?.now() ?? 0 });
      return respond(response);
    },
    ...options,
  });
  return { jobs, requests };
}

/** The same on a virtual clock that begins at 0. */
export function virtualClient(responses: readonly FakeResponse[], options: Partial<JobsClientOptions> = {}) {
  const clock = createVirtualClock(0);
  return { ...fakeClient(responses, { clock, ...options }), clock, elapsed: clock.now };
}

/** What `fetch` makes of it. */
export function respond(response: FakeResponse | undefined): Response {
  if (response instanceof Error) {
    throw response;
  }
  if (response instanceof Response) {
    return response.clone();
  }
  return new Response(typeof response === "string" ? response : JSON.stringify(response));
}

/** A response with an error status. */
export function errorResponse(status: number, body: unknown = "", headers: Record<string, string> = {}): Response {
  return new Response(typeof body === "string" ? body || null : JSON.stringify(body), { status, headers });
}
