import { describe, expect, test } from "vitest";
import { configure } from "../../src/cli/configuration.ts";
import { createSecrets } from "../../src/cli/secrets.ts";
import { resolveServices } from "../../src/services/index.ts";
import { filesOf } from "./run.ts";

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
      { cloud: "huaweicloud", region: "eu-west-102" },
    ],
    [
      { HW_CLOUD: "myhuaweicloud.com", HW_REGION_NAME: "eu-west-0" },
      { cloud: "huaweicloud", region: "eu-west-0" },
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
