import { getEventListeners } from "node:events";
import {
  AuthenticationError,
  createJobsClient,
  InvalidResponseError,
  NetworkError,
  PermissionError,
  RateLimitError,
  ServerError,
  TimeoutError,
} from "huaweicloud-jobs";
import { createSimulator, type Fault } from "huaweicloud-jobs/simulator";
import { listen } from "huaweicloud-jobs/simulator/node";
import { describe, expect, test } from "vitest";
import { simulated } from "../helpers/simulated.ts";
import { createVirtualClock } from "../helpers/virtual-clock.ts";

/** Gets a job that has succeeded, with faults on the way: in memory or through the listener. */
async function getWithFaults(way: "fetch" | "listener", faults: readonly Fault<"dcs">[], maxAttempts = 1) {
  const simulator = createSimulator();
  const server = way === "listener" ? await listen(simulator) : undefined;
  const jobs = createJobsClient({
    ...simulator.clientOptions,
    ...(server && { endpoints: server.endpoints, fetch: undefined }),
    requestTimeout: faults.some(({ kind }) => kind === "hang") ? 100 : 10_000,
    retry: { maxAttempts, baseDelay: 0 },
  });
  const ref = simulator.addJob({ service: "dcs", scenario: "success", duration: 0 });
  faults.forEach(simulator.injectFault);
  try {
    const job = await jobs.get(ref).catch((error: unknown) => error);
    return { job, requests: simulator.requests };
  } finally {
    await server?.close();
  }
}

const cases: [Fault<"dcs">, new (...args: never[]) => Error, object][] = [
  [{ kind: "throttled", retryAfter: 2 }, RateLimitError, { status: 429, code: "APIGW.0308", retryAfter: 2_000 }],
  [{ kind: "server-error" }, ServerError, { status: 500, code: "111500000" }],
  [{ kind: "server-error", status: 504 }, ServerError, { status: 504, code: "APIGW.0203" }],
  [
    { kind: "gateway-error", status: 403, code: "APIGW.0402", message: "not from there" },
    PermissionError,
    { status: 403, code: "APIGW.0402" },
  ],
  [{ kind: "expired-token" }, AuthenticationError, { code: "APIGW.0307" }],
  [{ kind: "iam-error" }, AuthenticationError, { code: "401" }],
  [{ kind: "html" }, ServerError, { status: 502 }],
  [{ kind: "html", status: 200 }, InvalidResponseError, {}],
  [{ kind: "truncated" }, InvalidResponseError, {}],
  [{ kind: "empty" }, InvalidResponseError, {}],
  [{ kind: "another-job" }, InvalidResponseError, {}],
  [{ kind: "reset" }, NetworkError, {}],
  [{ kind: "hang" }, TimeoutError, {}],
];

describe.each(["fetch", "listener"] as const)("through the %s", (way) => {
  test.each(cases)("%o is %o to the client", async (fault, type, facts) => {
    const { job } = await getWithFaults(way, [fault]);
    expect(job).toBeInstanceOf(type);
    expect(job).toMatchObject(facts);
  });

  test("a retry gets the next fault, then the job", async () => {
    const { job, requests } = await getWithFaults(way, [{ kind: "reset" }, { kind: "server-error", status: 503 }], 3);
    expect(job).toMatchObject({ state: "succeeded" });
    expect(requests.map(({ fault, status }) => fault ?? status)).toEqual(["reset", "server-error", 200]);
  });
});

describe("faults", () => {
  test("are used up in order, and apply only to matching requests", async () => {
    const simulator = createSimulator();
    const clock = createVirtualClock();
    const jobs = createJobsClient({ ...simulator.clientOptions, clock, retry: { maxAttempts: 1 } });
    const first = simulator.addJob({ service: "dcs", scenario: "success" });
    const second = simulator.addJob({ service: "dcs", scenario: "success" });
    const other = simulator.addJob({ service: "workspace", scenario: "success" });
    simulator.injectFault({ kind: "server-error", times: 2, id: second.id });
    simulator.injectFault({ kind: "throttled", service: "workspace" });
    for (const ref of [first, second, other, second, second, other]) {
      await jobs.get(ref).catch(() => {});
    }
    expect(simulator.requests.map(({ status }) => status)).toEqual([200, 500, 429, 500, 200, 200]);
  });

  test("can last for ever", async () => {
    const simulator = createSimulator();
    simulator.injectFault({ kind: "html", times: Number.POSITIVE_INFINITY });
    for (let count = 0; count < 20; count++) {
      await simulator.fetch(simulator.clientOptions.endpoints.dcs);
    }
    expect(new Set(simulator.requests.map(({ status }) => status))).toEqual(new Set([502]));
  });

  test("another-job does not change a response that is not about a job", async () => {
    const simulator = createSimulator();
    simulator.injectFault({ kind: "another-job" });
    const call = createJobsClient(simulator.clientOptions).get({ service: "sfs-turbo", id: "unknown" });
    await expect(call).rejects.toMatchObject({ status: 404, code: "SFS.TURBO.0019" });
  });

  test("do not end a wait", async () => {
    const { simulator, jobs } = simulated();
    const ref = simulator.addJob({ service: "sfs-turbo", scenario: "success", duration: 60_000 });
    const faults = ["throttled", "truncated", "reset", "html", "another-job", "server-error", "empty"] as const;
    faults.forEach((kind) => {
      simulator.injectFault({ kind });
    });
    expect(await jobs.wait(ref)).toMatchObject({ state: "succeeded" });
  });

  test.each([
    [{ kind: "quake" }, /"kind" must be one of .*"throttled".*got "quake"/],
    [{ kind: "reset", times: 0 }, /"times" must be .*1 or more/],
    [{ kind: "reset", service: "ecs" }, /"service" must be one of "sfs-turbo", "workspace", "dcs"/],
    [{ kind: "reset", id: "a/b" }, /"id" must be/],
    [{ kind: "throttled", retryAfter: Number.NaN }, /"retryAfter" must be a number of seconds/],
    [{ kind: "server-error", status: 404 }, /"status" must be 500, 502, 503 or 504; got 404/],
    [{ kind: "html", status: 204 }, /"status" must be 200, or/],
    [{ kind: "gateway-error", status: 200, code: "", message: "" }, /"status" must be/],
    [{ kind: "gateway-error", status: 403, message: "no" }, /"code" must be a string/],
    [null, /"fault" must be an object/],
  ])("%o is rejected", (fault, message) => {
    expect(() => createSimulator().injectFault(fault as never)).toThrow(message);
  });
});

describe("fetch", () => {
  test("rejects for a reset as the platform's does", async () => {
    const simulator = createSimulator();
    simulator.injectFault({ kind: "reset" });
    const error = await simulator.fetch(simulator.clientOptions.endpoints.dcs).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ message: "fetch failed", cause: { code: "ECONNRESET" } });
  });

  test("hangs until the signal aborts, and leaves no listener", async () => {
    const simulator = createSimulator();
    simulator.injectFault({ kind: "hang" });
    const controller = new AbortController();
    const { signal } = controller;
    const response = simulator.fetch(simulator.clientOptions.endpoints.dcs, { signal });
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    controller.abort("enough");
    await expect(response).rejects.toBe("enough");
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  test("rejects with the reason of a signal that is aborted already, and counts no request", async () => {
    const simulator = createSimulator();
    const signal = AbortSignal.abort("too late");
    await expect(simulator.fetch(simulator.clientOptions.endpoints.dcs, { signal })).rejects.toBe("too late");
    expect(simulator.requests).toEqual([]);
  });
});
