import { describe, expect, test } from "vitest";
import { findWith, getWith, mistakeIn } from "./iam-scene.ts";
import { createWorld, parseLines } from "./run.ts";

/** The file with a cloud `x`, whose members are given, and those of its `auth`. */
const cloud = (auth: string, more = "") => ({
  "/project/clouds.yaml": `clouds: { x: { auth: { ${auth} }, ${more} } }`,
});

const user = "username: u, password: canary-pw, user_domain_name: OWN";
const otc = "auth_url: 'https://iam.eu-de.otc.t-systems.com/v3'";

const named = { OS_CLOUD: "x" };
const find = (files: Record<string, string>, env: Record<string, string> = {}) => findWith({ ...named, ...env }, files);

test.each([
  ["/project/clouds.yml", {}],
  ["/home/me/.config/openstack/clouds.json", {}],
  ["/elsewhere/openstack/clouds.yaml", { XDG_CONFIG_HOME: "/elsewhere" }],
])("the cloud is found in %s", async (path, env) => {
  const auth = { auth_url: "https://iam.eu-de.otc.t-systems.com/v3", token: "canary-token", project_id: "p" };
  const files = { [path]: JSON.stringify({ clouds: { x: { auth } } }) };
  const { sent, stdout } = await getWith({ ...named, ...env }, files);
  expect(sent).toEqual([]);
  expect(parseLines(stdout)).toMatchObject([{ ref: { projectId: "p" } }]);
});

describe("a temporary access key", () => {
  test.each([
    ["security_token: canary-st", "canary-st"],
    ["security_token: '  canary-st-2 '", "canary-st-2"],
    ["security_token: ''", undefined],
  ])("with %s is sent and signed with it", async (member, value) => {
    const { sent } = await find(cloud(`${otc}, ak: canary-ak, sk: canary-sk, ${member}, project_name: eu-de_mine`));
    const headers = sent[0]?.headers;
    expect(headers?.["x-security-token"]).toBe(value);
    expect(/SignedHeaders=[^,]*x-security-token/.test(headers?.authorization ?? "")).toBe(value !== undefined);
  });
});

describe("a vendor profile", () => {
  test.each([
    ["profile: otc-swiss", "iam-pub.eu-ch2.sc.otc.t-systems.com"],
    ["profile: otc-swiss, region_name: eu-ch2", "iam-pub.eu-ch2.sc.otc.t-systems.com"],
    ["profile: otc, region_name: eu-nl", "iam.eu-nl.otc.t-systems.com"],
    ["cloud: otc, region_name: eu-de", "iam.eu-de.otc.t-systems.com"],
  ])("{ %s } logs in at %s", async (profile, host) => {
    const { hosts } = await find(cloud(`${user}, project_name: eu-de_mine`, profile));
    expect(new Set(hosts)).toEqual(new Set([host]));
  });

  const publicIn = (folder: string, profile: string, name = "ours") => ({
    [`${folder}/clouds-public.yaml`]: `public-clouds: { ${name}: { ${profile} } }`,
  });
  const swiss = "auth: { auth_url: 'https://iam-pub.eu-ch2.sc.otc.t-systems.com/v3' }, region_name: eu-ch2";
  const german = "auth: { auth_url: 'https://iam.eu-de.otc.t-systems.com/v3', project_name: eu-de }";

  test.each([
    ["beside clouds.yaml", publicIn("/project", swiss), "profile: ours", "iam-pub.eu-ch2.sc"],
    ["in the home directory", publicIn("/home/me/.config/openstack", german), "profile: ours", "iam.eu-de"],
    ["named by cloud", publicIn("/etc/openstack", german), "cloud: ours", "iam.eu-de"],
    [
      "in the first file alone",
      { ...publicIn("/project", german), ...publicIn("/etc/openstack", swiss) },
      "profile: ours",
      "iam.eu-de",
    ],
    ["that has a known name", publicIn("/project", german, "otc-swiss"), "profile: otc-swiss", "iam.eu-de"],
  ])("of clouds-public.yaml %s", async (_where, files, profile, host) => {
    // The cloud's own members take precedence.
    const { hosts } = await find({ ...files, ...cloud(`${user}, project_name: eu-de_mine`, profile) });
    expect(new Set(hosts)).toEqual(new Set([`${host}.otc.t-systems.com`]));
  });

  test.each([
    ["clouds: []", 'The profile "ours" of the cloud x in /project/clouds.yaml is not known'],
    ["public-clouds: []", '/project/clouds-public.yaml must have "public-clouds", and beneath it one entry per cloud.'],
    [
      "public-clouds: { ours: canary-text }",
      'The profile "ours" in /project/clouds-public.yaml and its "auth" must have members of their own.',
    ],
  ])("of clouds-public.yaml that is %s", async (text, message) => {
    const own = cloud(`${user}, project_name: eu-de_mine`, "profile: ours");
    expect(await mistakeIn(named, { ...own, "/project/clouds-public.yaml": text })).toContain(message);
  });

  test("that is not known is named", async () => {
    const files = cloud(`${user}, project_id: p`, "profile: vexxhost, region_name: ca-ymq-1");
    expect(await mistakeIn(named, files)).toContain(
      'The profile "vexxhost" of the cloud x in /project/clouds.yaml is not known (known are otc, otc-swiss, and those in clouds-public.yaml); give auth_url instead.',
    );
  });
});

