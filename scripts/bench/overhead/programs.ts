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

/** All programs by name, the base first. */
export function makePrograms(baseUrl: string): Readonly<Record<string, Program>> {
  const plain = createOpenApiClient<paths>({ baseUrl, headers });
  const withToken = everythingOn(baseUrl, { token });
  const withAccessKey = everythingOn(baseUrl, accessKey);
  const ref = { service: "dcs", id: job.id } as const;
  const path = "/v2/{project_id}/jobs/{job_id}" as const;
  const params = { path: { project_id: job.projectId, job_id: job.id } };
  return {
    raw: async () => {
      const response = await fetch(baseUrl + dcsPath, { headers });
      return (await response.json()).status;
    },
    openapiFetch: async () => (await plain.GET(path, { params })).data?.status,
    client: async () => (await withToken.clients.dcs.GET(path, { params })).data?.status,
    get: async () => (await withToken.get(ref)).status,
    getSigned: async () => (await withAccessKey.get(ref)).status,
    vendor: vendorProgram(baseUrl),
  };
}

function everythingOn(baseUrl: string, credentials: Credentials) {
  return createJobsClient({
    projectId: job.projectId,
    credentials,
    endpoints: { dcs: baseUrl },
    retry: { maxAttempts: 4 },
    rateLimit: { requestsPerSecond: 1_000_000, concurrency: 100 },
    onEvent: ({ type }) => type,
  });
}

/** The part of the vendor's SDK that is used. It is installed for the bench alone, so `tsc` cannot read its types. */
interface VendorCore {
  BasicCredentials: new () => { withAk(ak: string): VendorCredentials };
}
interface VendorCredentials {
  withSk(sk: string): VendorCredentials;
  withProjectId(projectId: string): VendorCredentials;
}
interface VendorClient {
  showJob(request: object): Promise<{ status?: string }>;
}
interface VendorBuilder {
  withCredential(credentials: VendorCredentials): VendorBuilder;
  withEndpoint(url: string): VendorBuilder;
  build(): VendorClient;
}
interface VendorEcs {
  EcsClient: { newBuilder(): VendorBuilder };
  ShowJobRequest: new (jobId: string) => object;
}

function vendorProgram(baseUrl: string): Program {
  const load = createRequire(import.meta.url);
  const { BasicCredentials }: VendorCore = load("@huaweicloud/huaweicloud-sdk-core");
  const { EcsClient, ShowJobRequest }: VendorEcs = load("@huaweicloud/huaweicloud-sdk-ecs/v2/public-api");
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
