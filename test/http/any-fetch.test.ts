import { once } from "node:events";
import { type IncomingMessage, request as sendRequest } from "node:http";
import { createJobsClient, type Fetch, type JobsEvent } from "huaweicloud-jobs";
import { describe, expect, test, vi } from "vitest";
import { placedAt } from "../helpers/fake-client.ts";
import { createFastClock } from "../helpers/fast-clock.ts";
import { hang, json, serve } from "../helpers/server.ts";

const ref = { service: "dcs", id: "j" } as const;
const done = { job_id: "j", status: "SUCCESS" };
const large = { ...done, padding: "x".repeat(2 ** 21) };
const path = { project_id: "p", job_id: "j" };

function clientOf(fetch: Fetch, url = "https://dcs.test") {
  const clock = createFastClock();
  return createJobsClient({ ...placedAt(url), fetch, clock });
}

/** A `fetch` over Node's own HTTP client: as in node-fetch, the body is one of Node's streams. */
const nodeFetch: Fetch = async (url, { headers, method, signal }) => {
  const outgoing = sendRequest(url, { method, headers: Object.fromEntries(new Headers(headers)), signal } as object);
  const [body] = (await once(outgoing.end(), "response")) as [IncomingMessage];
  const { statusCode: status = 0 } = body;
  const response = { status, ok: status < 300, url, headers: new Headers(), body };
  return response as unknown as Response;
};

/** A response that has only these members beside a status and headers. */
function bare(members: object, status = 200): Response {
  return { status, ok: status < 300, headers: new Headers(), ...members } as Response;
}

async function* iterable(parts: Iterable<unknown> | null): AsyncGenerator<unknown> {
  yield* parts ?? [];
}

const bodies: readonly (readonly [string, (body: object) => object])[] = [
  ["text() without a body", (body) => ({ text: async () => JSON.stringify(body) })],
  ["json() alone", (body) => ({ json: async () => body })],
  ["an async iterable as body", (body) => ({ body: iterable([Buffer.from(JSON.stringify(body))]) })],
  ["texts, as of a stream with an encoding,", (body) => ({ body: iterable(JSON.stringify(body).match(/.{1,9}/gs)) })],
  [
    "a body that is neither a stream nor iterable, and text()",
    (body) => ({ body: {}, text: async () => JSON.stringify(body) }),
  ],
];

describe.each(bodies)("a response with %s", (_what, membersOf) => {
  test("is read by get, wait and the generated clients", async () => {
    const jobs = clientOf(async () => bare(membersOf(done)));
    expect(await jobs.get(ref)).toMatchObject({ state: "succeeded" });
    expect(await jobs.wait(ref)).toMatchObject({ state: "succeeded" });
    expect(await jobs.clients.dcs.GET("/v2/{project_id}/jobs/{job_id}", { params: { path } })).toMatchObject({
      data: done,
    });
  });

  test("is read if it is an error", async () => {
    const jobs = clientOf(async () => bare(membersOf({ error_code: "DCS.1", error_msg: "no" }), 403));
    await expect(jobs.get(ref)).rejects.toMatchObject({ name: "PermissionError", code: "DCS.1" });
  });

  test("is not used beyond the bound", async () => {
    const jobs = clientOf(async () => bare(membersOf(large)));
    await expect(jobs.get(ref)).rejects.toThrow("the body is larger than 1048576 bytes");
  });
});

test("headers that are a map, as mocks have them, are read", async () => {
  const headers = new Map([["x-request-id", "r1"]]);
  const jobs = clientOf(async () => ({ ...bare({ json: async () => done }), headers }) as unknown as Response);
  expect(await jobs.get(ref)).toMatchObject({ state: "succeeded", requestId: "r1" });
  expect(await jobs.wait(ref)).toMatchObject({ state: "succeeded" });
  expect(await jobs.clients.dcs.GET("/v2/{project_id}/jobs/{job_id}", { params: { path } })).toMatchObject({
    data: done,
  });
});

describe("a body that is one of Node's streams, over real sockets", () => {
  test("is read", async () => {
    const server = await serve(json({ ...done, status: "RUNNING" }), json(done));
    expect(await clientOf(nodeFetch, server.url).wait(ref)).toMatchObject({ state: "succeeded" });
    expect(server.requests).toHaveLength(2);
  });

  test("is read up to the bound, and its connection is closed", async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200);
      const more = () => {
        while (response.write("x".repeat(2 ** 16))) {}
      };
      response.on("drain", more);
      more();
    });
    await expect(clientOf(nodeFetch, server.url).get(ref)).rejects.toThrow("the body is larger than");
    await vi.waitFor(() => expect(server.open.size).toBe(0));
  });

  test("that is cut short is tried again", async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { "Content-Length": "99" });
      response.write("{", () => response.destroy());
    }, json(done));
    expect(await clientOf(nodeFetch, server.url).get(ref)).toMatchObject({ state: "succeeded" });
  });

  test("is given up with the signal", async () => {
    const server = await serve(hang);
    const call = clientOf(nodeFetch, server.url).wait(ref, { signal: AbortSignal.timeout(50) });
    await expect(call).rejects.toHaveProperty("name", "TimeoutError");
    await vi.waitFor(() => expect(server.open.size).toBe(0));
  });
});

describe("a `fetch` that gives no response is a ConfigurationError after one request", () => {
  const used = new Response(JSON.stringify(done));
  const headers = new Headers();
  test.each<[string, unknown, string]>([
    ["nothing", undefined, "no status, no ok, no headers, no body that can be read"],
    ["a parsed body", done, "no ok, no headers, no body that can be read"],
    ["a mock without headers", { ok: true, status: 200, json: async () => done }, "this one has no headers."],
    ["a mock with plain headers", { ok: true, status: 200, headers: {}, json: async () => done }, "has no headers."],
    ["a mock without a status", { ok: true, headers, json: async () => done }, "this one has no status."],
    ["a body that is a text", { ok: true, status: 200, headers, body: "{}" }, "this one has no body that can be read."],
    ["a response without any body", { ok: true, status: 200, headers }, "this one has no body that can be read."],
    ["a response that is not new", used, "a new Response each time; this one has no body that can be read."],
  ])("%s", async (_what, response, problem) => {
    await used.text().catch(() => {});
    const fetch = vi.fn(async () => response as Response);
    const events: JobsEvent[] = [];
    const clock = createFastClock();
    const jobs = createJobsClient({ ...placedAt(), fetch, clock, onEvent: (event) => events.push(event) });
    for (const call of [() => jobs.get(ref), () => jobs.wait(ref)]) {
      fetch.mockClear();
      const error = await call().catch((thrown: Error) => thrown);
      expect(error).toHaveProperty("name", "ConfigurationError");
      expect(error).toHaveProperty("message", expect.stringContaining(problem));
      expect(fetch).toHaveBeenCalledOnce();
    }
    expect(events).toContainEqual(expect.objectContaining({ type: "failure", error: "ConfigurationError" }));
  });
});
