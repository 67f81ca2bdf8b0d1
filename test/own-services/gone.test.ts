import { defineService, type JobsClientOptions, passwordCredentials, type ServiceDefinition } from "huaweicloud-jobs";
import { describe, expect, test } from "vitest";
import { type FakeResponse as Answer, errorResponse, fakeClient } from "../helpers/fake-client.ts";
import { createVirtualClock } from "../helpers/virtual-clock.ts";

const row = {
  path: "/v1/{project_id}/shares/{share_id}",
  fields: { id: "id", status: "status", code: "code" },
  states: { DELETING: "running", ERROR: "failed", OK: "succeeded" },
  gone: "succeeded",
} as const;
const missing = errorResponse(404, { errCode: "SFS.TURBO.0103", errMsg: "no such share" });
const seen = { id: "s", status: "DELETING" };

function clientOf(definition: ServiceDefinition, answers: readonly Answer[], more: object = {}) {
  const clock = createVirtualClock();
  const { jobs, requests } = fakeClient(answers, {
    endpoints: { shares: "https://shares.test" },
    services: { shares: defineService(definition) },
    clock,
    ...more,
  } as Partial<JobsClientOptions>);
  const wait = (options = {}) => jobs.wait({ service: "shares", id: "s" } as never, options);
  return { jobs, wait, requests, clock };
}

describe("a job that is gone after it was seen", () => {
  test("has the state of the row, the HTTP status, and otherwise what was seen last", async () => {
    const { wait } = clientOf(row, [seen, missing]);
    expect(await wait()).toMatchObject({ id: "s", state: "succeeded", status: "404", raw: seen });
  });

  test("has failed where the row says so", async () => {
    const { wait } = clientOf({ ...row, gone: "failed" }, [seen, missing]);
    await expect(wait()).rejects.toMatchObject({ name: "JobFailedError", job: { state: "failed", status: "404" } });
  });

  test("is an error for a row that says nothing", async () => {
    const { gone, ...silent } = row;
    await expect(clientOf(silent, [seen, missing]).wait()).rejects.toMatchObject({ name: "NotFoundError" });
  });

  test("ends with its own word if it has one", async () => {
    const { wait } = clientOf(row, [seen, { id: "s", status: "ERROR", code: "C" }]);
    await expect(wait()).rejects.toMatchObject({ job: { state: "failed", status: "ERROR", error: { code: "C" } } });
  });
});

test("a job that was never seen is not found", async () => {
  await expect(clientOf(row, [missing]).wait()).rejects.toMatchObject({ name: "NotFoundError" });
});

test("get does not know what was seen before", async () => {
  const { jobs } = clientOf(row, [seen, missing]);
  const ref = { service: "shares", id: "s" } as never;
  expect(await jobs.get(ref)).toMatchObject({ state: "running" });
  await expect(jobs.get(ref)).rejects.toMatchObject({ name: "NotFoundError" });
});

test.each([
  ["the gateway's", errorResponse(404, { error_code: "APIGW.0101", error_msg: "The API does not exist." })],
  ["a dedicated gateway's", errorResponse(404, { error_code: "APIG.0101", error_msg: "The API does not exist." })],
  ["a page of a load balancer", errorResponse(404, "<html><body>404 Not Found</body></html>")],
  ["a 404 without a body", errorResponse(404)],
])("%s does not mean that the job is gone", async (_whose, response) => {
  await expect(clientOf(row, [seen, response]).wait()).rejects.toMatchObject({ name: "NotFoundError", status: 404 });
});

test("a 404 from IAM does not mean that the job is gone", async () => {
  const clock = createVirtualClock();
  const noProject = errorResponse(404, { error_code: "IAM.0004", error_msg: "Could not find project." });
  const logins = [async () => ({ token: "first", expiresAt: new Date(clock.now() + 1) }), iamWith(noProject)];
  const credentials = () => (logins.length > 1 ? logins.shift() : logins[0])?.();
  const { wait } = clientOf(row, [seen], { credentials, clock });
  await expect(wait()).rejects.toMatchObject({
    name: "NotFoundError",
    service: "iam",
  });
});

/** A login to an IAM that responds with this. */
function iamWith(response: Response) {
  return passwordCredentials({
    ...{ username: "ada", password: "s3cret-passw0rd", domainName: "D", iamEndpoint: "https://iam.test" },
    fetch: async () => response.clone(),
  });
}

test("failures between the last sight and the 404 change nothing", async () => {
  const { wait } = clientOf(row, [
    seen,
    errorResponse(503),
    new TypeError("fetch failed"),
    errorResponse(429),
    missing,
  ]);
  expect(await wait()).toMatchObject({ state: "succeeded", status: "404" });
});

test("a caller that joins after the job is gone has not seen it", async () => {
  const { jobs, clock } = clientOf(row, [seen, missing]);
  const ref = { service: "shares", id: "s" } as never;
  const first = jobs.wait(ref);
  await clock.sleep(1_000);
  const second = jobs.wait(ref, { notFoundGrace: 60_000, timeout: 60_000 }).catch((error: unknown) => error);
  expect(await first).toMatchObject({ state: "succeeded" });
  expect(await second).toMatchObject({ name: "WaitTimeoutError" });
});

describe('codes that mean "not there"', () => {
  const known = { ...row, errors: { notFound: ["SHARE.404", "7"] } };
  const notThere = (status: number) => errorResponse(status, { error_code: "SHARE.404", error_msg: "no share" });

  test.each([400, 403, 409, 500, 503])("count on a %i", async (status) => {
    const answer = notThere(status);
    const { wait, requests } = clientOf(known, [answer]);
    await expect(wait()).rejects.toMatchObject({ name: "NotFoundError", status, code: "SHARE.404" });
    expect(requests).toHaveLength(1);
    expect(await clientOf(known, [seen, answer]).wait()).toMatchObject({ state: "succeeded", status: String(status) });
  });

  test("count on a 200 whose body is not a job, and as a number", async () => {
    const answer = { error: { code: 7, message: "no share" } };
    await expect(clientOf(known, [answer]).wait()).rejects.toMatchObject({ name: "NotFoundError", status: 200 });
    expect(await clientOf(known, [seen, answer]).wait()).toMatchObject({ state: "succeeded", status: "200" });
  });

  test("do not count in a body that is a job", async () => {
    const { wait } = clientOf(known, [
      { ...seen, error_code: "SHARE.404" },
      { id: "s", status: "OK" },
    ]);
    expect(await wait()).toMatchObject({ status: "OK" });
  });

  test("end get at its first attempt", async () => {
    const { jobs, requests } = clientOf(known, [notThere(503)], { retry: undefined });
    const get = jobs.get({ service: "shares", id: "s" } as never);
    await expect(get).rejects.toMatchObject({ name: "NotFoundError" });
    expect(requests).toHaveLength(1);
  });

  test("say so in the message, with project and host", async () => {
    const { wait } = clientOf(known, [notThere(400)]);
    await expect(wait()).rejects.toThrow("project project-1, host shares.test");
  });

  test("are waited out within notFoundGrace", async () => {
    const answer = notThere(400);
    const { wait } = clientOf(known, [answer, answer, { id: "s", status: "OK" }]);
    expect(await wait({ notFoundGrace: 60_000 })).toMatchObject({ state: "succeeded" });
    await expect(clientOf(known, [answer]).wait({ notFoundGrace: 60_000 })).rejects.toMatchObject({
      name: "NotFoundError",
    });
  });
});
