import { describe, expect, test } from "vitest";
import { configure } from "../../src/cli/configuration.ts";
import { createSecrets } from "../../src/cli/secrets.ts";
import type { Fetch } from "../../src/http/send-once.ts";
import { resolveServices } from "../../src/services/index.ts";
import { filesOf, refusalOf } from "./run.ts";

const services = resolveServices(undefined);

function placeFrom(env: Record<string, string>, files: Record<string, string> = {}) {
  const { cloud, region } = configure(services, {}, [{ service: "dcs", id: "a", projectId: "p" }], {
    env: { ...(Object.keys(files).length === 0 && { OS_TOKEN: "t" }), ...env },
    files: filesOf(files),
    secrets: createSecrets(),
  });
  return { cloud, region };
}

const european = { cloud: "huaweicloud", region: "eu-west-101" };

describe("cloud and region are known from", () => {
  test.each([
    [{ OS_AUTH_URL: "https://iam.eu-west-101.myhuaweicloud.eu/v3" }, european],
    [{ OS_AUTH_URL: "https://IAM.EU-WEST-101.myhuaweicloud.eu:443" }, european],
    [{ OS_AUTH_URL: "https://iam.myhuaweicloud.eu/v3" }, european],
    [{ HW_CLOUD: "myhuaweicloud.eu" }, european],
    [{ HW_CLOUD: "MyHuaweiCloud.eu" }, european],
    [
      { HW_CLOUD: "myhuaweicloud.eu", HW_REGION_NAME: "eu-west-102" },
      { ...european, region: "eu-west-102" },
    ],
    [
      { HW_CLOUD: "myhuaweicloud.com", HW_REGION_NAME: "eu-west-0" },
      { ...european, region: "eu-west-0" },
    ],
    [{ OS_AUTH_URL: "https://iam.cn-north-4.myhuaweicloud.com/v3" }, { cloud: "huaweicloud", region: "cn-north-4" }],
    [{ OS_AUTH_URL: "https://iam-pub.eu-ch2.sc.otc.t-systems.com/v3" }, { cloud: "otc", region: "eu-ch2" }],
    [{ OS_AUTH_URL: "https://iam.eu-nl.otc.t-systems.com/v3" }, { cloud: "otc", region: "eu-nl" }],
  ])("%j", (env, place) => {
    expect(placeFrom(env)).toEqual(place);
  });

  test("the iam_endpoint of a profile", () => {
    const ini = "[basic]\nak = a\nsk = b\niam_endpoint = https://iam.eu-west-101.myhuaweicloud.eu";
    expect(placeFrom({}, { "/home/me/.huaweicloud/credentials": ini })).toEqual(european);
  });

  test("the auth_url of a cloud", () => {
    const yaml = `clouds: { x: { auth: { auth_url: "https://iam.eu-west-101.myhuaweicloud.eu/v3", token: t } } }`;
    expect(placeFrom({ OS_CLOUD: "x" }, { "/project/clouds.yaml": yaml })).toEqual(european);
  });
});

test.each([
  "https://iam.eu-west-101.myhuaweicloud.eu.evil.test",
  "https://iam.eu-west-101.notmyhuaweicloud.eu",
  "https://iam.eu-west-101.myhuaweicloud.eus",
])("%s is of no known cloud", (OS_AUTH_URL) => {
  expect(() => placeFrom({ OS_AUTH_URL })).toThrow("Cloud not set");
});

describe("a region of another cloud is refused, and both sources are named:", () => {
  const key = { HW_ACCESS_KEY: "AKAKAKAKAKAK", HW_SECRET_KEY: "SKSKSKSKSKSK" };
  const user = { OS_USERNAME: "u", OS_PASSWORD: "a-password", OS_USER_DOMAIN_NAME: "d" };

  const nl = { HW_CLOUD: "myhuaweicloud.com", OS_AUTH_URL: "https://iam.eu-nl.otc.t-systems.com/v3" };
  const endpoint = ["--endpoint", "dcs=https://dcs.test"];

  test.each<[string[], Record<string, string>, string]>([
    [
      ["--cloud", "otc"],
      { ...key, HW_REGION_NAME: "cn-north-4" },
      "cn-north-4 (HW_REGION_NAME) is not one of otc (--cloud)",
    ],
    [
      ["--cloud", "otc"],
      { ...key, HW_CLOUD: "myhuaweicloud.eu" },
      "eu-west-101 (HW_CLOUD) is not one of otc (--cloud)",
    ],
    [
      ["--region", "eu-de"],
      { ...key, HW_CLOUD: "huaweicloud" },
      "eu-de (--region) is not one of huaweicloud (HW_CLOUD)",
    ],
    [[], { ...user, ...nl }, "eu-nl (OS_AUTH_URL) is not one of huaweicloud (HW_CLOUD)"],
    [
      ["--cloud", "otc", "--region", "cn-north-4", ...endpoint],
      user,
      "cn-north-4 (--region) is not one of otc (--cloud)",
    ],
  ])("%j %j", async (argv, env, problem) => {
    const sent: string[] = [];
    const fetch: Fetch = async (url) => {
      sent.push(url);
      throw new TypeError("fetch failed");
    };
    const outcome = await refusalOf(["get", "dcs/a", "--project", "p", ...argv], { env, fetch });
    expect(outcome).toContain(`error: The region ${problem}`);
    expect(sent).toEqual([]);
  });

  test("one that opened since is taken", async () => {
    expect(placeFrom({ HW_CLOUD: "otc", HW_REGION_NAME: "eu-pl" })).toEqual({ cloud: "otc", region: "eu-pl" });
  });
});
