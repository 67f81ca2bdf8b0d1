import { describe, expect, test } from "vitest";
import { configure } from "../../src/cli/configuration.ts";
import { createSecrets } from "../../src/cli/secrets.ts";
import type { ConnectionFlags } from "../../src/cli/settings.ts";
import { resolveServices } from "../../src/services/index.ts";
import { filesOf } from "./run.ts";

const services = resolveServices(undefined);

const refs = [
  { service: "dcs", id: "a" },
  { service: "sfs-turbo", id: "b" },
];
const good = { OS_TOKEN: "token", OS_PROJECT_ID: "project", HW_CLOUD: "otc", OS_REGION_NAME: "eu-de" };

const read = (env: Record<string, string>, flags: ConnectionFlags = {}, jobs: typeof refs = refs) =>
  configure(services, flags, jobs, { env, files: filesOf(), secrets: createSecrets() });

describe("each setting is found in", () => {
  test.each(["HUAWEICLOUD_JOBS_TOKEN", "OS_TOKEN", "OS_AUTH_TOKEN"])("%s", (name) => {
    const { OS_TOKEN: _, ...rest } = good;
    expect(read({ ...rest, [name]: " mine\n" }).credentials).toEqual({ token: "mine" });
  });

  test.each(["HUAWEICLOUD_JOBS_PROJECT_ID", "HUAWEICLOUD_SDK_PROJECT_ID", "OS_PROJECT_ID", "OS_TENANT_ID"])(
    "%s",
    (name) => {
      const { OS_PROJECT_ID: _, ...rest } = good;
      expect(read({ ...rest, [name]: "mine" }).projectId).toBe("mine");
    },
  );

  test.each(["HUAWEICLOUD_JOBS_REGION", "HW_REGION_NAME", "OS_REGION_NAME", "OS_REGION"])("%s", (name) => {
    const { OS_REGION_NAME: _, ...rest } = good;
    expect(read({ ...rest, [name]: "eu-nl" }).region).toBe("eu-nl");
  });

  test.each([
    ["HUAWEICLOUD_JOBS_CLOUD", "otc", "otc"],
    ["HW_CLOUD", "myhuaweicloud.com", "huaweicloud", "cn-north-4"],
    ["HW_CLOUD", "otc.t-systems.com", "otc", "eu-de"],
  ])("%s=%s", (name, value, cloud, region = "eu-de") => {
    const { HW_CLOUD: _, ...rest } = good;
    expect(read({ ...rest, OS_REGION_NAME: region, [name]: value }).cloud).toBe(cloud);
  });

  test("options, which take precedence over the environment", () => {
    const flags = {
      token: "t",
      project: "p",
      cloud: "huaweicloud",
      region: "cn-north-4",
      endpoint: ["dcs=https://a.test"],
    };
    expect(read({ ...good, HUAWEICLOUD_JOBS_ENDPOINT_DCS: "https://b.test" }, flags)).toEqual({
      source: "--token",
      credentials: { token: "t" },
      notes: [],
      projectId: "p",
      cloud: "huaweicloud",
      region: "cn-north-4",
      endpoints: { dcs: "https://a.test", "sfs-turbo": "https://sfs-turbo.cn-north-4.myhuaweicloud.com" },
    });
  });
});

test("an empty variable counts as missing", () => {
  expect(read({ ...good, HUAWEICLOUD_JOBS_TOKEN: " " }).credentials).toEqual({ token: "token" });
});

test("with endpoints for all jobs, cloud and region are not read", () => {
  const { HW_CLOUD: _, ...env } = good;
  const endpoints = {
    HUAWEICLOUD_JOBS_ENDPOINT_DCS: "http://127.0.0.1:1",
    HUAWEICLOUD_JOBS_ENDPOINT_SFS_TURBO: "https://b.test",
  };
  expect(read({ ...env, ...endpoints, OS_REGION_NAME: "?" }).endpoints).toEqual({
    dcs: "http://127.0.0.1:1",
    "sfs-turbo": "https://b.test",
  });
});

test.each([
  ["an access key", { HW_ACCESS_KEY: "ak", HW_SECRET_KEY: "sk" }],
  ["a token", { OS_TOKEN: "token" }],
  [
    "a user with the URL of IAM",
    { OS_USERNAME: "u", OS_PASSWORD: "pass-word", OS_USER_DOMAIN_NAME: "d", OS_AUTH_URL: "https://iam.test/v3" },
  ],
])("with endpoints for all jobs, a cloud that is not known does no harm to %s", (_, credentials) => {
  const env = { HUAWEICLOUD_JOBS_ENDPOINT_DCS: "https://dcs.test", HW_CLOUD: "own.test", HW_REGION_NAME: "own-1" };
  const jobs = [{ service: "dcs", id: "a" }];
  expect(read({ ...env, ...credentials, OS_PROJECT_ID: "p" }, {}, jobs).projectId).toBe("p");
});

