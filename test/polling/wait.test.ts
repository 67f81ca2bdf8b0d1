import { getEventListeners } from "node:events";
import { type Job, JobFailedError, passwordCredentials, WaitTimeoutError } from "huaweicloud-jobs";
import { describe, expect, test } from "vitest";
import { done, failed, pending, ref, running } from "../helpers/dcs-job.ts";
import { errorResponse, type FakeResponse, fakeClient, virtualClient } from "../helpers/fake-client.ts";
import { createVirtualClock } from "../helpers/virtual-clock.ts";

// What its callers share, and what their listeners do, is in sharing.test.ts.
describe("wait", () => {
  test("resolves with the job that succeeded", async () => {
    const { jobs, requests } = virtualClient([pending, running, running, done]);
    expect(await jobs.wait(ref)).toMatchObject({ state: "succeeded", status: "SUCCESS" });
    expect(requests).toHaveLength(4);
  });

  test("rejects with the job that failed, reason and failed sub-jobs in the message", async () => {
    const { jobs } = virtualClient([running, failed]);
    const error: unknown = await jobs.wait(ref).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(JobFailedError);
    expect(error).toMatchObject({ job: { state: "failed", error: { reason: "node down" } } });
    expect((error as Error).message).toBe("Job dcs/job-1 failed: node down");

    const sub_jobs = [
      { id: "s-1", status: "FAILED", error_code: "WKS.1", fail_reason: "no quota" },
      { status: "FAIL" },
    ];
    const workspace = virtualClient([{ status: "COMPLETE", sub_jobs }]);
    await expect(workspace.jobs.wait({ service: "workspace", id: "w" })).rejects.toThrow(
      "sub-job s-1: WKS.1 no quota; sub-job without an ID: no reason given",
    );
  });

  test("frees its place for others if it is aborted before its request is sent", async () => {
    const { jobs, requests } = virtualClient([done], { rateLimit: { requestsPerSecond: 1_000, concurrency: 1 } });
    const controller = new AbortController();
    const aborted = jobs.wait(ref, { signal: controller.signal });
    controller.abort("enough");
    await expect(aborted).rejects.toBe("enough");
    expect(requests).toHaveLength(0);
    expect(await jobs.wait(ref)).toHaveProperty("state", "succeeded");
  });

  test("starts with short pauses on a client that is old", async () => {
    const { jobs, requests, clock } = virtualClient([done, running, running, done]);
    await jobs.wait(ref);
    await clock.sleep(10 * 3_600_000);
    await jobs.wait(ref);
    expect((requests[2]?.at ?? 0) - (requests[1]?.at ?? 0)).toBeLessThanOrEqual(10_000);
  });

  test("does not say how old the job is if that is no more than a pause, however short the pauses", async () => {
    const { jobs } = virtualClient([running]);
    const error: unknown = await jobs
      .wait(ref, { timeout: 10_000, interval: { max: 1_000 } })
      .catch((reason) => reason);
    expect(error).toBeInstanceOf(WaitTimeoutError);
    expect(error).not.toHaveProperty("lastJobAge");
  });

  test("takes a floor that is longer than the default ceiling", async () => {
    const { jobs, requests } = virtualClient([running, done]);
    await jobs.wait(ref, { interval: { min: 60_000 } });
    expect((requests[1]?.at ?? 0) - (requests[0]?.at ?? 0)).toBeGreaterThanOrEqual(60_000);
  });

  test("does nothing more for a listener that returns after the abort", async () => {
    const { jobs, requests, clock } = virtualClient([running]);
    const controller = new AbortController();
    const asked: string[] = [];
    let finish = () => {};
    const onUpdate = () => {
      setImmediate(() => controller.abort("enough"));
      return new Promise<void>((resolve) => {
        finish = resolve;
      });
    };
    const typicalDuration = () => asked.push("asked");
    const waiting = jobs.wait(ref, { signal: controller.signal, onUpdate, typicalDuration });
    await expect(waiting).rejects.toBe("enough");
    finish();
    await new Promise((resolve) => setImmediate(resolve));
    expect([asked, requests.length, clock.sleeping]).toEqual([[], 1, 0]);
  });

  test("a change is a difference in state, status, progress, error or sub-jobs, and in nothing else", async () => {
    const updates: Job<"workspace">[] = [];
    const { jobs, requests } = virtualClient([
      { status: "RUNNING", begin_time: "2026-01-01 00:00:00" },
      { status: "RUNNING", begin_time: "2026-01-01 00:00:01", new_member: 1 },
      { status: "running" },
      { status: "running", fail_reason: "a remark" },
      { status: "running", fail_reason: "a remark", sub_jobs: [{ status: "WAITING" }] },
      { status: "running", fail_reason: "a remark", sub_jobs: [{ status: "WAITING", process: 10 }] },
      { status: "running", fail_reason: "a remark", sub_jobs: [{ status: "RUNNING", process: 10 }] },
      { status: "SUCCESS" },
    ]);
    await jobs.wait({ service: "workspace", id: "w" }, { onUpdate: (job) => updates.push(job) });
    expect(requests).toHaveLength(8);
    expect(updates).toHaveLength(7);
  });
});

