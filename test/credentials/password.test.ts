import { createJobsClient, type PasswordOptions, passwordCredentials } from "huaweicloud-jobs";
import { describe, expect, test } from "vitest";
import { placedAt } from "../helpers/fake-client.ts";
import { sample } from "../helpers/samples.ts";
import { json, serve } from "../helpers/server.ts";

const user = { username: "ada", password: "s3cret-passw0rd", domainName: "OTC-EU-DE-0001" };
const token = "MIIF-the-token";
const issued = json({ token: { expires_at: "2099-01-01T00:00:00.000000Z" } }, 201, { "X-Subject-Token": token });

/** The request to IAM for these options. */
async function loginOf(options: Partial<PasswordOptions>) {
  const sent: { url: string; body: unknown }[] = [];
  const credentials = passwordCredentials({
    ...user,
    ...options,
    fetch: async (url, init) => {
      sent.push({ url, body: JSON.parse(String(init.body)) });
      return new Response("{}", { status: 201, headers: { "X-Subject-Token": token } });
    },
  });
  await credentials();
  return sent[0];
}

test("the token comes from the header, its expiry from the body", async () => {
  const server = await serve(issued);
  const credentials = passwordCredentials({ ...user, iamEndpoint: server.url });
  expect(await credentials()).toEqual({ token, expiresAt: new Date("2099-01-01T00:00:00Z") });
  expect(server.requests[0]).toMatchObject({ method: "POST", url: "/v3/auth/tokens" });
});

test("a token is cached; a rejected one is replaced once for all callers", async () => {
  const server = await serve(issued);
  const credentials = passwordCredentials({ ...user, iamEndpoint: server.url });
  const [first] = await Promise.all([credentials(), credentials(), credentials()]);
  await credentials();
  expect(server.requests).toHaveLength(1);
  await Promise.all([credentials({ rejected: first }), credentials({ rejected: first })]);
  expect(server.requests).toHaveLength(2);
});

test.each([
  ["does not say when it expires", {}],
  ["says that it has expired", { token: { expires_at: "2000-01-01T00:00:00Z" } }],
])("a token is cached even if IAM %s", async (_, body) => {
  const server = await serve(json(body, 201, { "X-Subject-Token": token }));
  const credentials = passwordCredentials({ ...user, iamEndpoint: server.url });
  await credentials();
  await credentials();
  expect(server.requests).toHaveLength(1);
});

describe("the scope is", () => {
  const identity = {
    methods: ["password"],
    password: { user: { name: user.username, password: user.password, domain: { name: user.domainName } } },
  };
  const domain = { name: user.domainName };

  test.each([
    ["the project with the ID", { projectId: "p1", projectName: "eu-de" }, { project: { id: "p1" } }],
    ["the project with the name", { projectName: "eu-de" }, { project: { name: "eu-de", domain } }],
    ["the domain", {}, { domain }],
  ])("%s", async (_scope, options, scope) => {
    const login = await loginOf({ ...options, cloud: "otc", region: "eu-de" });
    expect(login?.body).toEqual({ auth: { identity, scope } });
  });
});

test.each([
  [{ cloud: "otc", region: "eu-de" }, "https://iam.eu-de.otc.t-systems.com/v3/auth/tokens"],
  [{ cloud: "otc", region: "eu-ch2" }, "https://iam-pub.eu-ch2.sc.otc.t-systems.com/v3/auth/tokens"],
  [{ cloud: "huaweicloud", region: "cn-north-4" }, "https://iam.cn-north-4.myhuaweicloud.com/v3/auth/tokens"],
  [{ cloud: "huaweicloud", region: "eu-west-101" }, "https://iam.eu-west-101.myhuaweicloud.eu/v3/auth/tokens"],
  [{ cloud: "huaweicloud", region: "eu-west-0" }, "https://iam.eu-west-0.myhuaweicloud.com/v3/auth/tokens"],
  [{ cloud: "otc", region: "eu-nl" }, "https://iam.eu-nl.otc.t-systems.com/v3/auth/tokens"],
  [{ iamEndpoint: "https://iam.test" }, "https://iam.test/v3/auth/tokens"],
  [{ iamEndpoint: "https://iam.test/v3" }, "https://iam.test/v3/auth/tokens"],
  [{ iamEndpoint: "https://iam.test/v3/" }, "https://iam.test/v3/auth/tokens"],
] as const)("%j logs in at %s", async (options, url) => {
  expect((await loginOf(options))?.url).toBe(url);
});

describe("a wrong password", () => {
  const rejected = json(sample("iam-1"), 401);

  test("is tried once, and is an AuthenticationError that does not show it", async () => {
    const server = await serve(rejected);
    const credentials = passwordCredentials({ ...user, iamEndpoint: server.url });
    const jobs = createJobsClient({ ...placedAt(), credentials });
    const error: unknown = await jobs.get({ service: "dcs", id: "j" }).catch((error: unknown) => error);
    expect(error).toMatchObject({ name: "AuthenticationError", status: 401, code: "401", service: "iam" });
    expect(String((error as Error).stack)).not.toContain(user.password);
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ["IAM's", sample("iam-1")],
    [
      "Keystone's",
      { error: { code: 401, message: "The request you have made requires authentication.", title: "Unauthorized" } },
    ],
    ["no", {}],
  ])("is told as IAM's, with %s body: the status once, and what to check", async (_whose, body) => {
    const server = await serve(json(body, 401));
    const login = passwordCredentials({ ...user, iamEndpoint: server.url })();
    await expect(login).rejects.toThrow(
      /^401: .*\(POST http:.*\/v3\/auth\/tokens\)\. IAM does not accept the login: check/,
    );
  });

  test("ends a wait at once", async () => {
    const server = await serve(rejected);
    const credentials = passwordCredentials({ ...user, iamEndpoint: server.url });
    const jobs = createJobsClient({ ...placedAt(), credentials });
    await expect(jobs.wait({ service: "dcs", id: "j" })).rejects.toHaveProperty("name", "AuthenticationError");
    expect(server.requests).toHaveLength(1);
  });
});

