import { ConfigurationError, createJobsClient, type JobsClientOptions, jobRefFromResponse } from "huaweicloud-jobs";
import { describe, expect, test } from "vitest";
import { fakeClient } from "./helpers/fake-client.ts";
import { sample } from "./helpers/samples.ts";

const good = { cloud: "otc", region: "eu-de", projectId: "p", credentials: { token: "t0ken" } } as const;

/** Creates a client from any value, as JavaScript can. */
const create = (options: object) => createJobsClient(options as JobsClientOptions);

describe("a wrong option of createJobsClient is named", () => {
  test.each<[object, string]>([
    [{ credentials: undefined }, '"credentials"'],
    [{ credentials: { token: "" } }, '"credentials"'],
    [{ credentials: { token: 5 } }, '"credentials"'],
    [{ credentials: "t0ken" }, '"credentials"'],
    [{ cloud: undefined, region: undefined }, '"cloud" and "region", or "endpoints"'],
    [{ cloud: "aws" }, '"cloud" must be one of "huaweicloud", "otc"; got "aws"'],
    [{ region: undefined }, '"region"'],
    [{ cloud: undefined }, '"cloud"'],
    [{ region: "eu-de.evil.com/" }, '"region"'],
    [{ projectId: "../x" }, '"projectId"'],
    [{ projectId: "" }, '"projectId"'],
    [{ requestTimeout: "30" }, '"requestTimeout" must be a number of milliseconds, 0 or more; got "30"'],
    [{ requestTimeout: Number.NaN }, '"requestTimeout"'],
    [{ requestTimeout: -1 }, '"requestTimeout"'],
    [{ retry: 3 }, '"retry"'],
    [{ retry: { maxAttempts: 0 } }, '"retry.maxAttempts" must be a whole number, 1 or more; got 0'],
    [{ retry: { maxAttempts: 2.5 } }, '"retry.maxAttempts"'],
    [{ retry: { maxAttempts: Number.POSITIVE_INFINITY } }, '"retry.maxAttempts"'],
    [{ retry: { maxDelay: Number.POSITIVE_INFINITY } }, '"retry.maxDelay"'],
    [{ retry: { baseDelay: Number.NaN } }, '"retry.baseDelay"'],
    [{ retry: { maxDelay: "8s" } }, '"retry.maxDelay"'],
    [{ rateLimit: 5 }, '"rateLimit"'],
    [{ rateLimit: {} }, '"rateLimit.requestsPerSecond" must be a number above 0'],
    [{ rateLimit: { requestsPerSecond: 0 } }, '"rateLimit.requestsPerSecond"'],
    [{ rateLimit: { requestsPerSecond: 1, concurrency: 0.5 } }, '"rateLimit.concurrency"'],
    [{ onEvent: "log" }, '"onEvent"'],
    [{ fetch: "fetch" }, '"fetch"'],
    [{ clock: { now: Date.now } }, '"clock"'],
    [{ allowInsecureHttp: "yes" }, '"allowInsecureHttp"'],
    [{ endpoints: { ecs: "https://ecs.test" } }, '"ecs"; the services are sfs-turbo, workspace, dcs'],
    [{ endpoints: { dcs: "dcs.test" } }, '"endpoints.dcs" must be an absolute https: URL; got "dcs.test"'],
    [{ endpoints: { dcs: "file:///etc/passwd" } }, '"endpoints.dcs"'],
    [{ endpoints: { dcs: "https://user:pw@dcs.test" } }, '"endpoints.dcs"'],
    ...["dcs.test", "localhost.evil.test", "127.0.0.1.evil.test", "evil-localhost", "128.0.0.1", "[::2]"].map(
      (host): [object, string] => [{ endpoints: { dcs: `http://${host}` } }, "plain http:"],
    ),
    [{ endpoints: { dcs: "http://dcs.test" } }, '"allowInsecureHttp"'],
  ])("%o", (wrong, message) => {
    const attempt = () => create({ ...good, ...wrong });
    expect(attempt).toThrow(ConfigurationError);
    expect(attempt).toThrow(message);
  });

  test("if there are none at all", () => {
    expect(() => create(undefined as never)).toThrow('"credentials"');
  });

  test("without showing the password of an endpoint", () => {
    for (const dcs of ["https://admin:hunter2@dcs.test", "ftp://admin:hunter2@dcs.test", "admin:hunter2@dcs.test"]) {
      const attempt = () => create({ ...good, endpoints: { dcs } });
      expect(attempt).toThrow(ConfigurationError);
      expect(attempt).not.toThrow("hunter2");
    }
  });

  test("without showing a credential", () => {
    const secret = "line one\nline two";
    const attempt = () => create({ ...good, credentials: { token: secret } });
    expect(attempt).toThrow(ConfigurationError);
    expect(attempt).not.toThrow("line");
  });
});

