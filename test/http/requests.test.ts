import { readFileSync } from "node:fs";
import { createJobsClient, type JobsClientOptions } from "huaweicloud-jobs";
import { describe, expect, test } from "vitest";
import { errorResponse, fakeClient, placedAt, token } from "../helpers/fake-client.ts";
import { json, raw, reset, serve, type TestServer } from "../helpers/server.ts";
import { createVirtualClock } from "../helpers/virtual-clock.ts";

const ref = { service: "dcs", id: "job-1" } as const;
const done = { job_id: "job-1", status: "SUCCESS" };

function clientOf({ url }: Pick<TestServer, "url">, options: Partial<JobsClientOptions> = {}) {
  return createJobsClient({
    ...placedAt(url),
    retry: { baseDelay: 1, maxDelay: 2 },
    ...options,
  });
}

test("a request has token, content type, accept and the package's name, and goes to the contract's path", async () => {
  const server = await serve(json(done));
  await clientOf(server).get(ref);
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  expect(server.requests[0]).toMatchObject({
    method: "GET",
    url: "/v2/p/jobs/job-1",
    headers: {
      "x-auth-token": token,
      "content-type": "application/json",
      accept: "application/json",
      "user-agent": `huaweicloud-jobs/${version}`,
    },
  });
});

// Every other kind of fault is in faults.test.ts.
describe("a temporary error is retried", () => {
  test.each([
    ["429", json({}, 429)],
    ["503", json({}, 503)],
    ["a reset", reset],
    ["a job without a status", json({ job_id: "job-1" })],
  ])("%s", async (_what, handler) => {
    const server = await serve(handler, json(done));
    expect(await clientOf(server).get(ref)).toHaveProperty("state", "succeeded");
    expect(server.requests).toHaveLength(2);
  });

  test("up to four attempts by default; the error has their number", async () => {
    const server = await serve(json({ error_code: "A", error_msg: "m" }, 503));
    const error = clientOf(server).get(ref);
    await expect(error).rejects.toMatchObject({ name: "ServerError", status: 503, attempts: 4 });
    await expect(error).rejects.toThrow("4 attempts");
    expect(server.requests).toHaveLength(4);
  });

  test("as often as `retry` says", async () => {
    const server = await serve(reset);
    const jobs = clientOf(server, { retry: { maxAttempts: 2, baseDelay: 1 } });
    await expect(jobs.get(ref)).rejects.toMatchObject({ name: "NetworkError", attempts: 2 });
    expect(server.requests).toHaveLength(2);
  });
});

test("a 2xx that is never a job is an InvalidResponseError that quotes its start", async () => {
  const server = await serve(raw("HTTP/1.1 200 OK\r\nX-Request-Id: r-1\r\nContent-Length: 13\r\n\r\n<html>\n login"));
  const error = clientOf(server).get(ref);
  await expect(error).rejects.toMatchObject({
    name: "InvalidResponseError",
    attempts: 4,
    requestId: "r-1",
    url: `${server.url}/v2/p/jobs/job-1`,
  });
  await expect(error).rejects.toThrow("the body is not JSON, or was cut short");
  await expect(error).rejects.toThrow("it starts: <html> login");
});

test("a 2xx that is cut short is not a job", async () => {
  const server = await serve(raw('HTTP/1.1 200 X\r\nContent-Length: 999\r\n\r\n{"job_id":"job-1","status":"SUC'));
  const call = clientOf(server).get(ref);
  await expect(call).rejects.toMatchObject({ name: "InvalidResponseError", attempts: 4 });
  await expect(call).rejects.toThrow("the body was cut short");
});

test("a fetch that rejects with anything is a NetworkError", async () => {
  for (const thrown of [Object.create(null), undefined, 5, Object.assign(new Error(), { message: 5 })]) {
    const { jobs } = fakeClient([], { fetch: () => Promise.reject(thrown) });
    await expect(jobs.get(ref)).rejects.toHaveProperty("name", "NetworkError");
  }
});

test("a small Content-Length is not trusted: across origins, browsers hide that the body is compressed", async () => {
  const large = JSON.stringify({ ...done, padding: "x".repeat(2 ** 20) });
  const { jobs } = fakeClient([new Response(large, { headers: { "Content-Length": "60" } })]);
  await expect(jobs.get(ref)).rejects.toThrow("the body is larger than 1048576 bytes");
});

describe("one request's deadline", () => {
  test("covers the body", async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200).write('{"job_id":');
    });
    await expect(clientOf(server).get(ref, { requestTimeout: 30 })).rejects.toThrow(
      `No complete response from ${new URL(server.url).host} within 30 ms`,
    );
  });

  test("applies to a fetch that ignores its signal", async () => {
    const jobs = clientOf({ url: "https://dcs.test" }, { fetch: () => new Promise(() => {}), requestTimeout: 20 });
    await expect(jobs.get(ref)).rejects.toHaveProperty("name", "TimeoutError");
  });

  test("applies to a credentials function that never settles", async () => {
    const jobs = clientOf(
      { url: "https://dcs.test" },
      { credentials: () => new Promise(() => {}), requestTimeout: 20 },
    );
    await expect(jobs.get(ref)).rejects.toHaveProperty("name", "TimeoutError");
  });

  test("may be longer than the longest timer", async () => {
    const server = await serve(json(done));
    expect(await clientOf(server, { requestTimeout: 2 ** 40 }).get(ref)).toHaveProperty("state", "succeeded");
    expect(await clientOf(server).get(ref, { requestTimeout: Number.POSITIVE_INFINITY })).toHaveProperty("state");
  });
});

