/** Waits for all jobs of a crowd with one of the libraries, and reports how late it received each end. */
import { createJobsClient } from "../../../src/index.ts";
import { loadAzureRest, loadCoreLro, loadSmithy, lroPolled, lroStarted } from "../peers.ts";
import { type Crowd, projectId, type Started, type Waited } from "./crowd.ts";

/** Resolves when the job has ended; rejects when it gives up. */
type Wait = (id: string) => Promise<unknown>;

/** Keeps core-lro's HTTP client from giving up on a 429; it tries a refused request 4 times by default. */
const MAX_RETRIES = 50;

const [, , name = "", port] = process.argv;
const baseUrl = `http://127.0.0.1:${port}`;

const libraries: Readonly<Record<string, () => Wait | Promise<Wait>>> = {
  configured: () => ours(95),
  adaptive: () => ours(),
  "core-lro": coreLro,
  smithy,
};

function ours(requestsPerSecond?: number): Wait {
  const jobs = createJobsClient({
    projectId,
    credentials: { token: "t".repeat(1_200) },
    endpoints: { dcs: baseUrl },
    rateLimit: requestsPerSecond === undefined ? undefined : { requestsPerSecond },
  });
  return (id) => jobs.wait({ service: "dcs", id });
}

async function coreLro(): Promise<Wait> {
  const { createHttpPoller } = await loadCoreLro();
  const { getClient } = await loadAzureRest();
  const client = getClient(baseUrl, { allowInsecureConnection: true, retryOptions: { maxRetries: MAX_RETRIES } });
  return (id) =>
    createHttpPoller({
      sendInitialRequest: async () => lroStarted(`/operations/${id}`),
      async sendPollRequest(path) {
        const { status, headers, body } = await client.pathUnchecked(path).get();
        return lroPolled(path, Number(status), headers, body);
      },
    }).pollUntilDone();
}

/** It brings no HTTP client: raw `fetch`, and a 429 means to poll again. */
async function smithy(): Promise<Wait> {
  const { createWaiter, WaiterState } = await loadSmithy();
  return (id) =>
    createWaiter({ client: {}, maxWaitTime: 600 }, {}, async () => {
      const response = await fetch(`${baseUrl}/v2/${projectId}/jobs/${id}`);
      const body = (await response.json()) as { status?: string };
      return { state: body.status === "SUCCESS" ? WaiterState.SUCCESS : WaiterState.RETRY };
    });
}

const wait = await libraries[name]?.();

process.once("message", async ({ size, lasts, startedAt }: Started & Crowd) => {
  const lateness: number[] = [];
  let failed = 0;
  const ids = Array.from({ length: size }, (_, index) => String(index).padStart(32, "0"));
  await Promise.all(
    ids.map(async (id) => {
      try {
        await wait?.(id);
        lateness.push(Date.now() - startedAt - lasts);
      } catch {
        failed += 1;
      }
    }),
  );
  process.send?.({ lateness, failed } satisfies Waited, () => process.exit());
});
process.send?.("ready");
