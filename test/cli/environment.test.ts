import { describe, expect, test } from "vitest";
import { secretsGiven } from "../../src/cli/secrets.ts";
import { keyNames, tokenNames, userNames } from "../../src/credentials/env-names.ts";
import { type Fault, findWith, scene } from "./iam-scene.ts";
import { parseLines } from "./run.ts";

const key = { HW_ACCESS_KEY: "canary-ak", HW_SECRET_KEY: "canary-sk" };
const place = { HW_CLOUD: "myhuaweicloud.com", HW_REGION_NAME: "cn-north-4" };

describe("an access key needs", () => {
  test("no request to IAM with HW_PROJECT_ID", async () => {
    const { get, projectId, sent } = await scene();
    const { code, stdout } = await get({ ...key, ...place, HW_PROJECT_ID: projectId });
    expect({ code, sent }).toEqual({ code: 0, sent: [] });
    expect(parseLines(stdout)).toMatchObject([{ projectId }]);
  });

  test.each([
    ["iam.cn-north-4.myhuaweicloud.com", { ...place, HW_PROJECT_NAME: "eu-de_mine" }],
    ["iam.cn-north-4.myhuaweicloud.com", place],
    ["iam.cn-north-4.myhuaweicloud.com", { HUAWEICLOUD_SDK_REGION_ID: "cn-north-4" }],
    ["iam.eu-west-101.myhuaweicloud.eu", { HW_CLOUD: "myhuaweicloud.com", HW_REGION_NAME: "eu-west-101" }],
    ["iam.eu-west-101.myhuaweicloud.eu", { HW_CLOUD: "myhuaweicloud.eu" }],
    ["iam.own.test", { ...place, HW_PROJECT_NAME: "eu-de_mine", HW_AUTH_URL: "https://iam.own.test/v3" }],
    ["iam.own.test", { ...place, HUAWEICLOUD_SDK_IAM_ENDPOINT: "https://iam.own.test" }],
  ])("one request to %s with %j", async (host, env) => {
    const { found, projectId, calls, hosts, sent } = await findWith({ ...key, ...env });
    expect(found).toMatchObject([{ projectId }]);
    expect({ calls: calls(), hosts }).toEqual({ calls: ["GET /v3/auth/projects"], hosts: [host] });
    expect(sent[0]?.headers.authorization).toContain("Access=canary-ak");
  });

  test("a project of the region; if there is none, the error names it", async () => {
    const { get, sent } = await scene();
    const { code, stderr } = await get({ ...key, HW_REGION_NAME: "ap-southeast-3" });
    expect({ code, requests: sent.length }).toEqual({ code: 2, requests: 1 });
    expect(stderr).toContain('"HW_REGION_NAME" is "ap-southeast-3", which is the name of none of the projects there');
  });
});

describe("a user logs in", () => {
  const domain = { name: "d" };
  const named = { OS_USERNAME: "u", OS_PASSWORD: "canary-pw" };
  const iam = { OS_AUTH_URL: "https://iam.own.test/v3", OS_PROJECT_NAME: "eu-de_mine" };
  const mine = { project: { name: "eu-de_mine", domain: { id: "d1" } } };

  test.each([
    [
      "by Terraform's names, for the region's own project",
      { HW_USER_NAME: "u", HW_USER_PASSWORD: "canary-pw", HW_DOMAIN_NAME: "d", HW_REGION_NAME: "cn-north-4" },
      { name: "u", password: "canary-pw", domain },
      { project: { name: "cn-north-4", domain } },
    ],
    [
      "by OpenStack's names with IDs",
      { OS_USER_ID: "u1", OS_USER_DOMAIN_ID: "d1", ...named, ...iam },
      { id: "u1", password: "canary-pw" },
      mine,
    ],
    [
      "with the domain of the project, if the user's is not set",
      { OS_PROJECT_DOMAIN_ID: "d1", ...named, ...iam },
      { name: "u", password: "canary-pw", domain: { id: "d1" } },
      mine,
    ],
  ])("%s", async (_, env, user, scope) => {
    const { found, bodies, calls, projectId } = await findWith(env);
    expect(found).toMatchObject([{ projectId }]);
    expect(calls()).toEqual(["POST /v3/auth/tokens", "GET /v3/auth/projects"]);
    expect(bodies[0]).toEqual({ identity: { methods: ["password"], password: { user } }, scope });
  });

  test("with a passcode as the second factor", async () => {
    const place = { OS_USER_DOMAIN_NAME: "d", OS_REGION_NAME: "cn-north-4" };
    const { bodies } = await findWith({ ...named, ...place, OS_PASSCODE: "123456" });
    expect(bodies[0].identity).toEqual({
      methods: ["password", "totp"],
      password: { user: { name: "u", password: "canary-pw", domain } },
      totp: { user: { name: "u", passcode: "123456", domain } },
    });
  });

  test.each([
    [["--project", "p1"], [], "p1"],
    [[], ["p1"], "p1"],
    [["--project", "p2"], ["p1"], "p1"],
  ])("for the project of %j and the references of %j", async (argv, projects, id) => {
    const { get, sent } = await scene();
    const env = { OS_USERNAME: "u", OS_PASSWORD: "canary-pw", OS_USER_DOMAIN_NAME: "d", OS_REGION_NAME: "eu-de" };
    const lines = projects.map((projectId) => JSON.stringify({ service: "dcs", id: "a", projectId }));
    await get(env, {}, projects.length > 0 ? [...argv, "-"] : argv, lines.join("\n"));
    expect(JSON.parse(sent[0]?.body ?? "").auth.scope).toEqual({ project: { id } });
  });
});