describe("the pause between two polls", () => {
  const pausesOf = (requests: readonly { at: number }[]) =>
    requests.slice(1).map(({ at }, index) => at - (requests[index]?.at ?? 0));

  test("grows with the age of the job, between the floor and the ceiling", async () => {
    const { jobs, requests } = virtualClient([running]);
    await jobs.wait(ref, { timeout: 3_600_000 }).catch(() => {});
    const pauses = pausesOf(requests);
    expect(pauses[0]).toBeLessThanOrEqual(6_250);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(5_000);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(30_000);
    expect(new Set(pauses.slice(-20)).size).toBeGreaterThan(1);
    expect(requests.length).toBeLessThan(180);
  });

  test("keeps to the given interval", async () => {
    const { jobs, requests } = virtualClient([running]);
    await jobs.wait(ref, { timeout: 60_000, interval: { min: 5_000, max: 5_000 } }).catch(() => {});
    for (const pause of pausesOf(requests).slice(0, -1)) {
      expect(pause).toBe(5_000);
    }
  });

  test("starts from the age that the service reports", async () => {
    const clock = createVirtualClock();
    const begin_time = String(clock.now() - 1_000_000);
    const { jobs, requests } = fakeClient([{ status: "RUNNING", begin_time }, { status: "RUNNING" }, done], {
      clock,
    });
    await jobs.wait(ref);
    expect(pausesOf(requests)[0]).toBeGreaterThanOrEqual(24_000);
  });

  test.each(["4102444800000", "99999999999999", "0"])(
    "keeps to the floor if the job claims to begin at %s",
    async (begin_time) => {
      const { jobs, requests } = virtualClient([{ status: "RUNNING", begin_time }]);
      await jobs.wait(ref, { timeout: 600_000 }).catch(() => {});
      expect(Math.min(...pausesOf(requests))).toBeGreaterThanOrEqual(5_000);
      expect(requests.length).toBeGreaterThan(20);
    },
  );

  test("is as long as the server asks, up to a minute, whatever the interval", async () => {
    const rejection = (seconds: string) => errorResponse(429, {}, { "Retry-After": seconds });
    const { jobs, requests } = virtualClient([rejection("9"), rejection("86400000"), rejection("0"), done]);
    await jobs.wait(ref);
    const [first = 0, second = 0, third = 0] = pausesOf(requests);
    expect(first).toBe(9_000);
    expect(second).toBe(60_000);
    expect(third).toBeGreaterThanOrEqual(2_000);
    const quick = virtualClient([rejection("60")]);
    await quick.jobs.wait(ref, { timeout: 8_000, interval: { min: 100, max: 200 } }).catch(() => {});
    expect(quick.requests).toHaveLength(1);
  });
});