test.each([
  ["a server error", json({}, 503)],
  ["a page for maintenance with 200", json("<html>", 200)],
  ["an empty 201", json("", 201)],
])("%s from IAM is retried, as one from the service is", async (_what, trouble) => {
  const iam = await serve(trouble, issued);
  const dcs = await serve(json({ status: "SUCCESS" }));
  const credentials = passwordCredentials({ ...user, iamEndpoint: iam.url });
  const retry = { baseDelay: 1, maxDelay: 1 };
  const jobs = createJobsClient({ ...placedAt(dcs.url), credentials, retry });
  expect(await jobs.get({ service: "dcs", id: "j" })).toHaveProperty("state", "succeeded");
  expect(dcs.requests[0]?.headers["x-auth-token"]).toBe(token);
});

test("a response without a token is an InvalidResponseError", async () => {
  const server = await serve(json({}, 201));
  const credentials = passwordCredentials({ ...user, iamEndpoint: server.url });
  await expect(credentials()).rejects.toThrow("X-Subject-Token");
});

describe("a user is given", () => {
  const iamEndpoint = "https://iam.test";
  const password = user.password;

  test.each<[string, Partial<PasswordOptions>, object, object | undefined]>([
    ["by ID, for a project", { userId: "u1", projectId: "p1" }, { id: "u1", password }, { project: { id: "p1" } }],
    ["by ID, for no project", { userId: "u1" }, { id: "u1", password }, undefined],
    [
      "by name, with the ID of the account",
      { username: "ada", domainId: "d1", projectName: "eu-de" },
      { name: "ada", password, domain: { id: "d1" } },
      { project: { name: "eu-de", domain: { id: "d1" } } },
    ],
    [
      "by both, of which the ID counts",
      { userId: "u1", username: "ada", domainName: "d", domainId: "d1" },
      { id: "u1", password },
      { domain: { name: "d" } },
    ],
  ])("%s", async (_, options, expected, scope) => {
    const login = await loginOf({ username: undefined, domainName: undefined, iamEndpoint, ...options });
    const identity = { methods: ["password"], password: { user: expected } };
    expect(login?.body).toEqual({ auth: { identity, ...(scope && { scope }) } });
  });

  test.each([
    [{ userId: "u1" }, { id: "u1" }],
    [{}, { name: "ada", domain: { name: user.domainName } }],
  ])("with a second factor, %j", async (options, named) => {
    const login = await loginOf({ ...options, passcode: "123456", iamEndpoint, projectId: "p" });
    expect(login?.body).toMatchObject({
      auth: {
        identity: {
          methods: ["password", "totp"],
          password: { user: { ...named, password } },
          totp: { user: { ...named, passcode: "123456" } },
        },
      },
    });
  });

  test("a passcode is sent for one login that succeeds, however often IAM fails before", async () => {
    const server = await serve(json({}, 503), issued);
    const credentials = passwordCredentials({ ...user, passcode: "123456", iamEndpoint: server.url });
    await expect(credentials()).rejects.toHaveProperty("name", "ServerError");
    const first = await credentials();
    await expect(credentials({ rejected: first })).rejects.toThrow('"passcode" has been used');
    expect(server.requests).toHaveLength(2);
  });

  test("the passcode is not shown, even if IAM echoes it", async () => {
    const server = await serve(json({ error: { code: 400, message: "no: 987654" } }, 400));
    const credentials = passwordCredentials({ ...user, passcode: "987654", iamEndpoint: server.url });
    await expect(credentials()).rejects.not.toThrow("987654");
  });
});

test.each([
  ["no options", undefined, '"username"'],
  ["username", { ...user, username: "" }, '"username"'],
  ["password", { ...user, password: undefined }, '"password"'],
  ["domainName", { ...user, domainName: 5 }, '"domainName"'],
  ["passcode", { ...user, iamEndpoint: "https://iam.test", passcode: 123456 }, '"passcode"'],
  ["userId", { ...user, iamEndpoint: "https://iam.test", userId: "" }, '"userId"'],
  ["domainId", { username: "a", password: user.password, domainId: 5 }, '"domainId"'],
  ["no endpoint", user, '"cloud" and "region", or "iamEndpoint"'],
  ["cloud", { ...user, cloud: "aws", region: "eu-de" }, '"cloud"'],
  ["region", { ...user, cloud: "otc" }, '"region"'],
  ["iamEndpoint", { ...user, iamEndpoint: "http://iam.test" }, '"iamEndpoint"'],
  ["projectId", { ...user, iamEndpoint: "https://iam.test", projectId: "a b" }, '"projectId"'],
])("a wrong option is named: %s", (_what, options, message) => {
  const attempt = () => passwordCredentials(options as PasswordOptions);
  expect(attempt).toThrow(message);
  expect(attempt).not.toThrow(user.password);
});