describe("a user is given", () => {
  const password = "canary-pw";
  const ofDomain = (id: string) => ({ name: "u", password, domain: { id } });

  test.each([
    ["user_id: u1, password: canary-pw, user_domain_id: d1", { id: "u1", password }, "d1"],
    ["username: u, password: canary-pw, user_domain_id: d1", ofDomain("d1"), "d1"],
    ["username: u, password: canary-pw, domain_id: d2, project_domain_name: other", ofDomain("d2"), "d2"],
  ])("by { %s }", async (auth, expected, id) => {
    const { bodies } = await find(cloud(`${otc}, ${auth}, project_name: eu-de_mine`));
    expect(bodies[0]).toEqual({
      identity: { methods: ["password"], password: { user: expected } },
      scope: { project: { name: "eu-de_mine", domain: { id } } },
    });
  });

  test("with a passcode", async () => {
    const auth = `${otc}, ${user}, user_id: u1, passcode: '000123', project_name: eu-de_mine`;
    const { bodies } = await find(cloud(auth, "auth_type: v3multifactor"));
    expect(bodies[0].identity).toEqual({
      methods: ["password", "totp"],
      password: { user: { id: "u1", password: "canary-pw" } },
      totp: { user: { id: "u1", passcode: "000123" } },
    });
  });
});

describe("the project of a user is found", () => {
  test.each([
    ["as a tenant", cloud(`${otc}, ${user}, tenant_name: eu-de_mine`)],
    ["beside auth", cloud(`${otc}, ${user}`, "project_name: eu-de_mine")],
    ["as a tenant beside auth", cloud(`${otc}, ${user}`, "tenant_name: eu-de_mine")],
  ])("%s, by its name", async (_, files) => {
    const { found, projectId } = await find(files);
    expect(found).toMatchObject([{ projectId }]);
  });

  test.each([
    ["as a tenant", cloud(`${otc}, ${user}, tenant_id: p7`)],
    ["beside auth", cloud(`${otc}, ${user}`, "project_id: p7")],
  ])("%s, by its ID", async (_, files) => {
    const { bodies } = await getWith(named, files);
    expect(bodies[0].scope).toEqual({ project: { id: "p7" } });
  });
});

describe("an agency", () => {
  const target = "target_domain_name: CUSTOMER, target_agency_name: ops, target_project_name: eu-de_mine";
  const agency = "auth_type: agency";

  const own = { OS_PROJECT_ID: "own", OS_PROJECT_NAME: "eu-de" };
  const inAuth = cloud(`${otc}, ${user}, project_name: eu-de, ${target}`, agency);

  test.each([
    ["in auth", inAuth, {}],
    ["beside auth", cloud(`${otc}, ${user}, project_name: eu-de`, `${agency}, ${target}`), {}],
    ["with the own project in the environment", inAuth, own],
  ])("%s lends its rights: jobs of its project are asked for with its token", async (_, files, env) => {
    const { found, calls, bodies, projectId } = await find(files, env);
    expect(found).toMatchObject([{ projectId }]);
    expect(calls()).toEqual(["POST /v3/auth/tokens", "POST /v3/auth/tokens", "GET /v3/auth/projects"]);
    expect(bodies[0].scope).toEqual({ project: { name: "eu-de", domain: { name: "OWN" } } });
    expect(bodies[1]).toEqual({
      identity: { methods: ["assume_role"], assume_role: { domain_name: "CUSTOMER", xrole_name: "ops" } },
      scope: { project: { name: "eu-de_mine", domain: { name: "CUSTOMER" } } },
    });
  });

  test("by IDs, with an access key, needs one request", async () => {
    const own = createWorld().simulator.clientOptions.projectId;
    const key = `${otc}, ak: canary-ak, sk: canary-sk`;
    const ids = `target_domain_id: d1, target_agency_name: ops, target_project_id: ${own}`;
    const { bodies, calls } = await find(cloud(`${key}, ${ids}`, agency));
    expect(calls()).toEqual(["POST /v3/auth/tokens"]);
    expect(bodies[0]).toMatchObject({
      identity: { assume_role: { domain_id: "d1" } },
      scope: { project: { id: own } },
    });
  });
});

