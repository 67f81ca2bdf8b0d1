import { createJobsClient } from "../../../src/index.ts";
import { loadAzureRest, loadCoreLro, loadOpenAi, loadSmithy, lroPolled, lroStarted } from "../peers.ts";
import { projectId } from "./crowd.ts";

/** Resolves when the job is over; rejects when it gives up. */
export type Wait = (id: string) => Promise<unknown>;

/** A way to wait for jobs behind a gateway. */
type Make = (baseUrl: string) => Promise<Wait>;

/** What keeps the SDKs beneath the peers from giving a job up: by default they try a refused request 3 or 4 times. */
const maxRetries = 50;

/** All ways to wait, by name. */
export const waits: Readonly<Record<string, Make>> = {
  configured: async (baseUrl) => ours(baseUrl, 95),
  adaptive: async (baseUrl) => ours(baseUrl),
  "core-lro": coreLro,
  openai: openAi,
  smithy,
};

/** Our own; without a rate it has to find out. */
function ours(baseUrl: string, requestsPerSecond?: number): Wait {
  const jobs = createJobsClient({
    projectId,
    credentials: { token: "t".repeat(1_200) },
    endpoints: { dcs: baseUrl },
    rateLimit: requestsPerSecond === undefined ? undefined : { requestsPerSecond },
  });
  return (id) => jobs.wait({ service: "dcs", id });
}

async function coreLro(baseUrl: string): Promise<Wait> {
  const { createHttpPoller } = await loadCoreLro();
  const module = await loadAzureRest();
  const client = module.getClient(baseUrl, { allowInsecureConnection: true, retryOptions: { maxRetries } });
  return (id) =>
    createHttpPoller({
      sendInitialRequest: async () => lroStarted(`/operations/${id}`),
      async sendPollRequest(path) {
        const { status, headers, body } = await client.pathUnchecked(path).get();
        return lroPolled(path, Number(status), headers, body);
      },
    }).pollUntilDone();
}

async function openAi(baseUrl: string): Promise<Wait> {
  const { OpenAI } = await loadOpenAi();
  const client = new OpenAI({ apiKey: "k", baseURL: baseUrl, maxRetries });
  return (id) => client.vectorStores.files.poll("store", id);
}

/** It brings no transport: raw `fetch`, and a refusal means to ask again. */
async function smithy(baseUrl: string): Promise<Wait> {
  const { createWaiter, WaiterState } = await loadSmithy();
  return (id) =>
    createWaiter({ client: {}, maxWaitTime: 600 }, {}, async () => {
      const response = await fetch(`${baseUrl}/v2/${projectId}/jobs/${id}`);
      const body = (await response.json()) as { status?: string };
      return { state: body.status === "SUCCESS" ? WaiterState.SUCCESS : WaiterState.RETRY };
    });
}
