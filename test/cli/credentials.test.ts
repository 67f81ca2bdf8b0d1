import { describe, expect, test } from "vitest";
import { configure } from "../../src/cli/configuration.ts";
import { createSecrets } from "../../src/cli/secrets.ts";
import type { ConnectionFlags } from "../../src/cli/settings.ts";
import type { Fetch } from "../../src/http/send-once.ts";
import { resolveServices } from "../../src/services/index.ts";
import { createWorld, filesOf, refusalOf, run } from "./run.ts";

const services = resolveServices(undefined);

const PROFILES = "/home/me/.huaweicloud/credentials";
const CLOUDS = "/project/clouds.yaml";

const ini = `
# mine
[basic]
ak = canary-ak-basic
sk = canary-sk-basic
project_id = project-basic
iam_endpoint = https://iam.eu-de.otc.t-systems.com/v3
[team.dev]
ak=canary-ak-dev
sk="canary-sk-dev"
security_token=canary-st-dev
project_id=00000000000000000000000000000123
[half]
ak = canary-ak-half
[place]
project_id = project-place
`;

const yaml = `
defaults: &defaults
  auth: &auth { username: me, user_domain_name: OTC-1, project_id: 00001234567890123456789012345678 }
clouds:
  mine:
    profile: otc
    region_name: eu-nl
    auth: { <<: *auth }
  key:
    auth: { auth_url: "https://iam.cn-north-4.myhuaweicloud.com/v3", ak: canary-ak-yaml, sk: canary-sk-yaml, project_id: p }
    region_name: cn-north-4
  token: { auth: { token: canary-token-yaml } }
  list: { auth: { username: [canary-user] } }
  none: { auth: { username: me, password: canary-password } }
`;
const secure = "clouds: { mine: { auth: { password: 000123456 } } }";

const files = { [PROFILES]: ini, [CLOUDS]: yaml, "/project/secure.yaml": secure };
const userEnv = {
  OS_USERNAME: "u",
  OS_PASSWORD: "canary-env-password",
  OS_USER_DOMAIN_NAME: "d",
  OS_AUTH_URL: "https://iam.eu-de.otc.t-systems.com/v3",
};

interface Sources {
  readonly env?: Record<string, string>;
  readonly files?: Record<string, string>;
  readonly fetch?: Fetch;
}

const read = (flags: ConnectionFlags, { env = {}, files: texts = files, fetch }: Sources = {}) =>
  configure(services, flags, [{ service: "dcs", id: "a" }], {
    env,
    files: filesOf(texts),
    fetch,
    secrets: createSecrets(),
  });

describe("credentials are taken from the first of", () => {
  const sources: [ConnectionFlags, Record<string, string>, string][] = [
    [{ token: "t", profile: "team.dev" }, {}, "--token"],
    [{ profile: "team.dev" }, {}, `the profile team.dev in ${PROFILES}`],
    [{}, { HUAWEICLOUD_JOBS_TOKEN: "t" }, "HUAWEICLOUD_JOBS_TOKEN"],
    [{}, { OS_TOKEN: "t" }, "OS_TOKEN"],
    [{}, { HUAWEICLOUD_SDK_AK: "a", HUAWEICLOUD_SDK_SK: "b" }, "HUAWEICLOUD_SDK_AK, HUAWEICLOUD_SDK_SK"],
    [{}, userEnv, "OS_USERNAME, OS_PASSWORD, OS_USER_DOMAIN_NAME"],
    [{}, {}, `the profile basic in ${PROFILES}`],
  ];

  test.each(sources.map(([flags, env, name], index) => [name, flags, env, index] as const))(
    "%s",
    (name, flags, _, index) => {
      const env = Object.assign({ OS_CLOUD: "key" }, ...sources.slice(index).map(([, env]) => env));
      expect(read({ project: "p", cloud: "otc", region: "eu-de", ...flags }, { env }).source).toBe(name);
    },
  );

  test("the cloud of OS_CLOUD, if no file has the profile basic", () => {
    const env = { OS_CLOUD: "key" };
    for (const text of ["[global]\nak=a\nsk=b", "[basic]\nidp_id=x", ""]) {
      expect(read({}, { env, files: { ...files, [PROFILES]: text } }).source).toBe(`the cloud key in ${CLOUDS}`);
    }
  });
});