describe("the timeout", () => {
  test("ends a wait with the job as last seen and a reference to wait again", async () => {
    const { jobs, elapsed, clock } = virtualClient([running]);
    const error: unknown = await jobs.wait(ref, { timeout: 60_000 }).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(WaitTimeoutError);
    expect(error).toMatchObject({
      timeout: 60_000,
      lastJob: { state: "running" },
      ref: { service: "dcs", id: "job-1", projectId: "project-1" },
    });
    expect((error as Error).message).toContain("is still running (status RUNNING) after 60000 ms");
    expect(elapsed()).toBe(60_000);
    expect(clock.sleeping).toBe(0);
  });

  test("is an hour by default", async () => {
    const { jobs, elapsed } = virtualClient([running]);
    await expect(jobs.wait(ref)).rejects.toBeInstanceOf(WaitTimeoutError);
    expect(elapsed()).toBe(3_600_000);
  });

  test("cuts the request in flight", async () => {
    const { jobs, elapsed } = virtualClient([], { fetch: () => new Promise(() => {}) });
    await expect(jobs.wait(ref, { timeout: 5_000 })).rejects.toThrow("was never seen after 5000 ms");
    expect(elapsed()).toBe(5_000);
  });

  test("reports the last error", async () => {
    const { jobs } = virtualClient([errorResponse(503, { error_code: "APIGW.0613", error_msg: "IAM is down" })]);
    await expect(jobs.wait(ref, { timeout: 5_000 })).rejects.toThrow(
      "The last poll failed: 503 APIGW.0613: IAM is down",
    );
  });

  test("is preceded by a last poll", async () => {
    const { jobs, requests, clock } = virtualClient([running]);
    const began = clock.now();
    await jobs.wait(ref, { timeout: 100_000 }).catch(() => {});
    expect(100_000 - ((requests.at(-1)?.at ?? 0) - began)).toBeLessThanOrEqual(3_000);
  });

  test("may be longer than the longest timer, and infinite", async () => {
    const { jobs } = virtualClient([running, done]);
    expect(await jobs.wait(ref, { timeout: 2 ** 40 })).toHaveProperty("state", "succeeded");
    const endless = virtualClient([...Array<FakeResponse>(2_000).fill(running), done]);
    expect(await endless.jobs.wait(ref, { timeout: Number.POSITIVE_INFINITY })).toHaveProperty("state", "succeeded");
    expect(endless.elapsed()).toBeGreaterThan(3_600_000);
  });

  test("does not lose a job that finished in time, however slow its listener", async () => {
    const { jobs, clock } = virtualClient([done]);
    const job = await jobs.wait(ref, { timeout: 5_000, onUpdate: () => clock.sleep(60_000) });
    expect(job.state).toBe("succeeded");
  });
});

describe("a temporary error does not end a wait", () => {
  test("whatever it is: throttling, a server error, a reset, or a 2xx that is not the job", async () => {
    const reset = new TypeError("fetch failed", { cause: new Error("read ECONNRESET") });
    const errors = [errorResponse(429), errorResponse(507), reset, "<html>", { job_id: "job-2", status: "SUCCESS" }];
    const { jobs, requests } = virtualClient([...errors, running, ...errors, done]);
    expect(await jobs.wait(ref)).toHaveProperty("state", "succeeded");
    expect(requests).toHaveLength(12);
  });

  test("nor does a credentials function that fails for a while", async () => {
    let calls = 0;
    const credentials = () => {
      calls += 1;
      return calls < 3 ? Promise.reject(new Error("vault is sealed")) : { token: "t0ken" };
    };
    const { jobs } = virtualClient([done], { credentials });
    expect(await jobs.wait(ref)).toHaveProperty("state", "succeeded");
  });

  test("and never makes polls more frequent than the floor, with one request per poll", async () => {
    const { jobs, requests } = virtualClient([errorResponse(503)], { retry: { maxAttempts: 4 } });
    await jobs.wait(ref, { timeout: 600_000 }).catch(() => {});
    expect(requests.length).toBeLessThanOrEqual(600_000 / 2_000 + 1);
  });
});

// Every status is in http/faults.test.ts.
test.each([403, 501])("a permanent error, %d, ends a wait on that poll", async (status) => {
  const { jobs, requests, clock } = virtualClient([running, errorResponse(status)]);
  await expect(jobs.wait(ref)).rejects.toMatchObject({ status });
  expect(requests).toHaveLength(2);
  expect(clock.sleeping).toBe(0);
});

