import { describe, expect, test } from "vitest";
import { configure } from "../../src/cli/configuration.ts";
import { createSecrets } from "../../src/cli/secrets.ts";
import type { ConnectionFlags } from "../../src/cli/settings.ts";
import { resolveServices } from "../../src/services/index.ts";
import { scene } from "./iam-scene.ts";
import { filesOf, parseLines } from "./run.ts";

const PATH = "/home/me/.hcloud/config.json";

const common = { mode: "AKSK", region: "cn-north-4", projectId: "p-default" };
const keyOf = (suffix: string, securityToken?: string) => ({
  ...{ accessKeyId: `canary-ak${suffix}`, secretAccessKey: `canary-sk${suffix}` },
  ...(securityToken !== undefined && { securityToken }),
});
const profiles = [
  { name: "default", ...common, ...keyOf("", "") },
  { name: "team", ...common, region: "eu-west-101", projectId: "", ...keyOf("-2", "canary-st-2") },
  { name: "ecs", ...common, mode: "ecsAgency" },
  { name: "sso", ...common, mode: "SSO" },
  { name: "half", ...common, accessKeyId: "canary-ak-3" },
  { name: "lent", ...common, ...keyOf(""), agencyDomainName: "d", agencyName: "ops" },
];
const config = (more = {}) => ({
  [PATH]: JSON.stringify({ current: "default", profiles, authEncrypt: "false", ...more }),
});

interface Sources {
  readonly env?: Record<string, string>;
  readonly files?: Record<string, string>;
  readonly flags?: ConnectionFlags;
}

const read = ({ env = {}, files = config(), flags = {} }: Sources = {}) =>
  configure(resolveServices(undefined), flags, [{ service: "dcs", id: "a" }], {
    env,
    files: filesOf(files),
    secrets: createSecrets(),
  });

describe("a profile of KooCLI is", () => {
  test("the one that is current there, if nothing else is found", () => {
    expect(read()).toEqual({
      source: `the profile default in ${PATH}`,
      notes: [],
      credentials: { accessKeyId: "canary-ak", secretAccessKey: "canary-sk" },
      cloud: "huaweicloud",
      region: "cn-north-4",
      projectId: "p-default",
      endpoints: { dcs: "https://dcs.cn-north-4.myhuaweicloud.com" },
    });
  });

  test.each<[string, Sources]>([
    ["HW_PROFILE", { env: { HW_PROFILE: "team" } }],
    ["--profile", { flags: { profile: "team" } }],
    [
      "HW_PROFILE before the profile basic",
      {
        env: { HW_PROFILE: "team" },
        files: { ...config(), "/home/me/.huaweicloud/credentials": "[basic]\nak=a\nsk=b" },
      },
    ],
  ])("the one of %s", (_, sources) => {
    expect(read({ files: config(), ...sources })).toMatchObject({
      credentials: keyOf("-2", "canary-st-2"),
      cloud: "huaweicloud",
      region: "eu-west-101",
    });
  });

  test("in the file of HW_SHARED_CONFIG_FILE", () => {
    const env = { HW_SHARED_CONFIG_FILE: "/etc/koo.json", HW_PROFILE: "team" };
    expect(read({ env, files: { "/etc/koo.json": config()[PATH] ?? "" } }).source).toBe(
      "the profile team in /etc/koo.json",
    );
  });

  test("of less weight than the environment and the credentials file", () => {
    const ini = "[basic]\nak=a\nsk=b\nproject_id=p\niam_endpoint=https://iam.eu-de.otc.t-systems.com";
    const both = { ...config(), "/home/me/.huaweicloud/credentials": ini };
    expect(read({ files: both }).source).toContain("the profile basic");
    expect(
      read({
        env: {
          HW_ACCESS_KEY: "a",
          HW_SECRET_KEY: "b",
          HW_PROFILE: "team",
          ...{ HW_PROJECT_ID: "p", HW_REGION_NAME: "cn-north-4" },
        },
      }).source,
    ).toBe("HW_ACCESS_KEY, HW_SECRET_KEY");
  });
});