describe("a profile", () => {
  test("gives keys, project, cloud and region", () => {
    expect(read({})).toMatchObject({
      credentials: { accessKeyId: "canary-ak-basic", secretAccessKey: "canary-sk-basic" },
      projectId: "project-basic",
      cloud: "otc",
      region: "eu-de",
    });
  });

  test("of --profile takes precedence over the environment, and options over it", () => {
    const env = { OS_PROJECT_ID: "other", OS_TOKEN: "t", HW_CLOUD: "otc", OS_REGION: "eu-de" };
    expect(read({ profile: "team.dev", region: "eu-nl" }, { env })).toMatchObject({
      credentials: { accessKeyId: "canary-ak-dev", secretAccessKey: "canary-sk-dev", securityToken: "canary-st-dev" },
      projectId: "00000000000000000000000000000123",
      region: "eu-nl",
    });
    expect(read({ profile: "place", token: "t" }, { env })).toMatchObject({
      projectId: "project-place",
      source: "--token",
    });
  });

  test("yields to the environment otherwise", () => {
    expect(read({}, { env: { OS_PROJECT_ID: "other" } }).projectId).toBe("other");
  });

  test("may be in another file", () => {
    const env = { HUAWEICLOUD_SDK_CREDENTIALS_FILE: "/etc/mine" };
    expect(read({}, { env, files: { "/etc/mine": ini } }).source).toBe("the profile basic in /etc/mine");
  });
});

test.each([
  ["'0123456789'", "0123456789"],
  ["'12345678901234567890'", "12345678901234567890"],
  ["'a;b#c'", "a;b#c"],
  ["12345678901234567890", "12345678901234567890"],
])("an sk of %s is read as text", (written, secretAccessKey) => {
  const text = `[basic]\nak = a\nsk = ${written}\nproject_id = p\niam_endpoint = https://iam.eu-de.otc.t-systems.com`;
  expect(read({}, { files: { [PROFILES]: text } }).credentials).toEqual({ accessKeyId: "a", secretAccessKey });
});

test("if nothing else is found, the error says that an identity provider is not supported", () => {
  const files = { [PROFILES]: "[basic]\nidp_id=x" };
  expect(() => read({}, { files })).toThrow(
    `  a profile: basic in ${PROFILES} (idp_id: a login by an identity provider is not supported; give ak and sk,`,
  );
});

describe("a cloud of clouds.yaml", () => {
  const env = { OS_CLOUD: "key" };
  const withoutProfiles = { [CLOUDS]: yaml, "/project/secure.yaml": secure };

  test("gives keys, project, cloud and region", () => {
    expect(read({}, { env, files: withoutProfiles })).toMatchObject({
      credentials: { accessKeyId: "canary-ak-yaml", secretAccessKey: "canary-sk-yaml" },
      projectId: "p",
      cloud: "huaweicloud",
      region: "cn-north-4",
    });
  });

  test.each(["/home/me/.config/openstack", "/etc/openstack"])("is also found in %s", (folder) => {
    expect(read({}, { env, files: { [`${folder}/clouds.yaml`]: yaml } }).source).toContain(folder);
  });

  test("may be in the file that OS_CLIENT_CONFIG_FILE names", () => {
    const files = { [CLOUDS]: "clouds: {}", "/mine/my.yaml": yaml };
    expect(read({}, { env: { ...env, OS_CLIENT_CONFIG_FILE: "/mine/my.yaml" }, files }).source).toBe(
      "the cloud key in /mine/my.yaml",
    );
  });

  test("gives project and region to credentials that have none", () => {
    expect(read({ token: "t" }, { env })).toMatchObject({ source: "--token", projectId: "p", region: "cn-north-4" });
  });

  test("logs its user in, with the password of secure.yaml, at the IAM of the vendor profile", async () => {
    const requests: [string, string][] = [];
    const fetch: Fetch = async (url, init) => {
      requests.push([String(url), String(init?.body)]);
      return new Response("{}", { status: 201, headers: { "X-Subject-Token": "canary-issued-token" } });
    };
    const { credentials, ...rest } = read({}, { env: { OS_CLOUD: "mine" }, files: withoutProfiles, fetch });
    expect(rest).toMatchObject({ cloud: "otc", region: "eu-nl", projectId: "00001234567890123456789012345678" });
    expect(await (credentials as () => unknown)()).toMatchObject({ token: "canary-issued-token" });
    const [[url = "", body = ""] = []] = requests;
    expect(url).toBe("https://iam.eu-nl.otc.t-systems.com/v3/auth/tokens");
    expect(JSON.parse(body).auth).toEqual({
      identity: {
        methods: ["password"],
        password: { user: { name: "me", password: "000123456", domain: { name: "OTC-1" } } },
      },
      scope: { project: { id: "00001234567890123456789012345678" } },
    });
  });
});