describe("what is not supported is named, and nothing is asked of IAM", () => {
  const where = "the cloud x in /project/clouds.yaml";

  test.each([
    [
      cloud(`${otc}, ${user}, target_agency_name: ops, project_id: own`),
      `"target_agency_name" of ${where} is for an agency, and needs auth_type: agency beside it.`,
    ],
    [
      cloud(`${otc}, ${user}, project_id: own`, "auth_type: agency"),
      `auth_type: agency needs target_agency_name, and target_domain_name or target_domain_id; not all are in ${where}.`,
    ],
    [
      cloud(`${otc}, user_id: u1, password: canary-pw, project_name: eu-de`),
      `${where} has none of user_domain_name, user_domain_id, domain_name, domain_id, project_domain_name, project_domain_id.`,
    ],
    [
      cloud(`${otc}, ${user}, project_id: own, agency_name: ops, agency_domain_name: CUSTOMER`),
      `"agency_name" of ${where} is not supported; for an agency give auth_type: agency, target_agency_name and target_d`,
    ],
    [
      cloud(`${otc}, ${user}, project_id: own`, "delegated_project: eu-de_theirs"),
      `"delegated_project" of ${where} is not supported`,
    ],
    [
      cloud(`${otc}, ${user}, project_id: p`, "auth_type: v3oidcpassword"),
      `The auth_type "v3oidcpassword" of ${where} is not supported; supported are password`,
    ],
    [
      cloud(`${otc}, application_credential_id: a, application_credential_secret: canary-secret`),
      `"application_credential_id" of ${where} is not supported`,
    ],
  ])("%j", async (files, message) => {
    expect(await mistakeIn(named, files)).toContain(message);
  });

  const key = { HW_ACCESS_KEY: "canary-ak", HW_SECRET_KEY: "canary-sk" };
  const osUser = { OS_USERNAME: "u", OS_PASSWORD: "canary-pw", OS_AUTH_URL: "https://iam.own.test/v3" };
  const { OS_PASSWORD, ...withoutPassword } = osUser;

  test.each([
    [{ HW_ASSUME_ROLE_AGENCY_NAME: "ops", ...key }, "HW_ASSUME_ROLE_AGENCY_NAME is set, but an agency"],
    [{ HW_ASSUME_ROLE_AGENCY_NAME: "ops", HW_AUTH_TOKEN: "canary-token" }, "HW_ASSUME_ROLE_AGENCY_NAME is set, but an"],
    [
      { OS_AGENCY_NAME: "ops", OS_USERNAME: "u", OS_PASSWORD, OS_USER_DOMAIN_NAME: "d" },
      "OS_AGENCY_NAME is set, but an agency is not taken from the environment",
    ],
    [{ HUAWEICLOUD_SDK_IDP_ID: "i" }, "HUAWEICLOUD_SDK_IDP_ID is set, but a login by an identity provider is not"],
    [
      { OS_IDENTITY_PROVIDER: "idp", OS_PROJECT_DOMAIN_NAME: "d", ...osUser },
      "OS_IDENTITY_PROVIDER is set, but a login by an identity provider is not supported.",
    ],
    [withoutPassword, "OS_USERNAME is set, but HW_USER_PASSWORD, OS_PASSWORD is not."],
    [{ OS_APPLICATION_CREDENTIAL_ID: "i" }, "OS_APPLICATION_CREDENTIAL_ID is set, but an application cred"],
  ])("%j", async (env, message) => {
    const place = { HW_PROJECT_ID: "p", HW_REGION_NAME: "cn-north-4" };
    expect(await mistakeIn({ ...place, ...env })).toContain(message);
  });
});

describe("what is said of certificates and cannot be heeded", () => {
  const where = "of the cloud x in /project/clouds.yaml is not used";
  const auth = `${otc}, ${user}, project_name: eu-de_mine`;
  const howToTrust = "to trust it, start the command with NODE_EXTRA_CA_CERTS=/etc/own.pem.";

  test.each<[string, Record<string, string>, string]>([
    ["cacert: /etc/own.pem", {}, `cacert ${where}: ${howToTrust}`],
    ["verify: False", {}, `verify ${where}, certificates are always checked: to trust a private authority, start`],
    ["insecure: true", {}, `insecure ${where}`],
    ["cert: /etc/client.pem", {}, `cert ${where}: certificates of the client are not supported.`],
    ["verify: true", { OS_CACERT: "/etc/own.pem" }, `OS_CACERT is not used: ${howToTrust}`],
    ["verify: true", { HW_INSECURE: "true" }, "HW_INSECURE is not used"],
  ])("is told, with what to do: %s %j", async (member, env, note) => {
    const { code, stdout, stderr } = await getWith({ ...named, ...env }, cloud(auth, member));
    expect(code).toBe(0);
    expect(parseLines(stdout)).toHaveLength(1);
    expect(stderr).toContain(note);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  test.each([
    ["verify: true", {}],
    ["verify: false, cacert: /etc/own.pem", { NODE_EXTRA_CA_CERTS: "/etc/own.pem" }],
    ["insecure: false", { OS_INSECURE: "false", HW_INSECURE: "0" }],
  ])("is not told where there is nothing to do: %s %j", async (member, env) => {
    expect(await getWith({ ...named, ...env }, cloud(auth, member))).toMatchObject({ code: 0, stderr: "" });
  });
});
