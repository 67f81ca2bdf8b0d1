import { ConfigurationError, credentialsFromEnv } from "huaweicloud-jobs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { json, serve } from "../helpers/server.ts";

const key = { accessKeyId: "AK", secretAccessKey: "SK" };

describe("a credential is found", () => {
  test.each([
    ["OS_TOKEN", { OS_TOKEN: "t" }, { token: "t" }],
    ["OS_AUTH_TOKEN", { OS_AUTH_TOKEN: " t\n" }, { token: "t" }],
    ["the SDKs' names", { HUAWEICLOUD_SDK_AK: "AK", HUAWEICLOUD_SDK_SK: "SK" }, key],
    [
      "the SDKs' names with a security token",
      { HUAWEICLOUD_SDK_AK: "AK", HUAWEICLOUD_SDK_SK: "SK", HUAWEICLOUD_SDK_SECURITY_TOKEN: "ST" },
      { ...key, securityToken: "ST" },
    ],
    ["Terraform's names", { HW_ACCESS_KEY: "AK", HW_SECRET_KEY: "SK", HW_SECURITY_TOKEN: "" }, key],
    ["OS_AK", { OS_AK: "AK", OS_SK: "SK", OS_ST: "ST" }, { ...key, securityToken: "ST" }],
    ["OS_ACCESS_KEY before OS_AK", { OS_AK: "x", OS_ACCESS_KEY: "AK", OS_ACCESS_KEY_SECRET: "SK" }, key],
    ["a token before a key", { HW_ACCESS_KEY: "AK", HW_SECRET_KEY: "SK", OS_TOKEN: "t" }, { token: "t" }],
    [
      "the SDKs' key before Terraform's",
      { HUAWEICLOUD_SDK_AK: "AK", HUAWEICLOUD_SDK_SK: "SK", HW_ACCESS_KEY: "x", HW_SECRET_KEY: "y" },
      key,
    ],
  ])("by %s", (_name, env, credentials) => {
    expect(credentialsFromEnv(env)).toEqual(credentials);
  });

  test("by the names of an OpenStack user, who is logged in only when needed", async () => {
    const server = await serve(json({}, 201, { "X-Subject-Token": "the-token" }));
    const credentials = credentialsFromEnv({
      OS_AUTH_URL: `${server.url}/v3`,
      OS_USERNAME: "ada",
      OS_PASSWORD: "s3cret",
      OS_USER_DOMAIN_NAME: "domain",
      OS_TENANT_ID: "p1",
    });
    expect(server.requests).toHaveLength(0);
    expect(await (credentials as () => unknown)()).toMatchObject({ token: "the-token" });
  });
});

