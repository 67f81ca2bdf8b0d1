import { type AgencyOptions, agencyCredentials, createJobsClient, passwordCredentials } from "huaweicloud-jobs";
import { describe, expect, test, vi } from "vitest";
import { placedAt } from "../helpers/fake-client.ts";
import { json, reset, serve } from "../helpers/server.ts";

const agency = { domainName: "CUSTOMER", agencyName: "operations" };
const delegated = "the-delegated-token";
const issued = json({ token: { expires_at: "2099-01-01T00:00:00.000000Z" } }, 201, { "X-Subject-Token": delegated });
const retry = { baseDelay: 1, maxDelay: 1 };

/** The request to IAM for these options. */
async function requestFor(options: Partial<AgencyOptions>) {
  const sent: { url: string; headers: Headers; body: unknown }[] = [];
  const credentials = agencyCredentials({
    credentials: { token: "own-token" },
    ...(options.domainId === undefined ? agency : { agencyName: agency.agencyName }),
    ...options,
    fetch: async (url, init) => {
      sent.push({ url, headers: new Headers(init.headers), body: JSON.parse(String(init.body)) });
      return new Response("{}", { status: 201, headers: { "X-Subject-Token": delegated } });
    },
  });
  expect(await credentials()).toMatchObject({ token: delegated });
  return sent[0];
}

describe("the agency is assumed", () => {
  const byName = { domain_name: "CUSTOMER", agency_name: "operations" };
  const byId = { domain_id: "d1", agency_name: "operations" };
  const onOtc = { domain_name: "CUSTOMER", xrole_name: "operations" };
  const domain = { name: "CUSTOMER" };
  const iamEndpoint = "https://iam.test";

  test.each<[string, Partial<AgencyOptions>, object, object]>([
    ["for a project by name", { iamEndpoint, projectName: "x" }, byName, { project: { name: "x", domain } }],
    ["for a project by ID", { iamEndpoint, projectId: "p1" }, byName, { project: { id: "p1" } }],
    ["for the whole account", { iamEndpoint }, byName, { domain }],
    ["of an account by ID", { iamEndpoint, domainId: "d1" }, byId, { domain: { id: "d1" } }],
    ["on Open Telekom Cloud", { cloud: "otc", region: "eu-nl", projectId: "p1" }, onOtc, { project: { id: "p1" } }],
  ])("%s", async (_, options, role, scope) => {
    const request = await requestFor(options);
    expect(request?.body).toEqual({ auth: { identity: { methods: ["assume_role"], assume_role: role }, scope } });
    expect(request?.headers.get("X-Auth-Token")).toBe("own-token");
  });

  test("at the IAM of cloud and region", async () => {
    const request = await requestFor({ cloud: "huaweicloud", region: "eu-west-101" });
    expect(request?.url).toBe("https://iam.eu-west-101.myhuaweicloud.eu/v3/auth/tokens");
  });

  test("with a signature, if the own credentials are an access key", async () => {
    const credentials = { accessKeyId: "own-key", secretAccessKey: "own-secret" };
    const request = await requestFor({ iamEndpoint, credentials });
    expect(request?.headers.get("Authorization")).toContain("Access=own-key");
    expect(request?.headers.get("X-Auth-Token")).toBeNull();
  });
});

test("the services get the delegated token alone, and many jobs share one", async () => {
  const iam = await serve(issued);
  const dcs = await serve(json({ status: "SUCCESS" }));
  const own = vi.fn(() => ({ token: "own-token" }));
  const credentials = agencyCredentials({ credentials: own, iamEndpoint: iam.url, ...agency, projectId: "p" });
  const jobs = createJobsClient({ ...placedAt(dcs.url), credentials });
  await Promise.all(["a", "b", "c"].map((id) => jobs.get({ service: "dcs", id })));
  expect(iam.requests.map(({ headers }) => headers["x-auth-token"])).toEqual(["own-token"]);
  expect(new Set(dcs.requests.map(({ headers }) => headers["x-auth-token"]))).toEqual(new Set([delegated]));
  expect(own).toHaveBeenCalledTimes(1);
});

test("an own token that has ended is replaced once", async () => {
  const iam = await serve(json({}, 401), issued);
  const own = vi.fn(({ rejected }: { rejected?: unknown } = {}) => ({ token: rejected ? "second-own" : "first-own" }));
  const credentials = agencyCredentials({ credentials: own, iamEndpoint: iam.url, ...agency });
  expect(await credentials()).toMatchObject({ token: delegated });
  expect(iam.requests.map(({ headers }) => headers["x-auth-token"])).toEqual(["first-own", "second-own"]);
});

test.each([
  ["503", json({}, 503)],
  ["429", json({}, 429)],
  ["a reset", reset],
])("%s from IAM is retried, as from the service", async (_, fault) => {
  const iam = await serve(fault, fault, issued);
  const dcs = await serve(json({ status: "SUCCESS" }));
  const credentials = agencyCredentials({ credentials: { token: "own" }, iamEndpoint: iam.url, ...agency });
  const jobs = createJobsClient({ ...placedAt(dcs.url), credentials, retry });
  expect(await jobs.get({ service: "dcs", id: "j" })).toHaveProperty("state", "succeeded");
  expect(iam.requests).toHaveLength(3);
});

test.each([
  [401, "AuthenticationError"],
  [403, "PermissionError"],
])("a refusal (%s) is IAM's, and shows no secret", async (status, name) => {
  const echo = { error: { code: status, message: "no: own-long-token" } };
  const iam = await serve(json(echo, status));
  const credentials = agencyCredentials({ credentials: { token: "own-long-token" }, iamEndpoint: iam.url, ...agency });
  const jobs = createJobsClient({ ...placedAt(), credentials, retry });
  const error: unknown = await jobs.get({ service: "dcs", id: "j" }).catch((error: unknown) => error);
  expect(error).toMatchObject({ name, status, service: "iam" });
  expect(String((error as Error).stack)).not.toContain("own-long-token");
  expect(iam.requests).toHaveLength(1);
});

const credentials = { token: "secret-t" };

test.each([
  ["no options", undefined, '"domainName"'],
  ["agencyName", { credentials, iamEndpoint: "https://iam.test", domainName: "d" }, '"agencyName"'],
  ["credentials", { iamEndpoint: "https://iam.test", ...agency }, '"credentials"'],
  ["no endpoint", { credentials, ...agency }, '"cloud" and "region", or "iamEndpoint"'],
  ["iamEndpoint", { credentials, ...agency, iamEndpoint: "http://iam.test" }, '"iamEndpoint"'],
])("a wrong option is named: %s", (_what, options, message) => {
  const attempt = () => agencyCredentials(options as AgencyOptions);
  expect(attempt).toThrow(message);
  expect(attempt).not.toThrow("secret-t");
});

test("passwordCredentials logs in to the own account first", async () => {
  const own = json({ token: { expires_at: "2099-01-01T00:00:00Z" } }, 201, { "X-Subject-Token": "own-issued" });
  const iam = await serve(own, issued);
  const iamEndpoint = iam.url;
  const user = { username: "u", password: "pass-word", domainName: "OWN", projectName: "eu-de" };
  const credentials = agencyCredentials({
    credentials: passwordCredentials({ iamEndpoint, ...user }),
    iamEndpoint,
    ...agency,
    projectName: "eu-de_customer",
  });
  expect(await credentials()).toMatchObject({ token: delegated });
  expect(iam.requests.map(({ headers }) => headers["x-auth-token"])).toEqual([undefined, "own-issued"]);
});
