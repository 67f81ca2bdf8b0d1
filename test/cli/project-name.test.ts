import { describe, expect, test } from "vitest";
import { findWith, getWith } from "./iam-scene.ts";

const IAM = "https://iam.eu-de.otc.t-systems.com/v3";
const token = { OS_TOKEN: "canary-token" };
const own = { id: "00000000000000000000000000000001", name: "eu-de_mine" };

// The project of a user in clouds.yaml is in clouds.test.ts.
describe("the ID of a project is requested from IAM if only its name is known", () => {
  test.each(["OS_PROJECT_NAME", "OS_TENANT_NAME", "HW_PROJECT_NAME"])("from %s, with a token", async (name) => {
    const { found, projectId, calls, hosts, sent } = await findWith({ ...token, OS_AUTH_URL: IAM, [name]: own.name });
    expect(found).toMatchObject([{ projectId }]);
    expect([calls(), hosts]).toEqual([["GET /v3/auth/projects"], ["iam.eu-de.otc.t-systems.com"]]);
    expect(sent[0]?.headers["x-auth-token"]).toBe("canary-token");
  });

  test("with an access key of a profile, at its iam_endpoint, with a signature", async () => {
    const ini = "[basic]\nak = ak-1234\nsk = sk-1234\niam_endpoint = https://iam.eu-de.otc.t-systems.com";
    const files = { "/home/me/.huaweicloud/credentials": ini };
    const { calls, hosts, sent } = await getWith({ OS_PROJECT_NAME: own.name }, files);
    expect([calls(), hosts]).toEqual([["GET /v3/auth/projects"], ["iam.eu-de.otc.t-systems.com"]]);
    expect(sent[0]?.headers.authorization).toContain("SDK-HMAC-SHA256 Access=ak-1234");
  });
});

test("an ID in the same or an earlier place takes precedence over the name", async () => {
  const names = { OS_PROJECT_NAME: "other", OS_PROJECT_ID: "p" };
  expect((await getWith({ ...token, OS_AUTH_URL: IAM, ...names })).sent).toEqual([]);
});

describe("the error says what is wrong and what to do", () => {
  const others = [
    { id: "1", name: "eu-de" },
    { id: "2", name: "eu-de_mine2" },
  ];
  const none = `is the name of none of the projects there ("eu-de", "eu-de_mine2"), according to`;
  const known = { OS_AUTH_URL: IAM };
  const advice = "give the ID with --project.\n";
  const unknown = "is the name of a project, but the IAM to request its ID from is not known: set OS_AUTH_URL, or";

  test.each<[string, Record<string, string>, object[], string]>([
    ["no IAM", {}, [own], `error: "OS_PROJECT_NAME" ${unknown} ${advice}`],
    [
      "no such project",
      known,
      others,
      `"OS_PROJECT_NAME" is "eu-de_mine", which ${none} ${IAM}/auth/projects; ${advice}`,
    ],
    [
      "two of them",
      known,
      [own, own],
      `"OS_PROJECT_NAME" is "eu-de_mine", which is the name of several projects there, according to ${IAM}/auth/projects; ${advice}`,
    ],
    [
      "an invalid ID",
      known,
      [{ ...own, id: "../x" }],
      `error: "the project ID of ${IAM}/auth/projects" must be 1 to 255 characters`,
    ],
    ["plain http:", { OS_AUTH_URL: "http://iam.test" }, [own], 'error: "OS_AUTH_URL" is plain http: to iam.test'],
  ])("%s", async (_, env, projects, message) => {
    const sources = { ...token, OS_PROJECT_NAME: own.name, ...env };
    const { code, stdout, stderr } = await getWith(sources, {}, { projects });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });

  test("IAM refuses: the exit code is 4, and the token is not shown", async () => {
    const { code, stderr } = await getWith({ ...token, ...known, OS_PROJECT_NAME: own.name }, {}, { faults: [401] });
    expect(code).toBe(4);
    expect(stderr).toContain("401");
    expect(stderr).not.toContain("canary");
  });
});
