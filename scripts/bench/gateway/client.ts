/** Waits for all jobs of a crowd with one of the libraries, and reports how late it received each end. */
import { createJobsClient } from "../../../src/index.ts";
import { coreLroWait, load, smithyWait } from "../peers.ts";
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
  const wait = await coreLroWait();
  const { getClient } = await load("@azure-rest/core-client");
  const client = getClient(baseUrl, { allowInsecureConnection: true, retryOptions: { maxRetries: MAX_RETRIES } });
  return (id) =>
    wait(`/operations/${id}`, async () => {
      const response = await client.pathUnchecked(`/operations/${id}`).get();
      return { ...response, status: Number(response.status) };
    });
}

/** It brings no HTTP client: raw `fetch`, and a 429 means to poll again. */
async function smithy(): Promise<Wait> {
  const wait = await smithyWait();
  return (id) =>
    wait(600, async () => {
      const response = await fetch(`${baseUrl}/v2/${projectId}/jobs/${id}`);
      return ((await response.json()) as { status?: string }).status === "SUCCESS";
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