test("an option given as undefined counts as absent", async () => {
  const { jobs } = fakeClient([{ status: "SUCCESS" }], {
    cloud: undefined,
    region: undefined,
    requestTimeout: undefined,
    retry: { maxAttempts: undefined },
    allowInsecureHttp: undefined,
    clock: undefined,
  });
  const ref = { service: "dcs", id: "j", projectId: undefined } as const;
  expect(await jobs.get(ref, { signal: undefined, requestTimeout: undefined })).toHaveProperty("state", "succeeded");
  const options = { timeout: undefined, signal: undefined, interval: { min: undefined }, typicalDuration: undefined };
  expect(await jobs.wait(ref, options)).toHaveProperty("state", "succeeded");
});

describe("cloud and region give the endpoint", () => {
  test.each([
    ["huaweicloud", "cn-north-4", "sfs-turbo", "https://sfs-turbo.cn-north-4.myhuaweicloud.com"],
    ["huaweicloud", "eu-west-101", "sfs-turbo", "https://sfs-turbo.eu-west-101.myhuaweicloud.eu"],
    ["huaweicloud", "eu-west-101", "dcs", "https://dcs.eu-west-101.myhuaweicloud.com"],
    ["huaweicloud", "ap-southeast-3", "workspace", "https://workspace.ap-southeast-3.myhuaweicloud.com"],
    ["otc", "eu-de", "sfs-turbo", "https://sfs-turbo.eu-de.otc.t-systems.com"],
    ["otc", "eu-nl", "dcs", "https://dcs.eu-nl.otc.t-systems.com"],
    ["otc", "eu-ch2", "dcs", "https://dcs.eu-ch2.sc.otc.t-systems.com"],
  ] as const)("%s %s %s: %s", async (cloud, region, service, origin) => {
    const { jobs, requests } = fakeClient([{ status: "SUCCESS" }], { cloud, region, endpoints: {} });
    await jobs.get({ service, id: "j" }).catch(() => {});
    expect(new URL(requests[0]?.url ?? "").origin).toBe(origin);
  });

  test("a given endpoint takes precedence, and its path comes before the API's", async () => {
    const endpoints = { dcs: "https://proxy.test/cloud/" };
    const { jobs, requests } = fakeClient([{ status: "SUCCESS" }], { cloud: "otc", region: "eu-de", endpoints });
    await jobs.get({ service: "dcs", id: "j" });
    expect(requests[0]?.url).toBe("https://proxy.test/cloud/v2/project-1/jobs/j");
  });

  test("a service without an endpoint is an error that says what to do, when it is used, not when its client is read", async () => {
    const jobs = create(good);
    const message = 'No endpoint for "workspace": otc does not offer it. Give its base URL as endpoints["workspace"].';
    await expect(jobs.get({ service: "workspace", id: "j" })).rejects.toThrow(message);
    const { workspace } = jobs.clients;
    const call = workspace.GET("/v2/{project_id}/workspace-jobs/{job_id}", {
      params: { path: { project_id: "p", job_id: "j" } },
    });
    await expect(call).rejects.toThrow(message);
    await expect(call).rejects.toBeInstanceOf(ConfigurationError);
  });
});

describe("a wrong reference is named before anything is sent", () => {
  test.each([
    ["no reference", undefined, '"ref" must be a job reference'],
    ["a text", "dcs/j", '"ref" must be a job reference'],
    [
      "an unknown service",
      { service: "ecs", id: "j" },
      '"service" must be one of "sfs-turbo", "workspace", "dcs"; got "ecs"',
    ],
    ["no service", { id: "j" }, '"service"'],
    ["an inherited name", { service: "constructor", id: "j" }, '"service"'],
    ["no ID", { service: "dcs" }, '"id"'],
    ["an empty ID", { service: "dcs", id: "" }, '"id" must be 1 to 255 characters'],
    ["a dot", { service: "dcs", id: "." }, '"id"'],
    ["two dots", { service: "dcs", id: ".." }, '"id"'],
    ["a path", { service: "dcs", id: "a/../b" }, '"id"'],
    ["an encoded path", { service: "dcs", id: "a%2Fb" }, '"id"'],
    ["a query", { service: "dcs", id: "a?b" }, '"id"'],
    ["a line end", { service: "dcs", id: "a\n" }, '"id"'],
    ["a long ID", { service: "dcs", id: "a".repeat(256) }, '"id"'],
    ["a number", { service: "dcs", id: 5 }, '"id"'],
    ["an odd project", { service: "dcs", id: "j", projectId: "a b" }, '"projectId"'],
    ["a null project", { service: "dcs", id: "j", projectId: null }, '"projectId"'],
  ])("%s", async (_what, ref, message) => {
    const { jobs, requests } = fakeClient([{ status: "SUCCESS" }]);
    await expect(jobs.get(ref as never)).rejects.toThrow(message);
    await expect(jobs.wait(ref as never)).rejects.toBeInstanceOf(ConfigurationError);
    expect(() => jobs.watch(ref as never)).toThrow(ConfigurationError);
    const [outcome] = await jobs.waitAll([ref as never]);
    expect(outcome).toMatchObject({ ref, error: { name: "ConfigurationError" } });
    expect(requests).toHaveLength(0);
  });

  test("no project", async () => {
    const { jobs } = fakeClient([{ status: "SUCCESS" }], { projectId: undefined });
    await expect(jobs.get({ service: "dcs", id: "j" })).rejects.toThrow('give "projectId"');
    expect(await jobs.get({ service: "dcs", id: "j", projectId: "p" })).toHaveProperty("projectId", "p");
  });

  test("IDs of 255 unreserved characters are valid", async () => {
    const { jobs } = fakeClient([{ status: "SUCCESS" }]);
    const id = "Az09-_.~".padEnd(255, "x");
    expect(await jobs.get({ service: "dcs", id })).toHaveProperty("id", id);
  });
});

