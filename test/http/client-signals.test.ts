import { getEventListeners } from "node:events";
import { createJobsClient } from "huaweicloud-jobs";
import { describe, expect, test } from "vitest";
import { token } from "../helpers/fake-client.ts";
import { hang, json, serve, type TestServer } from "../helpers/server.ts";

const path = "/v2/{project_id}/jobs/{job_id}";
const params = { path: { project_id: "project-1", job_id: "job-1" } };

function clientOf({ url }: TestServer) {
  return createJobsClient({ endpoints: { dcs: url }, credentials: { token } }).clients.dcs;
}

test("braces in a query are not placeholders of the path", async () => {
  const server = await serve(json({}));
  const query = { filter: "{a}" };
  await clientOf(server).GET(path, { params: { ...params, query } as never });
  expect(server.requests[0]?.url).toBe("/v2/project-1/jobs/job-1?filter=%7Ba%7D");
});

describe("a signal that many calls share", () => {
  test("has no listener left when they have ended", async () => {
    const { signal } = new AbortController();
    const client = clientOf(await serve(json({})));
    await Promise.all(Array.from({ length: 20 }, () => client.GET(path, { params, signal })));
    await client.request("get", path, { params, signal });
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  test("ends each of them with its reason, even if middleware creates another request", async () => {
    const server = await serve(hang);
    const client = clientOf(server);
    const controller = new AbortController();
    const { signal } = controller;
    const onRequest = ({ request }: { request: Request }) => new Request(request, { headers: { "X-Trace": "1" } });
    const calls = [
      client.GET(path, { params, signal }),
      client.GET(path, { params, signal, middleware: [{ onRequest }] }),
    ];
    while (server.requests.length < calls.length) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    controller.abort("enough");
    for (const call of calls) {
      await expect(call).rejects.toBe("enough");
    }
    await expect(client.GET(path, { params, signal })).rejects.toBe("enough");
    expect(server.requests).toHaveLength(2);
  });
});
