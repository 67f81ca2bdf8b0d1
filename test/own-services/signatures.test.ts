import { createHash, createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { createJobsClient, defineService } from "huaweicloud-jobs";
import { describe, expect, test } from "vitest";
import { serve } from "../helpers/server.ts";
import { project, services, stories } from "./rows.ts";

const key = { accessKeyId: "AK-0001", secretAccessKey: "SK-0001-secret", securityToken: "ST-0001" };

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The header that a server expects, by Node's own means and from what came over the socket. */
function expectedAuthorization({ method, url = "", headers }: IncomingMessage): string {
  const [path = "", query = ""] = url.split("?");
  const sorted = query.split("&").filter(Boolean).sort().join("&");
  const signed = Object.keys(headers)
    .filter((name) => name === "host" || name.startsWith("x-"))
    .sort();
  const lines = signed.map((name) => `${name}:${headers[name]}\n`).join("");
  const canonical = [method, `${path.replace(/\/$/, "")}/`, sorted, lines, signed.join(";"), sha256("")].join("\n");
  const text = `SDK-HMAC-SHA256\n${headers["x-sdk-date"]}\n${sha256(canonical)}`;
  const signature = createHmac("sha256", key.secretAccessKey).update(text).digest("hex");
  return `SDK-HMAC-SHA256 Access=${key.accessKeyId}, SignedHeaders=${signed.join(";")}, Signature=${signature}`;
}

/** A server that refuses what is not signed as it should be. */
async function verifyingServer(reply: (url: string) => object) {
  return serve((request, response) => {
    const isGood = request.headers.authorization === expectedAuthorization(request);
    const body = isGood
      ? reply(request.url ?? "")
      : { error_code: "APIGW.0301", error_msg: "verify aksk signature fail" };
    response.writeHead(isGood ? 200 : 401, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  });
}

describe("a request with an access key is signed", () => {
  test.each(["ecs", "rds", "kafka", "cce", "share-creation"] as const)("for %s as it is sent", async (service) => {
    const { id, replies, url } = stories[service];
    const server = await verifyingServer(() => replies.at(-1) as object);
    const jobs = createJobsClient({
      endpoints: { [service]: server.url },
      projectId: project,
      credentials: key,
      services,
    });
    expect(await jobs.wait({ service, id })).toMatchObject({ state: "succeeded" });
    expect(server.requests[0]?.url).toBe(url);
    expect(server.requests[0]?.headers).toMatchObject({ "x-project-id": project, "x-security-token": "ST-0001" });
  });

  test("with several parameters, whatever their order", async () => {
    const tasks = defineService({
      path: "/v1/{project_id}/tasks?type=z-1&id={task_id}&empty=&a={instance_id}",
      fields: { status: "status" },
      states: { OK: "succeeded" },
    });
    const server = await verifyingServer(() => ({ status: "OK" }));
    const jobs = createJobsClient({
      endpoints: { tasks: `${server.url}/base` },
      projectId: project,
      credentials: key,
      services: { tasks },
    });
    expect(await jobs.get({ service: "tasks", id: "t~1/i_2" })).toMatchObject({ state: "succeeded" });
    expect(server.requests[0]?.url).toBe(`/base/v1/${project}/tasks?type=z-1&id=t~1&empty=&a=i_2`);
  });

  test("without a project if neither path nor client has one", async () => {
    const tasks = defineService({ path: "/v1/tasks/{id}", fields: { status: "status" }, states: { OK: "succeeded" } });
    const server = await verifyingServer(() => ({ status: "OK" }));
    const options = { endpoints: { tasks: server.url }, credentials: key, services: { tasks } };
    expect(await createJobsClient(options).get({ service: "tasks", id: "t" })).toMatchObject({ projectId: "" });
    expect(server.requests[0]?.headers).not.toHaveProperty("x-project-id");
  });

  interface Paths {
    "/v3/{project_id}/jobs": {
      get: {
        parameters: { path: { project_id: string }; query: { id: string } };
        responses: { 200: { content: { "application/json": { job?: { status?: string } } } } };
      };
    };
    "/v3/{project_id}/instances/{instance_id}": {
      get: {
        parameters: { path: { project_id: string; instance_id: string } };
        responses: { 200: { content: { "application/json": { name?: string } } } };
      };
    };
  }

  test("by the generated client too, with the project of its URL, whichever path of the contract it is", async () => {
    const rds = defineService<Paths>()({
      path: "/v3/{project_id}/jobs?id={job_id}",
      fields: { status: "job.status" },
      states: { OK: "succeeded" },
    });
    const server = await verifyingServer((url) => (url.includes("?") ? { job: { status: "OK" } } : { name: "mine" }));
    const jobs = createJobsClient({
      endpoints: { rds: `${server.url}/proxy` },
      projectId: "another",
      credentials: key,
      services: { rds },
    });
    const path = { project_id: project };
    const job = await jobs.clients.rds.GET("/v3/{project_id}/jobs", { params: { path, query: { id: "j 1" } } });
    expect(job).toMatchObject({ data: { job: { status: "OK" } } });
    const params = { path: { ...path, instance_id: "i" } };
    const instance = await jobs.clients.rds.GET("/v3/{project_id}/instances/{instance_id}", { params });
    expect(instance).toMatchObject({ data: { name: "mine" } });
    expect(server.requests.map(({ headers }) => headers["x-project-id"])).toEqual([project, project]);
    expect(server.requests[0]?.url).toBe(`/proxy/v3/${project}/jobs?id=j%201`);
  });
});

test.each([
  ["/v3/jobs/{project_id}?id={job_id}", "/v3/jobs/{project_id}", { id: "j" }, "p-1"],
  ["/v3/jobs?id={job_id}&project={project_id}", "/v3/jobs", { project: "p-1", id: "j" }, "p-1"],
  ["/v3/{project_id}/jobs?id={job_id}", "/v3/{project_id}/jobs", { id: "j" }, "p-1"],
  ["/v3/jobs/{job_id}", "/v3/jobs/{job_id}", {}, null],
] as const)("the generated client finds the project of %s", async (path, url, query, expected) => {
  const sent: (string | null)[] = [];
  const fields = { status: "status" } as const;
  const jobs = createJobsClient({
    endpoints: { rds: "https://rds.test/proxy" },
    credentials: key,
    services: { rds: defineService<Record<string, never>>()({ path, fields, states: { OK: "succeeded" } } as never) },
    async fetch(_url, { headers }) {
      sent.push(new Headers(headers).get("x-project-id"));
      return Response.json({});
    },
  });
  const client = (jobs.clients as unknown as { rds: { GET(url: string, options: object): Promise<unknown> } }).rds;
  await client.GET(url, { params: { path: { project_id: "p-1", job_id: "j" }, query } });
  expect(sent).toEqual([expected]);
});

test("what is signed for another path is refused", async () => {
  const server = await serve((_request, response) => {
    response.writeHead(401).end('{"error_code":"APIGW.0301","error_msg":"verify aksk signature fail"}');
  });
  const jobs = createJobsClient({ endpoints: { rds: server.url }, projectId: project, credentials: key, services });
  await expect(jobs.get({ service: "rds", id: "j" })).rejects.toMatchObject({ name: "AuthenticationError" });
});