describe("a token is for one project, which IAM is asked for", () => {
  const yaml = (auth: string) => ({ "/project/clouds.yaml": `clouds: { x: { auth: { ${auth} } } }` });

  test.each([
    ["HW_AUTH_TOKEN", { HW_AUTH_TOKEN: "canary-token", HW_REGION_NAME: "eu-de" }, {}],
    ["--token", { OS_AUTH_URL: "https://iam.eu-de.otc.t-systems.com/v3", HUAWEICLOUD_JOBS_TOKEN: "canary-token" }, {}],
    ["clouds.yaml", { OS_CLOUD: "x" }, yaml('auth_url: "https://iam.eu-nl.otc.t-systems.com", token: canary-token')],
  ])("%s", async (_, env, files) => {
    const { get, sent, calls, projectId } = await scene({ isTokenOfProject: true });
    const { code, stdout, stderr } = await get(env, files);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(parseLines(stdout)).toMatchObject([{ projectId }]);
    expect(calls()).toEqual(["GET /v3/auth/tokens"]);
    expect(sent[0]?.headers).toMatchObject({ "x-auth-token": "canary-token", "x-subject-token": "canary-token" });
  });

  test("one for an account is for no project, which the error says", async () => {
    const { get } = await scene();
    const { code, stderr } = await get({ OS_TOKEN: "canary-token", OS_REGION_NAME: "eu-de" });
    expect(code).toBe(2);
    expect(stderr).toContain(
      "The token is not for a project, according to https://iam.eu-de.otc.t-systems.com/v3/auth/tokens",
    );
  });
});

describe("trouble at IAM is ridden out", () => {
  const openrc = {
    OS_USERNAME: "u",
    OS_PASSWORD: "canary-pw",
    OS_USER_DOMAIN_NAME: "d",
    OS_PROJECT_NAME: "eu-de_mine",
    OS_AUTH_URL: "https://iam.eu-de.otc.t-systems.com/v3",
  };

  test.each<[string, Record<string, string>, readonly Fault[]]>([
    ["a login that gets 429", openrc, [429]],
    ["a login that gets 502 and a reset", openrc, [502, "reset"]],
    ["a login that gets 503", openrc, [503]],
    ["a lookup with an access key that gets 429", { ...key, ...place }, [429]],
    ["a lookup with an access key that gets 502", { ...key, ...place }, [502]],
    ["a lookup with an access key that is reset", { ...key, ...place }, ["reset", 500]],
  ])("%s", async (_, env, faults) => {
    const { get, calls } = await scene({ faults });
    const { code, stderr } = await get(env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(calls()).toHaveLength(faults.length + ("OS_PASSWORD" in env ? 2 : 1));
  });

  test.each<[Fault, string]>([
    [502, "iam.cn-north-4.myhuaweicloud.com/v3/auth/projects, 4 attempts"],
    [429, "IAM.0001"],
    ["reset", "No response from iam.cn-north-4.myhuaweicloud.com"],
  ])("until it lasts (%s): the error names IAM", async (fault, words) => {
    const { get, sent } = await scene({ faults: Array(9).fill(fault) });
    const { code, stderr } = await get({ ...key, ...place });
    expect({ code, requests: sent.length }).toEqual({ code: 1, requests: 4 });
    expect(stderr).toContain(words);
    expect(stderr).not.toContain("canary");
  });

  test("a refusal is final", async () => {
    const { get, sent } = await scene({ faults: [401] });
    expect((await get({ ...key, ...place })).code).toBe(4);
    expect(sent).toHaveLength(1);
  });
});

test("all variables with secrets are kept out of the output", () => {
  const names = [
    ...keyNames.flatMap((row) => [...row.accessKeyId, ...row.secretAccessKey, ...row.securityToken]),
    ...tokenNames.token,
    ...userNames.password,
    ...userNames.passcode,
  ];
  const hidden = secretsGiven([], Object.fromEntries(names.map((name) => [name, `value of ${name}`])));
  expect(names.filter((name) => hidden.redact(`value of ${name}`) !== "[redacted]")).toEqual([]);
});