test("references with a project need no project setting", () => {
  const { OS_PROJECT_ID: _, ...env } = good;
  const jobs = refs.map((ref) => ({ ...ref, projectId: "own" }));
  expect(read(env, {}, jobs).projectId).toBeUndefined();
});

test("one error names all missing settings and where they were looked for", () => {
  expect(() => read({})).toThrow(
    [
      "No credentials. Searched in this order:",
      "  a token: --token, HUAWEICLOUD_JOBS_TOKEN, HW_AUTH_TOKEN, OS_TOKEN, OS_AUTH_TOKEN",
      "  an access key: HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, HW_ACCESS_KEY and HW_SECRET_KEY, OS_ACCESS_KEY and OS_SECRET_KEY, CLOUD_SDK_AK and CLOUD_SDK_SK",
      "  a user: HW_USER_NAME or OS_USERNAME, HW_USER_PASSWORD or OS_PASSWORD, HW_DOMAIN_NAME or OS_USER_DOMAIN_NAME or OS_DOMAIN_NAME or OS_PROJECT_DOMAIN_NAME, HUAWEICLOUD_SDK_IAM_ENDPOINT or HW_AUTH_URL or OS_AUTH_URL",
      "  a profile: basic in /home/me/.huaweicloud/credentials",
      "  a cloud of clouds.yaml: OS_CLOUD",
      "  a profile of KooCLI: HW_PROFILE, or the current one, in /home/me/.hcloud/config.json",
      "Project ID not set. Pass --project, or set HUAWEICLOUD_JOBS_PROJECT_ID, HUAWEICLOUD_SDK_PROJECT_ID, HW_PROJECT_ID, OS_PROJECT_ID, OS_TENANT_ID; or its name in HW_PROJECT_NAME, OS_PROJECT_NAME, OS_TENANT_NAME.",
      "Cloud not set. Pass --cloud huaweicloud or otc, or set HUAWEICLOUD_JOBS_CLOUD, HW_CLOUD.",
      "Region not set. Pass --region, or set HUAWEICLOUD_JOBS_REGION, HUAWEICLOUD_SDK_REGION_ID, HW_REGION_NAME, OS_REGION_NAME, OS_REGION.",
      "The endpoint of dcs, sfs-turbo cannot be derived without cloud and region; or pass --endpoint dcs=URL or HUAWEICLOUD_JOBS_ENDPOINT_DCS, --endpoint sfs-turbo=URL or HUAWEICLOUD_JOBS_ENDPOINT_SFS_TURBO.",
    ].join("\n"),
  );
});

describe("an error about a wrong value names its source and the expected value", () => {
  test.each<[Record<string, string>, ConnectionFlags, string]>([
    [{ OS_TOKEN: "two words" }, {}, '"OS_TOKEN" is not a token: a token is printable ASCII characters'],
    [
      { OS_PROJECT_ID: "a/b" },
      {},
      '"OS_PROJECT_ID" must be 1 to 255 characters of A-Z a-z 0-9 - _ . ~ (and not . or ..); got "a/b".',
    ],
    [{}, { project: "" }, '"--project" must be 1 to 255 characters'],
    [{ HW_CLOUD: "aws" }, {}, '"HW_CLOUD" must be one of "huaweicloud", "otc"; got "aws".'],
    [{}, { region: "EU" }, '"--region" must be a region such as "eu-de" or "cn-north-4"; got "EU".'],
    [{}, { endpoint: ["dcs=nowhere"] }, '"--endpoint dcs" must be an absolute https: URL; got "nowhere".'],
    [
      {},
      { endpoint: ["sfs=https://a.test"] },
      '"--endpoint" must be SERVICE=URL, where SERVICE is one of sfs-turbo, workspace, dcs; there is no service "sfs".',
    ],
    [
      { HUAWEICLOUD_JOBS_ENDPOINT_DCS: "http://a.test" },
      {},
      '"HUAWEICLOUD_JOBS_ENDPOINT_DCS" is plain http: to a.test',
    ],
  ])("%j %j", (env, flags, message) => {
    expect(() => read({ ...good, ...env }, flags)).toThrow(message);
  });

  test("a password in a URL is not shown", () => {
    for (const endpoint of ["https://user:hunter2@a.test?x=1", "dcs=https://user:hunter2@a.test"]) {
      expect(() => read(good, { endpoint: [endpoint] })).toThrow(/^(?!.*hunter2)/);
    }
  });
});

test("a service that the cloud does not offer needs an endpoint", () => {
  const jobs = [{ service: "workspace", id: "a" }];
  expect(() => read(good, {}, jobs)).toThrow(
    "The cloud otc does not offer workspace; if yours does, give its URL with --endpoint workspace=URL or HUAWEICLOUD_JOBS_ENDPOINT_WORKSPACE.",
  );
});
