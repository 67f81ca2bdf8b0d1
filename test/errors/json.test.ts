import {
  createJobsClient,
  JobFailedError,
  type JobsClientOptions,
  JobsError,
  WaitTimeoutError,
} from "huaweicloud-jobs";
import { describe, expect, test } from "vitest";
import { errorResponse, type FakeResponse, fakeClient, placedAt, token } from "../helpers/fake-client.ts";
import { createFastClock } from "../helpers/fast-clock.ts";
import { unusedPort } from "../helpers/server.ts";

const ref = { service: "dcs", id: "j" } as const;

/** An error as a log has it. */
const written = (error: unknown): Record<string, unknown> => JSON.parse(JSON.stringify(error));

async function rejection(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => Promise.reject(new Error("resolved")),
    (error: unknown) => error,
  );
}

async function errorOf(responses: FakeResponse[], options?: Partial<JobsClientOptions>): Promise<unknown> {
  return rejection(fakeClient(responses, options).jobs.get(ref));
}

describe("an error as JSON keeps what it says", () => {
  test("of a service", async () => {
    const body = { error_code: "DCS.4004", error_msg: "no such job" };
    const error = await errorOf([errorResponse(404, body, { "X-Request-Id": "req-1", "Retry-After": "7" })]);
    expect(written(error)).toEqual({
      name: "NotFoundError",
      message: (error as Error).message,
      status: 404,
      code: "DCS.4004",
      requestId: "req-1",
      retryAfter: 7_000,
      service: "dcs",
      method: "GET",
      url: "https://dcs.test/v2/project-1/jobs/j",
      attempts: 1,
    });
    expect(written(error)["message"]).toContain("no such job");
  });

  test("of the network, with the system's code and the cause", async () => {
    const port = await unusedPort();
    const jobs = createJobsClient({
      ...placedAt(`http://127.0.0.1:${port}`),
      retry: { maxAttempts: 1 },
    });
    expect(written(await rejection(jobs.get(ref)))).toMatchObject({
      name: "NetworkError",
      message: expect.stringContaining(`connect ECONNREFUSED 127.0.0.1:${port}`),
      code: "ECONNREFUSED",
      attempts: 1,
      cause: { name: "Error", message: `connect ECONNREFUSED 127.0.0.1:${port}`, code: "ECONNREFUSED" },
    });
  });

  test("of a response that is not a job", async () => {
    expect(written(await errorOf(["<html>"]))).toMatchObject({
      name: "InvalidResponseError",
      message: expect.stringContaining("not JSON"),
      service: "dcs",
    });
  });

  test("of a job that failed, with the job", async () => {
    const { jobs } = fakeClient([{ job_id: "j", status: "FAIL", fail_reason: "no space" }]);
    const error = await rejection(jobs.wait(ref));
    expect(error).toBeInstanceOf(JobFailedError);
    expect(written(error)).toMatchObject({
      name: "JobFailedError",
      message: (error as Error).message,
      job: { id: "j", state: "failed" },
    });
  });

  test("of a wait whose time is up, with the last job and the last error, and inside another object", async () => {
    const responses = [{ job_id: "j", status: "RUNNING" }, errorResponse(503, { error_code: "A" })];
    const { jobs } = fakeClient(responses, { clock: createFastClock() });
    const error = await rejection(jobs.wait(ref, { timeout: 60_000 }));
    expect(error).toBeInstanceOf(WaitTimeoutError);
    const { log } = written({ log: { error } } as object) as { log: { error: object } };
    expect(log.error).toMatchObject({
      name: "WaitTimeoutError",
      message: (error as Error).message,
      lastJob: { state: "running" },
      lastError: { name: "ServerError", status: 503, code: "A" },
      ref,
      timeout: 60_000,
    });
  });

  test("of an option, and of a class that a user derives", () => {
    class OwnError extends JobsError {
      readonly extra = 1;
    }
    expect(written(new OwnError("m", { cause: new OwnError("inner") }))).toEqual({
      name: "JobsError",
      message: "m",
      extra: 1,
      cause: { name: "JobsError", message: "inner", extra: 1 },
    });
  });
});

test("the cause of a failed credentials function is named, and what it holds is left out", async () => {
  const secret = "a-secret-that-nobody-may-see";
  const thrown = Object.assign(new TypeError(`bad ${secret}`), { config: { secret }, code: "EVAULT" });
  const error = await errorOf([], { credentials: () => Promise.reject(thrown) });
  expect(written(error)).toEqual({
    name: "JobsError",
    message: "The credentials function failed; its error is the cause.",
    cause: { name: "TypeError" },
  });
  const text = await errorOf([], { credentials: () => Promise.reject(secret) });
  expect(JSON.stringify(text)).not.toContain(secret);
});

test("a credential in what a server or the system says is redacted", async () => {
  const said = await errorOf([errorResponse(400, { error_code: token, error_msg: `${token} is bad` })]);
  const broken = await errorOf([Object.assign(new Error(`bad ${token}`), { code: "EBAD", secret: token })]);
  expect(JSON.stringify([said, broken])).not.toContain(token);
  expect(written(broken)).toMatchObject({ cause: { message: "bad [redacted] (EBAD)", code: "EBAD" } });
});