describe("a wrong option of a wait is named", () => {
  test.each([
    [{ timeout: Number.NaN }, '"timeout"'],
    [{ timeout: -1 }, '"timeout"'],
    [{ timeout: "10m" }, '"timeout" must be a number of milliseconds, 0 or more; got "10m"'],
    [{ timeout: null }, '"timeout"'],
    [{ signal: "stop" }, '"signal"'],
    [{ signal: { aborted: false, addEventListener() {} } }, '"signal"'],
    [{ interval: 5 }, '"interval"'],
    [{ interval: { min: 0 } }, '"interval.min"'],
    [{ interval: { min: 10, max: 5 } }, '"interval.max" must be at least "interval.min" (10)'],
    [{ interval: { max: Number.POSITIVE_INFINITY } }, '"interval.max"'],
    [{ typicalDuration: "5m" }, '"typicalDuration" must be a number of milliseconds, 0 or more; got "5m"'],
    [{ typicalDuration: Number.NaN }, '"typicalDuration"'],
    [{ typicalDuration: -1 }, '"typicalDuration"'],
    [{ typicalDuration: Number.POSITIVE_INFINITY }, '"typicalDuration" must be a finite number of milliseconds'],
    [{ typicalDuration: null }, '"typicalDuration"'],
    [{ notFoundGrace: "1" }, '"notFoundGrace"'],
    [{ onUnknownStatus: "explode" }, '"onUnknownStatus" must be one of "wait", "fail"'],
    [{ onUpdate: 5 }, '"onUpdate"'],
    ["soon", '"options"'],
  ])("%j", async (options, message) => {
    const { jobs, requests } = fakeClient([{ status: "SUCCESS" }]);
    const ref = { service: "dcs", id: "j" } as const;
    await expect(jobs.wait(ref, options as never)).rejects.toThrow(message);
    await expect(jobs.waitAll([ref], options as never)).rejects.toBeInstanceOf(ConfigurationError);
    expect(() => jobs.watch(ref, options as never)).toThrow(ConfigurationError);
    expect(requests).toHaveLength(0);
  });

  test("references that are not an array", async () => {
    const { jobs } = fakeClient([{ status: "SUCCESS" }]);
    await expect(jobs.waitAll({ service: "dcs", id: "j" } as never)).rejects.toThrow('"refs" must be an array');
  });
});

describe("jobRefFromResponse finds the ID", () => {
  test.each([
    ["job_id", sample("dcs-8"), "8abfa7aa88ad5aa50188aef7ec0936d1"],
    ["jobId", sample("sfs-turbo-2"), "72362dxxxxa04d419dbd5e6d9fe5xxxx"],
    ["job_Id", { job_Id: "a" }, "a"],
    ["job_id before the others", { job_Id: "c", jobId: "b", job_id: "a" }, "a"],
    ["the first that has a value", { job_id: "", jobId: null, job_Id: "c" }, "c"],
  ])("in %s", (_where, body, id) => {
    expect(jobRefFromResponse("sfs-turbo", body)).toEqual({ service: "sfs-turbo", id });
  });

  test.each([
    ["nothing", undefined],
    ["a text", "job_id"],
    ["an array", ["job_id"]],
    ["a share", { id: "share-1", status: "100" }],
    ["an inherited ID", Object.create({ job_id: "inherited" })],
    ["an invalid ID", { job_id: "../x" }],
    ["an ID that is a number", { job_id: 5 }],
  ])("not in %s", (_where, body) => {
    expect(() => jobRefFromResponse("dcs", body)).toThrow(ConfigurationError);
  });

  test("not for an unknown service", () => {
    expect(() => jobRefFromResponse("ecs" as never, { job_id: "a" })).toThrow('"service" must be one of');
  });
});
