import { createJobsClient, type JobsClientOptions } from "huaweicloud-jobs";
import type { Middleware } from "openapi-fetch";
import { describe, expect, test } from "vitest";
import { token } from "./helpers/fake-client.ts";
import { json, raw, serve } from "./helpers/server.ts";

const path = "/v2/{project_id}/jobs/{job_id}";
const params = { path: { project_id: "project-1", job_id: "job-1" } };

function clientOf(url: string, options: Partial<JobsClientOptions> = {}) {
  return createJobsClient({
    endpoints: { dcs: url },
    credentials: { token },
    retry: { maxAttempts: 2, baseDelay: 1 },
    ...options,
  }).clients.dcs;
}

// What faults, statuses and bodies that are no jobs are to a client is in http/faults.test.ts.
test("a 2xx response is data", async () => {
  const server = await serve(json({ status: "RUNNING" }, 200, { "X-Request-Id": "r" }));
  const { data, error, response } = await clientOf(server.url).GET(path, { params });
  expect(data).toEqual({ status: "RUNNING" });
  expect(error).toBeUndefined();
  expect(response).toBeInstanceOf(Response);
  expect(response.headers.get("x-request-id")).toBe("r");
  expect(response.url).toBe(`${server.url}/v2/project-1/jobs/job-1`);
  expect(server.requests[0]?.headers["x-auth-token"]).toBe(token);
});

test("a temporary error is retried", async () => {
  const server = await serve(json({}, 503), json({ status: "RUNNING" }));
  expect((await clientOf(server.url).GET(path, { params })).data).toEqual({ status: "RUNNING" });
});

test("a status just above those of HTTP is an InvalidResponseError", async () => {
  const server = await serve(raw("HTTP/1.1 600 No\r\nContent-Length: 2\r\n\r\n{}"));
  await expect(clientOf(server.url).GET(path, { params })).rejects.toHaveProperty("name", "InvalidResponseError");
});

test("a reason phrase may be in any script", async () => {
  const server = await serve((request) =>
    request.socket.end("HTTP/1.1 200 \u00e9t\u00e9 \u6210\r\nContent-Length: 2\r\n\r\n{}"),
  );
  expect((await clientOf(server.url).GET(path, { params })).data).toEqual({});
});

test("a client without an endpoint is the same object at each access", () => {
  const jobs = createJobsClient({ endpoints: {}, credentials: { token } });
  expect(jobs.clients.dcs).toBe(jobs.clients.dcs);
});

test("a signal ends the call with its reason", async () => {
  const server = await serve(() => {});
  const call = clientOf(server.url).GET(path, { params, signal: AbortSignal.timeout(20) });
  await expect(call).rejects.toHaveProperty("name", "TimeoutError");
});

describe("an invalid ID is rejected before anything is sent", () => {
  test.each(["..", ".", "", "a/b", "a b", "a%2e", "é", undefined, 5])("%j", async (job_id) => {
    const server = await serve(json({}));
    const call = clientOf(server.url).GET(path, { params: { path: { project_id: "p", job_id: job_id as string } } });
    await expect(call).rejects.toMatchObject({ name: "ConfigurationError" });
    await expect(call).rejects.toThrow('"job_id"');
    expect(server.requests).toHaveLength(0);
  });

  test("and so are missing parameters", async () => {
    const server = await serve(json({}));
    await expect(clientOf(server.url).GET(path, {} as never)).rejects.toMatchObject({ name: "ConfigurationError" });
    expect(server.requests).toHaveLength(0);
  });
});

test("a base URL per call does not take the credential elsewhere", async () => {
  const [server, other] = [await serve(json({})), await serve(json({}))];
  const call = clientOf(server.url).GET(path, { params, baseUrl: other.url });
  await expect(call).rejects.toMatchObject({ name: "ConfigurationError" });
  await expect(call).rejects.toThrow(`its credential goes to ${server.url} alone`);
  expect(other.requests).toHaveLength(0);
});

test("a fetch per call bypasses the HTTP client, and with it the credential", async () => {
  const server = await serve(json({ status: "RUNNING" }));
  await clientOf(server.url).GET(path, { params, fetch: (request) => fetch(request) });
  expect(server.requests[0]?.headers).not.toHaveProperty("x-auth-token");
});

test("middleware works as openapi-fetch documents it", async () => {
  const server = await serve(json({ status: "RUNNING" }));
  const client = clientOf(server.url);
  const seen: string[] = [];
  client.use({
    onRequest({ request, schemaPath }) {
      seen.push(`${request.method} ${schemaPath}`);
      return new Request(request, { headers: { ...Object.fromEntries(request.headers), "X-Trace": "1" } });
    },
    onResponse({ response }) {
      return new Response(response.body, { status: response.status, headers: { "X-Seen": "yes" } });
    },
  });
  const { data, response } = await client.GET(path, { params });
  expect(seen).toEqual([`GET ${path}`]);
  expect(data).toEqual({ status: "RUNNING" });
  expect(response.headers.get("x-seen")).toBe("yes");
  expect(server.requests[0]?.headers["x-trace"]).toBe("1");
});

test("middleware of one call, or put in between two calls, sees a whole request and a whole response", async () => {
  const server = await serve(json({ status: "RUNNING" }));
  const client = clientOf(server.url);
  const seen: unknown[] = [];
  const middleware: Middleware = {
    async onResponse({ request, response }) {
      seen.push(request instanceof Request, request.headers.get("accept"), await response.clone().json());
    },
  };
  await client.GET(path, { params });
  await client.GET(path, { params, middleware: [middleware] });
  client.use(middleware);
  await client.GET(path, { params });
  client.eject(middleware);
  await client.GET(path, { params });
  expect(seen).toEqual([
    true,
    "application/json",
    { status: "RUNNING" },
    true,
    "application/json",
    { status: "RUNNING" },
  ]);
  expect(server.requests).toHaveLength(4);
});

test.each(["json", "text", "blob", "arrayBuffer", "stream"] as const)(
  "parseAs %j is what it is to openapi-fetch",
  async (parseAs) => {
    const server = await serve(json({ status: "RUNNING" }));
    const { data, response } = await clientOf(server.url).GET(path, { params, parseAs });
    const text = await (parseAs === "json" ? JSON.stringify(data) : new Response(data as BodyInit).text());
    expect(text).toBe('{"status":"RUNNING"}');
    expect(response.bodyUsed).toBe(true);
  },
);

test("the response is used up, as openapi-fetch leaves it", async () => {
  const server = await serve(json({ status: "RUNNING" }));
  const { response } = await clientOf(server.url).GET(path, { params });
  expect(response.bodyUsed).toBe(true);
  expect(Object.keys(response)).toEqual([]);
  await expect(response.text()).rejects.toThrow(TypeError);
  expect(() => response.clone()).toThrow(TypeError);
});

test("a response with a length in its headers is read as well", async () => {
  const server = await serve(json({ status: "RUNNING" }, 200, { "Content-Length": "20" }));
  expect((await clientOf(server.url).GET(path, { params })).data).toEqual({ status: "RUNNING" });
});

test("the three clients have the names of their services", () => {
  const jobs = createJobsClient({ cloud: "huaweicloud", region: "cn-north-4", credentials: { token } });
  expect(Object.keys(jobs.clients)).toEqual(["sfsTurbo", "workspace", "dcs"]);
});
