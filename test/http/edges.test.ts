import { createJobsClient } from "huaweicloud-jobs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { retryDelay } from "../../src/http/retry.ts";
import { fakeClient, placedAt } from "../helpers/fake-client.ts";
import { createFastClock } from "../helpers/fast-clock.ts";
import { json, serve } from "../helpers/server.ts";

const ref = { service: "dcs", id: "j" } as const;
const done = { job_id: "j", status: "SUCCESS" };

describe("one request's deadline is 30 s by default", () => {
  afterEach(() => vi.useRealTimers());

  test("neither less nor more", async () => {
    vi.useFakeTimers();
    const { jobs } = fakeClient([], { fetch: () => new Promise(() => {}) });
    const ended = vi.fn();
    jobs.get(ref).catch(ended);
    await vi.advanceTimersByTimeAsync(29_999);
    expect(ended).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(ended).toHaveBeenCalledWith(expect.objectContaining({ name: "TimeoutError" }));
  });
});

describe("the pause before another attempt", () => {
  const policy = { maxAttempts: 9, baseDelay: 500, maxDelay: 8_000 };
  const longest = (attempt: number) => retryDelay(policy, attempt, 0, () => 1);

  test("has a ceiling that doubles up to a bound", () => {
    expect([1, 2, 3, 4, 5, 6, 60].map(longest)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
  });

  test("is random between 0 and the ceiling", () => {
    expect([0, 0.25, 0.5].map((share) => retryDelay(policy, 3, 0, () => share))).toEqual([0, 500, 1_000]);
  });

  test("is at least the server's Retry-After, up to a minute", () => {
    expect([700, 10 ** 9].map((retryAfter) => retryDelay(policy, 1, retryAfter, () => 1))).toEqual([700, 60_000]);
  });
});

describe("the gateway's limit text, over real sockets", () => {
  const rejection = { error_code: "APIGW.0308", error_msg: "policy user over ratelimit,limit:200,time:30 second" };

  test.each([
    ["sets the pause if there is no header", {}, 30_000],
    ["is overridden by the header", { "Retry-After": "5" }, 5_000],
  ])("%s", async (_what, headers, pause) => {
    const server = await serve(json(rejection, 429, headers), json(done));
    const delays: number[] = [];
    const jobs = createJobsClient({
      ...placedAt(server.url),
      retry: { baseDelay: 1, maxDelay: 1 },
      clock: createFastClock(),
      onEvent: (event) => event.type === "retry" && delays.push(event.delay),
    });
    expect(await jobs.get(ref)).toHaveProperty("state", "succeeded");
    expect(delays).toEqual([pause]);
  });
});

test("a token with a life of less than five minutes is used for nine tenths of it", async () => {
  let now = 0;
  let calls = 0;
  const { jobs } = fakeClient([{ status: "RUNNING" }], {
    clock: { now: () => now, sleep: async () => {} },
    credentials: () => ({ token: `token-${++calls}`, expiresAt: new Date(now + 60_000) }),
  });
  await jobs.get(ref);
  now = 53_000;
  await jobs.get(ref);
  expect(calls).toBe(1);
  now = 55_000;
  await jobs.get(ref);
  expect(calls).toBe(2);
});

test.each(["https://dcs.test.evil.test", "https://dcs.testing", "https://dcs.test:444", "http://dcs.test"])(
  "a base URL per call that begins like the endpoint does not get the credential: %s",
  async (baseUrl) => {
    const { jobs, requests } = fakeClient([{}]);
    const params = { path: { project_id: "p", job_id: "j" } };
    const call = jobs.clients.dcs.GET("/v2/{project_id}/jobs/{job_id}", { params, baseUrl });
    await expect(call).rejects.toHaveProperty("name", "ConfigurationError");
    expect(requests).toHaveLength(0);
  },
);

test("an opaque redirect of a browser is reported as a redirect, and is a value to the generated clients", async () => {
  const hidden = () => Object.defineProperties(new Response(null), opaqueRedirect);
  const opaqueRedirect = { type: { value: "opaqueredirect" }, status: { value: 0 }, ok: { value: false } };
  const { jobs } = fakeClient([], { fetch: async () => hidden() });
  await expect(jobs.get(ref)).rejects.toThrow("redirected to an unknown place");
  const params = { path: { project_id: "p", job_id: "j" } };
  const { response } = await jobs.clients.dcs.GET("/v2/{project_id}/jobs/{job_id}", { params });
  expect(response.type).toBe("opaqueredirect");
});
