import { ConfigurationError, credentialsFromEnv } from "huaweicloud-jobs";
import { afterEach, describe, expect, test, vi } from "vitest";

const key = { accessKeyId: "AK", secretAccessKey: "SK" };
const temporaryKey = { ...key, securityToken: "ST" };
const user = { OS_USERNAME: "ada", OS_PASSWORD: "s3cret" };
const iam = { OS_AUTH_URL: "https://iam.test/v3" };

describe("a credential is found", () => {
  test.each<[Record<string, string>, object]>([
    [{ OS_TOKEN: "t" }, { token: "t" }],
    [{ OS_AUTH_TOKEN: " t\n" }, { token: "t" }],
    [{ HUAWEICLOUD_SDK_AK: "AK", HUAWEICLOUD_SDK_SK: "SK" }, key],
    [{ HUAWEICLOUD_SDK_AK: "AK", HUAWEICLOUD_SDK_SK: "SK", HUAWEICLOUD_SDK_SECURITY_TOKEN: "ST" }, temporaryKey],
    [{ HW_ACCESS_KEY: "AK", HW_SECRET_KEY: "SK", HW_SECURITY_TOKEN: "" }, key],
    [{ HW_ACCESS_KEY: "AK", HW_SECRET_KEY: "SK", HW_SECURITY_TOKEN: "ST" }, temporaryKey],
    [{ OS_ACCESS_KEY: "AK", OS_SK: "SK" }, key],
    [{ OS_ACCESS_KEY_ID: "AK", OS_SK: "SK" }, key],
    [{ OS_AK: "AK", OS_SECRET_KEY: "SK" }, key],
    [{ OS_AK: "AK", OS_ACCESS_KEY_SECRET: "SK" }, key],
    [{ OS_AK: "AK", OS_SK: "SK", OS_SECURITY_TOKEN: "ST" }, temporaryKey],
    [{ OS_AK: "AK", OS_SK: "SK", OS_AKSK_SECURITY_TOKEN: "ST" }, temporaryKey],
    [{ OS_AK: "AK", OS_SK: "SK", OS_ST: "ST" }, temporaryKey],
    [{ OS_AK: "x", OS_ACCESS_KEY: "AK", OS_ACCESS_KEY_SECRET: "SK" }, key],
  ])("in %j", (env, credentials) => {
    expect(credentialsFromEnv(env)).toEqual(credentials);
  });

  test("in order: token, the SDKs' key, Terraform's, OpenStack's, a user", () => {
    const steps = [
      { OS_TOKEN: "first" },
      { HUAWEICLOUD_SDK_AK: "second", HUAWEICLOUD_SDK_SK: "SK" },
      { HW_ACCESS_KEY: "third", HW_SECRET_KEY: "SK" },
      { OS_AK: "fourth", OS_SK: "SK" },
      { ...user, ...iam, OS_DOMAIN_NAME: "d" },
    ];
    const found = steps.map((_, index) => credentialsFromEnv(Object.assign({}, ...steps.slice(index))));
    const keys = ["second", "third", "fourth"].map((accessKeyId) => ({ accessKeyId }));
    expect(found).toMatchObject([{ token: "first" }, ...keys, expect.any(Function)]);
  });
});