test("a profile without a project gets the region's own, from the region's IAM", async () => {
  const { get, hosts, projectId } = await scene();
  const { code, stdout, stderr } = await get({ HW_PROFILE: "team" }, config());
  expect({ code, stderr, hosts }).toEqual({ code: 0, stderr: "", hosts: ["iam.eu-west-101.myhuaweicloud.eu"] });
  expect(parseLines(stdout)).toMatchObject([{ projectId }]);
});

test("a profile for an ECS takes its keys from the metadata service", async () => {
  const urls: string[] = [];
  const { credentials } = configure(resolveServices(undefined), {}, [{ service: "dcs", id: "a" }], {
    env: { HW_PROFILE: "ecs" },
    files: filesOf(config()),
    secrets: createSecrets(),
    fetch: async (url) => {
      urls.push(new URL(url).pathname);
      return Response.json({ credential: { access: "a", secret: "b", securitytoken: "c" } });
    },
  });
  expect(await (credentials as () => unknown)()).toMatchObject({ accessKeyId: "a", securityToken: "c" });
  expect(urls).toEqual(["/meta-data/latest/api/token", "/openstack/latest/securitykey"]);
});

test.each(["true", true])(
  "a member that asks not to check certificates (%j) is reported as not used",
  (skipSecureVerify) => {
    const skipping = profiles.map((profile) => ({ ...profile, skipSecureVerify }));
    expect(read({ files: config({ profiles: skipping }) }).notes).toEqual([
      expect.stringContaining(`skipSecureVerify of the profile default in ${PATH} is not used`),
    ]);
  },
);

describe("an error names the problem, and quotes no value", () => {
  const named = (HW_PROFILE: string, files?: Record<string, string>): Sources => ({
    env: { HW_PROFILE },
    ...(files && { files }),
  });
  const numeric = config({ profiles: [{ ...profiles[0], accessKeyId: 5 }] });
  const encrypted = `KooCLI has encrypted the access key of the profile default in ${PATH} (authEncrypt)`;
  const sso = `The mode "SSO" of the profile sso in ${PATH} is not supported; supported are AKSK and ecsAgency.`;

  test.each<[string, Sources, string]>([
    [
      "an unknown profile",
      named("x"),
      `${PATH} has no profile "x", which HW_PROFILE names; it has default, team, ecs, sso, half, lent.`,
    ],
    ["no file", named("x", {}), `There is no file ${PATH}, in which HW_PROFILE expects credentials.`],
    ["encrypted keys", { files: config({ authEncrypt: "true" }) }, encrypted],
    ["another mode", named("sso"), sso],
    ["an agency", named("lent"), `The agency of the profile lent in ${PATH} (agencyName) is not supported`],
    ["half a key", named("half"), `There is no secretAccessKey in the profile half in ${PATH}.`],
    ["no JSON", { files: { [PATH]: '{"canary' } }, `${PATH} is not JSON, as KooCLI writes it.`],
    ["no profiles", { files: { [PATH]: '["canary"]' } }, `${PATH} must have "profiles", a list, as KooCLI writes it.`],
    ["a number", { files: numeric }, `"accessKeyId" of the profile default in ${PATH} must be a text.`],
  ])("%s", (_, sources, message) => {
    expect(() => read(sources)).toThrow(message);
    expect(() => read(sources)).not.toThrow("canary");
  });
});

test("no secret of the file is shown, even if a server echoes it", async () => {
  const secrets = createSecrets();
  configure(resolveServices(undefined), {}, [{ service: "dcs", id: "a" }], {
    env: {},
    files: filesOf(config()),
    secrets,
  });
  const shown = secrets.redact("canary-ak canary-sk canary-ak-2 canary-sk-2 canary-st-2");
  expect(shown).not.toContain("canary");
});
