import { createJobsClient, type JobsClient, type JobsClientOptions } from "huaweicloud-jobs";

export const token = "MIIFvwYJKoZIhvcNAQcCoIIFsDCCBawCAQExDTALBglghkgBZQMEAgEw";

/** What a server answers: a body (JSON unless it is a string), or a response of its own. */
export type Reply = Response | string | object | Error;

/** A client with a fake network: each request gets the next answer, the last one again and again. */
export interface AnsweringClient {
  readonly jobs: JobsClient;
  /** The requests that went out. */
  readonly requests: { readonly url: string; readonly headers: Headers; readonly at: number }[];
}

/** Builds a client on a script of answers. */
export function answeringClient(answers: readonly Reply[], options: Partial<JobsClientOptions> = {}): AnsweringClient {
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
      const reply = answers[Math.min(requests.length, answers.length - 1)];
      requests.push({ url, headers: new Headers(init.headers), at: options.clock?.now() ?? 0 });
      return respond(reply);
    },
    ...options,
  });
  return { jobs, requests };
}

function respond(reply: Reply | undefined): Response {
  if (reply instanceof Error) {
    throw reply;
  }
  if (reply instanceof Response) {
    return reply.clone();
  }
  return new Response(typeof reply === "string" ? reply : JSON.stringify(reply));
}

/** An error answer. */
export function failure(status: number, body: unknown = "", headers: Record<string, string> = {}): Response {
  return new Response(typeof body === "string" ? body || null : JSON.stringify(body), { status, headers });
}