test("a host unknown to DNS is a NetworkError that says why", async () => {
  const jobs = clientOf({ url: "https://dcs.nowhere.invalid" }, { retry: { maxAttempts: 1 } });
  await expect(jobs.get(ref)).rejects.toThrow(/No response from dcs\.nowhere\.invalid: .*(ENOTFOUND|EAI_AGAIN)/);
});

test("the server's Retry-After sets the pause, an absurd one within bounds", async () => {
  const pauses: number[] = [];
  let slept = 0;
  const began = Date.now();
  // Time passes only in pauses, however slow the machine is.
  const clock = {
    now: () => began + slept,
    sleep: async (ms: number) => {
      slept += ms;
      pauses.push(ms);
    },
  };
  const server = await serve(
    json({}, 429, { "Retry-After": "3" }),
    json({}, 503, { "Retry-After": "99999999999" }),
    json({}, 503, { "Retry-After": new Date(began + 93_000).toUTCString() }),
    json(done),
  );
  await clientOf(server, { clock }).get(ref);
  expect(pauses.slice(0, 2)).toEqual([3_000, 60_000]);
  expect(pauses[2]).toBeGreaterThan(28_000);
  expect(pauses[2]).toBeLessThanOrEqual(30_000);
});

test.each(["0", "-5", "+5", "retry in 5", "5 seconds", "", "2026"])(
  "the Retry-After %j does not shorten a pause",
  async (retryAfter) => {
    const { jobs, requests } = fakeClient([errorResponse(503, "", { "Retry-After": retryAfter })], {
      retry: { maxAttempts: 50, baseDelay: 4_000, maxDelay: 4_000 },
      clock: createVirtualClock(),
    });
    await jobs.get(ref).catch(() => {});
    const pauses = requests.slice(1).map(({ at }, index) => at - (requests[index]?.at ?? 0));
    expect(Math.max(...pauses)).toBeGreaterThan(1_000);
  },
);

describe("an abort", () => {
  test("before the call calls neither fetch nor the credentials function", async () => {
    const calls: string[] = [];
    const jobs = clientOf(
      { url: "https://dcs.test" },
      {
        credentials: () => {
          calls.push("credentials");
          return { token };
        },
        fetch: async () => {
          calls.push("fetch");
          return Response.json(done);
        },
      },
    );
    await expect(jobs.get(ref, { signal: AbortSignal.abort("enough") })).rejects.toBe("enough");
    await expect(jobs.wait(ref, { signal: AbortSignal.abort("enough") })).rejects.toBe("enough");
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(calls).toEqual([]);
  });

  test("while the credentials are fetched sends nothing afterwards", async () => {
    const controller = new AbortController();
    let sent = 0;
    const jobs = clientOf(
      { url: "https://dcs.test" },
      {
        credentials: async () => {
          await new Promise((resolve) => setTimeout(resolve, 300));
          return { token };
        },
        fetch: async () => {
          sent += 1;
          return Response.json(done);
        },
      },
    );
    setTimeout(() => controller.abort("enough"), 10);
    await expect(jobs.get(ref, { signal: controller.signal })).rejects.toBe("enough");
    await expect(jobs.get(ref, { requestTimeout: 10 })).rejects.toHaveProperty("name", "TimeoutError");
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(sent).toBe(0);
  });

  test("during the pause before another attempt rejects with the reason", async () => {
    const server = await serve(json({}, 503));
    const controller = new AbortController();
    const call = clientOf(server, { retry: { baseDelay: 60_000, maxDelay: 60_000 } }).get(ref, {
      signal: controller.signal,
    });
    setTimeout(() => controller.abort("enough"), 50);
    await expect(call).rejects.toBe("enough");
  });
});

test("what a credentials function throws is the cause of a JobsError", async () => {
  const cause = new Error("vault is sealed");
  const jobs = clientOf({ url: "https://dcs.test" }, { credentials: () => Promise.reject(cause) });
  await expect(jobs.get(ref)).rejects.toMatchObject({ name: "JobsError", cause });
});

test("a credentials function is called for each request", async () => {
  const server = await serve(json(done));
  let count = 0;
  const jobs = clientOf(server, { credentials: () => ({ token: `token-${++count}` }) });
  await jobs.get(ref);
  await jobs.get(ref);
  expect(server.requests.map(({ headers }) => headers["x-auth-token"])).toEqual(["token-1", "token-2"]);
});

test("a client shows no credential when it is inspected or written as JSON", async () => {
  const { inspect } = await import("node:util");
  const jobs = clientOf({ url: "https://dcs.test" });
  const shown = inspect(jobs, { depth: 20, showHidden: true, getters: true }) + JSON.stringify(jobs);
  expect(shown).not.toContain(token);
});