describe("an error about a file names the problem, and quotes no value", () => {
  /** What the command says of these files in one line. */
  async function errorOf(argv: readonly string[], { env = {}, files: texts = files }: Sources): Promise<string> {
    const place = ["--project", "p", "--endpoint", "dcs=https://a.test"];
    const stderr = await refusalOf(["get", "dcs/a", ...argv, ...place], { env, files: texts });
    expect(stderr.split("\n")).toHaveLength(2);
    expect(stderr).not.toContain("canary");
    expect(stderr).not.toMatch(/\n {4}at /);
    return stderr;
  }

  const asked = "in which --profile expects credentials.";
  const idp =
    "(idp_id and id_token_file: a login by an identity provider is not supported; give ak and sk, or a token with --token or HUAWEICLOUD_JOBS_TOKEN).";

  test.each<[string, string | undefined, string | undefined, string]>([
    [
      "an unknown profile",
      "mine",
      ini,
      `${PROFILES} has no profile "mine", which --profile names; it has basic, half, place, team.dev.`,
    ],
    ["a profile without a file", "mine", undefined, `There is no file ${PROFILES}, ${asked}`],
    ["half a key", "half", ini, `There is no sk in the profile half in ${PROFILES}.`],
    ["no key", "place", ini, `There is no ak and no sk in the profile place in ${PROFILES}.`],
    [
      "a profile for an identity provider",
      "idp",
      "[idp]\nidp_id = canary-idp\nid_token_file = /canary",
      `There is no ak and no sk in the profile idp in ${PROFILES} ${idp}`,
    ],
    ["invalid INI", undefined, '{"ak":"canary"}', `${PROFILES} has no profiles: expected [basic]`],
    [
      "a value that is not text",
      undefined,
      "[basic]\nak=canary\nsk",
      `"sk" of the profile basic in ${PROFILES} must be a text.`,
    ],
  ])("%s", async (_, profile, text, message) => {
    const argv = profile === undefined ? [] : ["--profile", profile];
    const files = text === undefined ? {} : { [PROFILES]: text };
    expect(await errorOf(argv, { files })).toContain(`error: ${message}`);
  });

  const domains = "user_domain_name, user_domain_id, domain_name, domain_id, project_domain_name, project_domain_id";
  const broken = "clouds:\n  mine:\n    password: 'canary-password\n";

  test.each<[string, string, string | undefined, string]>([
    [
      "an unknown cloud",
      "x",
      yaml,
      `${CLOUDS} has no cloud "x", which OS_CLOUD names; it has mine, key, token, list, none.`,
    ],
    [
      "no clouds.yaml",
      "x",
      undefined,
      'OS_CLOUD is "x", but there is no clouds.yaml in /project, /home/me/.config/openstack, /etc/openstack.',
    ],
    ["invalid YAML", "x", broken, `${CLOUDS} is not YAML, see line 4 (missing char).`],
    ["an alias without an anchor", "x", "clouds: *canary", `${CLOUDS} is not YAML`],
    ["no clouds", "x", "- canary", `${CLOUDS} must have "clouds", and beneath it one entry per cloud.`],
    ["a cloud without members", "x", "clouds: { x: canary }", `the cloud x in ${CLOUDS} must have members of its own.`],
    ["a list in place of a text", "list", yaml, `"username" of the cloud list in ${CLOUDS} must be a text.`],
    ["no domain", "none", yaml, `the cloud none in ${CLOUDS} has none of ${domains}.`],
    [
      "no password",
      "mine",
      yaml,
      `Neither username and password, nor ak and sk, nor a token is in the cloud mine in ${CLOUDS}.`,
    ],
  ])("%s", async (_, OS_CLOUD, text, message) => {
    const files = text === undefined ? {} : { [CLOUDS]: text };
    expect(await errorOf([], { env: { OS_CLOUD }, files })).toContain(`error: ${message}`);
  });

  test.each<[string, Record<string, string>, string]>([
    [
      "a missing credentials file",
      { HUAWEICLOUD_SDK_CREDENTIALS_FILE: "/x" },
      "There is no file /x, in which HUAWEICLOUD_SDK_CREDENTIALS_FILE expects",
    ],
    [
      "a missing clouds file",
      { OS_CLOUD: "x", OS_CLIENT_CONFIG_FILE: "/mine.yaml" },
      'OS_CLOUD is "x", but there is no file /mine.yaml, which OS_CLIENT_CONFIG_FILE names.',
    ],
    [
      "half a key in the environment",
      { HUAWEICLOUD_SDK_AK: "canary" },
      "HUAWEICLOUD_SDK_AK is set, but HUAWEICLOUD_SDK_SK is not.",
    ],
  ])("%s", async (_, env, message) => {
    expect(await errorOf([], { env, files: {} })).toContain(`error: ${message}`);
  });
});

test("after a 401, a hint says where the credentials come from", async () => {
  const world = createWorld();
  const { HUAWEICLOUD_JOBS_TOKEN: _, ...env } = world.env;
  const { code, stderr } = await run(["get", "dcs/a"], { ...world, env, files: { [PROFILES]: ini } });
  expect(code).toBe(4);
  expect(stderr).toBe(
    `The access key was refused: it is wrong, has expired, or is for another region.\nNot authorised. Credentials used: the profile basic in ${PROFILES}. Check that they are valid and allow reading jobs of this service.\n`,
  );
});