describe("a user logs in where the environment says, for the project that it says", () => {
  const user = { OS_USERNAME: "ada", OS_PASSWORD: "s3cret", OS_DOMAIN_NAME: "d" };
  const domain = { name: "d" };
  afterEach(() => void vi.restoreAllMocks());

  test.each<[string, Record<string, string>, object | undefined]>([
    ["iam.eu-de.otc.t-systems.com", { OS_REGION_NAME: "eu-de" }, { project: { name: "eu-de", domain } }],
    [
      "iam.cn-north-4.myhuaweicloud.com",
      { HW_REGION_NAME: "cn-north-4", OS_PROJECT_ID: "p" },
      { project: { id: "p" } },
    ],
    [
      "iam.eu-west-101.myhuaweicloud.eu",
      { HW_CLOUD: "myhuaweicloud.eu" },
      { project: { name: "eu-west-101", domain } },
    ],
    [
      "iam-pub.eu-ch2.sc.otc.t-systems.com",
      { HW_CLOUD: "sc.otc.t-systems.com" },
      { project: { name: "eu-ch2", domain } },
    ],
    [
      "iam.xx-new-1.myhuaweicloud.com",
      { HW_CLOUD: "huaweicloud", OS_REGION: "xx-new-1" },
      { project: { name: "xx-new-1", domain } },
    ],
    [
      "iam.eu-nl.otc.t-systems.com",
      { OS_AUTH_URL: "https://iam.eu-nl.otc.t-systems.com/v3", OS_PROJECT_NAME: "eu-nl_mine" },
      { project: { name: "eu-nl_mine", domain } },
    ],
    [
      "iam.eu-nl.otc.t-systems.com",
      { OS_AUTH_URL: "https://iam.eu-nl.otc.t-systems.com/v3" },
      { project: { name: "eu-nl", domain } },
    ],
    ["iam.own.test", { HW_AUTH_URL: "https://iam.own.test", HW_CLOUD: "own.test" }, { domain }],
    ["iam.eu-de.otc.t-systems.com", { OS_REGION_NAME: "eu-de", OS_USER_ID: "u", OS_DOMAIN_NAME: "" }, undefined],
  ])("%s: %j", async (host, env, scope) => {
    const sent: { readonly host: string; readonly scope: unknown }[] = [];
    vi.spyOn(globalThis, "fetch").mockImplementation(async (url, init) => {
      sent.push({ host: new URL(String(url)).host, scope: JSON.parse(String(init?.body)).auth.scope });
      return new Response("{}", { status: 201, headers: { "X-Subject-Token": "the-token" } });
    });
    const credentials = credentialsFromEnv({ ...user, ...env }) as () => Promise<unknown>;
    expect(await credentials()).toMatchObject({ token: "the-token" });
    expect(sent).toEqual([{ host, scope }]);
  });
});

describe("a ConfigurationError says what is missing", () => {
  test.each([
    [
      "everything",
      {},
      "OS_TOKEN, OS_AUTH_TOKEN; for an access key in HUAWEICLOUD_SDK_AK with HUAWEICLOUD_SDK_SK; HW_ACCESS_KEY",
    ],
    ["the secret", { HUAWEICLOUD_SDK_AK: "AK" }, "HUAWEICLOUD_SDK_AK is set, but HUAWEICLOUD_SDK_SK is not."],
    ["the key", { OS_SK: "SK" }, "OS_SK is set, but OS_ACCESS_KEY, OS_ACCESS_KEY_ID, OS_AK is not."],
    ["the key, which is blank", { HW_ACCESS_KEY: " ", HW_SECRET_KEY: "SK" }, "HW_SECRET_KEY is set"],
    ["the IAM endpoint", { OS_USERNAME: "ada", OS_PASSWORD: "s3cret", OS_DOMAIN_NAME: "d" }, "OS_AUTH_URL is not."],
    [
      "the cloud of an unknown region",
      { OS_USERNAME: "ada", OS_PASSWORD: "s3cret", OS_DOMAIN_NAME: "d", OS_REGION_NAME: "xx-new-1" },
      "the cloud (HW_CLOUD) and the region (HUAWEICLOUD_SDK_REGION_ID, HW_REGION_NAME, OS_REGION_NAME, OS_REGION)",
    ],
    [
      "a cloud that is known",
      { OS_USERNAME: "ada", OS_PASSWORD: "s3cret", OS_DOMAIN_NAME: "d", OS_REGION: "eu-de", HW_CLOUD: "own.test" },
      '"HW_CLOUD" must be',
    ],
    [
      "the domain of a project's name",
      { OS_USER_ID: "u", OS_PASSWORD: "s3cret", OS_AUTH_URL: "https://iam.test", OS_PROJECT_NAME: "eu-de" },
      "OS_USER_ID is set, but HW_DOMAIN_NAME, OS_USER_DOMAIN_NAME",
    ],
    [
      "the domain",
      { OS_USERNAME: "ada", OS_PASSWORD: "s3cret", OS_AUTH_URL: "https://iam.test" },
      "OS_USER_DOMAIN_NAME",
    ],
  ])("%s", (_what, env, message) => {
    expect(() => credentialsFromEnv(env)).toThrow(ConfigurationError);
    expect(() => credentialsFromEnv(env)).toThrow(message);
    expect(() => credentialsFromEnv(env)).not.toThrow("s3cret");
  });
});
