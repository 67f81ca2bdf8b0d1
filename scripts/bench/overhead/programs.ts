import { createRequire } from "node:module";
import createOpenApiClient from "openapi-fetch";
import type { paths } from "../../../generated/dcs.d.ts";
import { type Credentials, createJobsClient } from "../../../src/index.ts";
import { dcsPath, job } from "./job.ts";

/** One way to request the job; resolves with its status word. */
export type Program = () => Promise<string | null | undefined>;

const token = "t".repeat(1_200);
const accessKey = { accessKeyId: "ACCESSKEYOFTHEBENCH0", secretAccessKey: "s".repeat(40) };
const headers = { "X-Auth-Token": token };

const ref = { service: "dcs", id: job.id } as const;
const path = "/v2/{project_id}/jobs/{job_id}" as const;
const params = { path: { project_id: job.projectId, job_id: job.id } };

type Programs = Readonly<Record<string, Program>>;

/** The base and the programs of the package, by name. */
export function ownPrograms(baseUrl: string, createClient = createJobsClient): Programs {
  const everythingOn = (credentials: Credentials) =>
    createClient({
      projectId: job.projectId,
      credentials,
      endpoints: { dcs: baseUrl },
      retry: { maxAttempts: 4 },
      rateLimit: { requestsPerSecond: 1_000_000, concurrency: 100 },
      onEvent: ({ type }) => type,
    });
  const withToken = everythingOn({ token });
  const withAccessKey = everythingOn(accessKey);
  return {
    raw: async () => {
      const response = await fetch(baseUrl + dcsPath, { headers });
      return (await response.json()).status;
    },
    client: async () => (await withToken.clients.dcs.GET(path, { params })).data?.status,
    get: async () => (await withToken.get(ref)).status,
    getSigned: async () => (await withAccessKey.get(ref)).status,
  };
}

/** The peers' programs, by name. */
export function peerPrograms(baseUrl: string): Programs {
  const plain = createOpenApiClient<paths>({ baseUrl, headers });
  return {
    openapiFetch: async () => (await plain.GET(path, { params })).data?.status,
    vendor: vendorProgram(baseUrl),
  };
}

/** The SDK is installed for the bench alone, so `tsc` cannot read its types. */
function vendorProgram(baseUrl: string): Program {
  const load = createRequire(import.meta.url);
  const { BasicCredentials } = load("@huaweicloud/huaweicloud-sdk-core");
  const { EcsClient, ShowJobRequest } = load("@huaweicloud/huaweicloud-sdk-ecs/v2/public-api");
  // It logs to standard output and files through log4js: turn that off.
  load("log4js").configure({
    appenders: { nothing: { type: { configure: () => () => {} } } },
    categories: { default: { appenders: ["nothing"], level: "off" } },
  });
  const credentials = new BasicCredentials()
    .withAk(accessKey.accessKeyId)
    .withSk(accessKey.secretAccessKey)
    .withProjectId(job.projectId);
  const client = EcsClient.newBuilder().withCredential(credentials).withEndpoint(baseUrl).build();
  const request = new ShowJobRequest(job.id);
  return async () => (await client.showJob(request)).status;
}