describe("a user logs in, only when needed,", () => {
  const domain = { name: "d" };
  const named = (name: string) => ({ project: { name, domain } });
  afterEach(() => void vi.restoreAllMocks());

  async function loginOf(env: Record<string, string>) {
    const response = new Response("{}", { status: 201, headers: { "X-Subject-Token": "the-token" } });
    const fetch = vi.spyOn(globalThis, "fetch").mockResolvedValue(response);
    const credentials = credentialsFromEnv({ ...user, ...env }) as () => Promise<unknown>;
    expect(fetch).not.toHaveBeenCalled();
    expect(await credentials()).toMatchObject({ token: "the-token" });
    expect(fetch).toHaveBeenCalledOnce();
    const [[url, init] = []] = fetch.mock.calls;
    const { identity, scope } = JSON.parse(String(init?.body)).auth;
    return { host: new URL(String(url)).host, user: identity.password.user, scope };
  }

  test.each<[string, Record<string, string>, object | undefined]>([
    ["iam.eu-de.otc.t-systems.com", { OS_REGION_NAME: "eu-de" }, named("eu-de")],
    ["iam.cn-north-4.myhuaweicloud.com", { HW_REGION_NAME: "cn-north-4" }, named("cn-north-4")],
    ["iam.eu-west-101.myhuaweicloud.eu", { HW_CLOUD: "myhuaweicloud.eu" }, named("eu-west-101")],
    ["iam-pub.eu-ch2.sc.otc.t-systems.com", { HW_CLOUD: "sc.otc.t-systems.com" }, named("eu-ch2")],
    ["iam.xx-new-1.myhuaweicloud.com", { HW_CLOUD: "huaweicloud", OS_REGION: "xx-new-1" }, named("xx-new-1")],
    ["iam.eu-nl.otc.t-systems.com", { OS_AUTH_URL: "https://iam.eu-nl.otc.t-systems.com/v3" }, named("eu-nl")],
    ["iam.own.test", { HW_AUTH_URL: "https://iam.own.test", HW_CLOUD: "own.test" }, { domain }],
    ["iam.eu-de.otc.t-systems.com", { OS_REGION_NAME: "eu-de", OS_USER_ID: "u", OS_DOMAIN_NAME: "" }, undefined],
  ])("at %s with %j", async (host, env, scope) => {
    expect(await loginOf({ OS_DOMAIN_NAME: "d", ...env })).toMatchObject({ host, scope });
  });

  test.each(["OS_USER_DOMAIN_NAME", "OS_DOMAIN_NAME", "OS_PROJECT_DOMAIN_NAME"])(
    "in the domain of %s",
    async (name) => {
      const expected = { user: { name: "ada", password: "s3cret", domain }, scope: { domain } };
      expect(await loginOf({ ...iam, [name]: "d" })).toMatchObject(expected);
    },
  );

  test.each<[string, object]>([
    ["OS_PROJECT_ID", { project: { id: "x" } }],
    ["OS_TENANT_ID", { project: { id: "x" } }],
    ["OS_PROJECT_NAME", named("x")],
    ["OS_TENANT_NAME", named("x")],
  ])("for the project of %s", async (name, scope) => {
    expect(await loginOf({ HW_REGION_NAME: "cn-north-4", OS_DOMAIN_NAME: "d", [name]: "x" })).toMatchObject({ scope });
  });
});

describe("a ConfigurationError says what is missing", () => {
  const known = { ...user, OS_DOMAIN_NAME: "d" };
  const place =
    "the cloud (HW_CLOUD) and the region (HUAWEICLOUD_SDK_REGION_ID, HW_REGION_NAME, OS_REGION_NAME, OS_REGION)";
  const all = "OS_TOKEN, OS_AUTH_TOKEN; for an access key in HUAWEICLOUD_SDK_AK with HUAWEICLOUD_SDK_SK; HW_ACCESS_KEY";
  const projectName = { ...iam, OS_PROJECT_NAME: "eu-de" };

  test.each<[string, Record<string, string>, string]>([
    ["everything", {}, all],
    ["the secret", { HUAWEICLOUD_SDK_AK: "AK" }, "HUAWEICLOUD_SDK_AK is set, but HUAWEICLOUD_SDK_SK is not."],
    ["the key", { OS_SK: "SK" }, "OS_SK is set, but OS_ACCESS_KEY, OS_ACCESS_KEY_ID, OS_AK is not."],
    ["the key, which is blank", { HW_ACCESS_KEY: " ", HW_SECRET_KEY: "SK" }, "HW_SECRET_KEY is set"],
    ["the IAM endpoint", known, "OS_AUTH_URL is not."],
    ["the cloud of an unknown region", { ...known, OS_REGION_NAME: "xx-new-1" }, place],
    ["a cloud that is known", { ...known, OS_REGION: "eu-de", HW_CLOUD: "own.test" }, '"HW_CLOUD" must be'],
    [
      "the domain of a project's name",
      { OS_USER_ID: "u", OS_PASSWORD: "s3cret", ...projectName },
      "OS_USER_ID is set, but HW_DOMAIN_NAME, OS_USER_DOMAIN_NAME",
    ],
    ["the domain", { ...user, ...iam }, "OS_USER_DOMAIN_NAME"],
  ])("%s", (_what, env, message) => {
    expect(() => credentialsFromEnv(env)).toThrow(ConfigurationError);
    expect(() => credentialsFromEnv(env)).toThrow(message);
    expect(() => credentialsFromEnv(env)).not.toThrow("s3cret");
  });
});