describe("a job that is not visible yet", () => {
  test("is waited for within the grace period", async () => {
    const { jobs, requests } = virtualClient([errorResponse(404), errorResponse(404), running, done]);
    expect(await jobs.wait(ref, { notFoundGrace: 30_000 })).toHaveProperty("state", "succeeded");
    expect(requests).toHaveLength(4);
  });

  test("is not found when the grace period has ended", async () => {
    const { jobs, elapsed } = virtualClient([errorResponse(404)]);
    await expect(jobs.wait(ref, { notFoundGrace: 30_000 })).rejects.toHaveProperty("name", "NotFoundError");
    expect(elapsed()).toBeGreaterThanOrEqual(30_000);
    expect(elapsed()).toBeLessThan(60_000);
  });

  test("is not what a 404 from IAM says", async () => {
    const credentials = passwordCredentials({
      ...{ username: "ada", password: "s3cret-passw0rd", domainName: "D", iamEndpoint: "https://iam.test" },
      fetch: async () => errorResponse(404, { error: { code: 404, message: "Could not find project: x" } }),
    });
    const { jobs, requests, elapsed } = virtualClient([done], { credentials });
    const end = await jobs.wait(ref, { notFoundGrace: 30_000 }).catch((error: unknown) => error);
    expect(end).toMatchObject({ name: "NotFoundError", service: "iam" });
    expect([elapsed(), requests]).toEqual([0, []]);
  });

  test("has no grace period once it was seen", async () => {
    const { jobs, requests } = virtualClient([running, errorResponse(404)]);
    await expect(jobs.wait(ref, { notFoundGrace: 3_600_000 })).rejects.toHaveProperty("name", "NotFoundError");
    expect(requests).toHaveLength(2);
  });
});

describe("an undocumented status", () => {
  test("is unknown, and the wait goes on by default", async () => {
    const updates: string[] = [];
    const { jobs } = virtualClient([{ status: "PAUSED" }, done]);
    await jobs.wait(ref, { onUpdate: (job) => updates.push(`${job.state} ${job.status}`) });
    expect(updates).toEqual(["unknown PAUSED", "succeeded SUCCESS"]);
  });

  test('ends the wait with onUnknownStatus "fail"', async () => {
    const { jobs } = virtualClient([running, { status: "PAUSED" }]);
    const wait = jobs.wait(ref, { onUnknownStatus: "fail" });
    await expect(wait).rejects.toMatchObject({
      name: "InvalidResponseError",
      job: { status: "PAUSED" },
      service: "dcs",
    });
    await expect(wait).rejects.toThrow('"PAUSED"');
  });
});

// Clocks that jump, stand still or show no time are in many.test.ts.
describe("an abort", () => {
  test("is not delayed by a clock whose sleeps never end", async () => {
    const controller = new AbortController();
    const clock = { now: () => Date.now(), sleep: () => new Promise<void>(() => {}) };
    const { jobs } = fakeClient([running], { clock });
    setTimeout(() => controller.abort("enough"), 20);
    await expect(jobs.wait(ref, { signal: controller.signal })).rejects.toBe("enough");
  });

  test("ends the wait with the signal's reason, whatever it is doing", async () => {
    const controller = new AbortController();
    const { jobs, clock } = virtualClient([running]);
    const wait = jobs.wait(ref, { signal: controller.signal, onUpdate: () => controller.abort("enough") });
    await expect(wait).rejects.toBe("enough");
    expect(clock.sleeping).toBe(0);

    const hanging = virtualClient([], { fetch: () => new Promise(() => setImmediate(() => second.abort(null))) });
    const second = new AbortController();
    await expect(hanging.jobs.wait(ref, { signal: second.signal })).rejects.toBe(null);
    expect(hanging.clock.sleeping).toBe(0);
  });

  test("of a signal that many waits share causes no warning of a leak", async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on("warning", onWarning);
    const { signal } = new AbortController();
    const { jobs } = virtualClient([...Array<FakeResponse>(200).fill(running), done]);
    const refs = Array.from({ length: 50 }, (_, index) => ({ service: "dcs", id: `job-${index}` }) as const);
    await jobs.waitAll(refs, { signal });
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", onWarning);
    expect(warnings).toEqual([]);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  test("before the wait sends nothing", async () => {
    const { jobs, requests } = virtualClient([running]);
    await expect(jobs.wait(ref, { signal: AbortSignal.abort("never") })).rejects.toBe("never");
    expect(requests).toHaveLength(0);
  });

  test("leaves no listener on the signal, and neither does any other end", async () => {
    const { signal } = new AbortController();
    const { jobs } = virtualClient([running, done, done, failed, errorResponse(403)]);
    await jobs.wait(ref, { signal });
    await jobs.get(ref, { signal });
    await jobs.wait(ref, { signal }).catch(() => {});
    await jobs.wait(ref, { signal }).catch(() => {});
    for await (const _job of virtualClient([running]).jobs.watch(ref, { signal })) {
      break;
    }
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });
});
