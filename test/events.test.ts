import { type JobsClientOptions, type JobsEvent, passwordCredentials } from "huaweicloud-jobs";
import { describe, expect, test } from "vitest";
import { errorResponse, type FakeResponse, fakeClient, token } from "./helpers/fake-client.ts";
import { createVirtualClock } from "./helpers/virtual-clock.ts";

const ref = { service: "dcs", id: "j" } as const;
const url = "https://dcs.test/v2/project-1/jobs/j";

function clientWithEvents(responses: readonly FakeResponse[], options: Partial<JobsClientOptions> = {}) {
  const events: JobsEvent[] = [];
  const client = fakeClient(responses, {
    clock: createVirtualClock(0),
    onEvent: (event) => events.push(event),
    ...options,
  });
  return { ...client, events };
}

test("each step of a retried request is an event", async () => {
  const ok = new Response('{"status":"SUCCESS"}', { headers: { "X-Request-Id": "r-1" } });
  const { jobs, events } = clientWithEvents(
    [errorResponse(503, "", { "Retry-After": "2" }), new TypeError("fetch failed"), ok],
    {
      retry: { maxAttempts: 3, baseDelay: 0 },
    },
  );
  await jobs.get(ref);
  const request = { service: "dcs", method: "GET", url };
  expect(events).toEqual([
    { type: "request", ...request, attempt: 1, at: 0 },
    { type: "response", ...request, attempt: 1, status: 503, requestId: undefined, duration: 0, at: 0 },
    { type: "retry", ...request, attempt: 1, delay: 2_000, at: 0 },
    { type: "request", ...request, attempt: 2, at: 2_000 },
    {
      type: "failure",
      ...request,
      attempt: 2,
      error: "NetworkError",
      message: `No response from dcs.test: fetch failed (GET ${url}, 2 attempts)`,
      duration: 0,
      at: 2_000,
    },
    { type: "retry", ...request, attempt: 2, delay: 0, at: 2_000 },
    { type: "request", ...request, attempt: 3, at: 2_000 },
    { type: "response", ...request, attempt: 3, status: 200, requestId: "r-1", duration: 0, at: 2_000 },
  ]);
});

test("a wait emits its polls and the changes that it has seen", async () => {
  const { jobs, events } = clientWithEvents([
    { status: "INIT" },
    errorResponse(503),
    { status: "INIT" },
    { status: "SUCCESS" },
  ]);
  await jobs.wait(ref);
  const job = { service: "dcs", id: "j", projectId: "project-1" };
  expect(events.filter(({ type }) => type === "poll" || type === "change")).toMatchObject([
    { type: "poll", ...job, poll: 1, state: "pending" },
    { type: "change", ...job, from: undefined, to: "pending", status: "INIT" },
    { type: "poll", ...job, poll: 2, error: "ServerError", status: 503, message: expect.stringContaining("503") },
    { type: "poll", ...job, poll: 3, state: "pending" },
    { type: "poll", ...job, poll: 4, state: "succeeded" },
    { type: "change", ...job, from: "pending", to: "succeeded", status: "SUCCESS" },
  ]);
});

test("a wait emits when its next poll is due, and nothing after the last one", async () => {
  const { jobs, events } = clientWithEvents([{ status: "INIT" }, errorResponse(503), { status: "SUCCESS" }]);
  await jobs.wait(ref, { interval: { min: 5_000, max: 5_000 } });
  const order = events.flatMap((event) => (["poll", "schedule"].includes(event.type) ? [event] : []));
  const job = { service: "dcs", id: "j", projectId: "project-1" };
  expect(order).toMatchObject([
    { type: "poll", poll: 1, at: 0 },
    { type: "schedule", ...job, delay: 5_000, at: 0 },
    { type: "poll", poll: 2, at: 5_000 },
    { type: "schedule", ...job, delay: 5_000, at: 5_000 },
    { type: "poll", poll: 3, at: 10_000 },
  ]);
});

test("an aborted request emits a failure", async () => {
  const controller = new AbortController();
  const { jobs, events } = clientWithEvents([], {
    fetch: () => {
      controller.abort(new DOMException("enough", "AbortError"));
      return new Promise(() => {});
    },
  });
  await jobs.get(ref, { signal: controller.signal }).catch(() => {});
  expect(events.map(({ type }) => type)).toEqual(["request", "failure"]);
  expect(events[1]).toHaveProperty("error", "AbortError");
});

test("a wait that is aborted during a poll emits no poll", async () => {
  const controller = new AbortController();
  const { jobs, events } = clientWithEvents([], {
    fetch: () => {
      setImmediate(() => controller.abort("enough"));
      return new Promise(() => {});
    },
  });
  await expect(jobs.wait(ref, { signal: controller.signal })).rejects.toBe("enough");
  await new Promise((resolve) => setImmediate(resolve));
  expect(events.map(({ type }) => type)).toEqual(["request", "failure"]);
});

test("a refreshed credential emits an event with the reason", async () => {
  const tokens = ["first-token", "second-token"];
  const { jobs, events } = clientWithEvents([errorResponse(401), { status: "SUCCESS" }], {
    credentials: () => ({ token: tokens.shift() ?? "" }),
  });
  await jobs.get(ref);
  expect(events.filter(({ type }) => type === "refresh")).toMatchObject([{ reason: "due" }, { reason: "refused" }]);
});

test.each([502, 429])("if IAM fails (%s), the events say so, and its Retry-After counts", async (status) => {
  const iam: Response[] = [
    errorResponse(status, {}, { "Retry-After": "7" }),
    new Response("{}", { status: 201, headers: { "X-Subject-Token": "issued-token" } }),
  ];
  const credentials = passwordCredentials({
    username: "u",
    password: "pass-word",
    domainName: "d",
    iamEndpoint: "https://iam.test",
    fetch: async () => iam.shift() as Response,
  });
  const { jobs, events } = clientWithEvents([{ status: "SUCCESS" }], { credentials, retry: { maxAttempts: 2 } });
  await jobs.get(ref);
  const failed = { status, from: "iam", message: expect.stringContaining("https://iam.test/v3/auth/tokens") };
  expect(events.map(({ type }) => type)).toEqual([
    "request",
    "refresh",
    "failure",
    "retry",
    "request",
    "refresh",
    "response",
  ]);
  expect(events[1]).toMatchObject(failed);
  expect(events[2]).toMatchObject({ ...failed, service: "dcs" });
  const [, , , retry] = events;
  expect(retry?.type === "retry" && retry.delay).toBeGreaterThanOrEqual(7_000);
});

describe("a listener", () => {
  test.each([
    [
      "throws",
      () => {
        throw new Error("mine");
      },
    ],
    ["rejects", () => Promise.reject(new Error("mine"))],
  ])("that %s does not affect the call", async (_how, onEvent) => {
    const { jobs } = clientWithEvents([{ status: "SUCCESS" }], { onEvent });
    expect(await jobs.get(ref)).toHaveProperty("state", "succeeded");
  });

  test("receives no credential, whatever the server echoes", async () => {
    const echo = { status: token, fail_reason: token, error_code: token, error_msg: token, request_id: token };
    const key = { accessKeyId: token, secretAccessKey: `secret-${token}` };
    for (const credentials of [{ token }, () => ({ token }), key]) {
      const responses = [401, 403, 500].map((status) => errorResponse(status, echo, { "X-Request-Id": token }));
      const { jobs, events } = clientWithEvents([...responses, echo], { credentials, retry: { maxAttempts: 4 } });
      await jobs.get(ref).catch(() => {});
      await jobs.get(ref).catch(() => {});
      await jobs.wait(ref, { timeout: 10_000 }).catch(() => {});
      expect(events.length).toBeGreaterThan(3);
      expect(JSON.stringify(events)).not.toContain(token);
    }
  });
});
