import { describe, expect, test } from "vitest";
import type { Fetch } from "../../src/http/send-once.ts";
import { createWorld, parseLines, run } from "./run.ts";

const IAM = "https://iam.eu-de.otc.t-systems.com/v3";
const TOKEN = "gAAAAABm-very-secret-token";

/** A simulator, and an IAM with some projects. */
function scene(projects: readonly object[] = [], status = 200) {
  const world = createWorld({ token: TOKEN });
  const { HUAWEICLOUD_JOBS_PROJECT_ID: projectId = "", ...env } = world.env;
  const requests: { method: string; url: string; headers: Headers; body: unknown }[] = [];
  const fetch: Fetch = async (url, init) => {
    if (!url.startsWith("https://iam.")) {
      return world.fetch(url, init);
    }
    requests.push({ method: init.method ?? "", url, headers: new Headers(init.headers), body: init.body });
    return url.endsWith("/auth/tokens")
      ? Response.json(
          { token: { expires_at: "2999-01-01T00:00:00Z" } },
          { status: 201, headers: { "X-Subject-Token": TOKEN } },
        )
      : Response.json(status === 200 ? { projects } : { error: { code: status, message: `No ${TOKEN}` } }, { status });
  };
  const job = world.add({ service: "dcs", scenario: "slow" });
  const get = (more: Record<string, string>, files = {}) =>
    run(["get", job, "--json"], { ...world, fetch, files, env: { ...env, ...more } });
  return { get, requests, own: { id: projectId, name: "eu-de_mine" } };
}

const { own } = scene();
const others = [{ id: "1", name: "eu-de" }, { id: "2", name: "eu-de_mine2" }, own];

describe("the ID of a project is requested from IAM if only its name is known", () => {
  test.each(["OS_PROJECT_NAME", "OS_TENANT_NAME", "HW_PROJECT_NAME"])("from %s, with a token", async (name) => {
    const { get, requests } = scene(others);
    const { code, stdout } = await get({ OS_AUTH_URL: IAM, [name]: own.name });
    expect(code).toBe(0);
    expect(parseLines(stdout)).toMatchObject([{ projectId: own.id }]);
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([`GET ${IAM}/auth/projects`]);
    expect(requests[0]?.headers.get("X-Auth-Token")).toBe(TOKEN);
  });

  test("from clouds.yaml, with a user, who logs in for that project", async () => {
    const { get, requests } = scene(others);
    const yaml = `clouds: { mine: { auth: { auth_url: "${IAM}", username: u, password: pass, user_domain_name: d, project_name: ${own.name} } } }`;
    const env = { HUAWEICLOUD_JOBS_TOKEN: "", OS_CLOUD: "mine" };
    expect(await get(env, { "/project/clouds.yaml": yaml })).toMatchObject({ code: 0, stderr: "" });
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `POST ${IAM}/auth/tokens`,
      `GET ${IAM}/auth/projects`,
    ]);
    const { scope } = JSON.parse(String(requests[0]?.body)).auth;
    expect(scope).toEqual({ project: { name: own.name, domain: { name: "d" } } });
  });

  test("with an access key of a profile, at its iam_endpoint, with a signature", async () => {
    const { get, requests } = scene(others);
    const ini = `[basic]\nak = ak-1234\nsk = sk-1234\niam_endpoint = https://iam.eu-de.otc.t-systems.com`;
    const env = { HUAWEICLOUD_JOBS_TOKEN: "", OS_PROJECT_NAME: own.name };
    await get(env, { "/home/me/.huaweicloud/credentials": ini });
    expect(requests.map(({ url }) => url)).toEqual([`${IAM}/auth/projects`]);
    expect(requests[0]?.headers.get("Authorization")).toContain("SDK-HMAC-SHA256 Access=ak-1234");
  });
});

test("an ID in the same or an earlier place takes precedence over the name", async () => {
  const { get, requests } = scene(others);
  expect(await get({ OS_AUTH_URL: IAM, OS_PROJECT_NAME: "other", OS_PROJECT_ID: own.id })).toMatchObject({ code: 0 });
  expect(requests).toEqual([]);
});

describe("the error says what is wrong and what to do", () => {
  test.each([
    [
      "no IAM",
      {},
      others,
      `error: "OS_PROJECT_NAME" is the name of a project, but the IAM to request its ID from is not known: set OS_AUTH_URL, or give the ID with --project.\n`,
    ],
    [
      "no such project",
      { OS_AUTH_URL: IAM },
      others.slice(0, 2),
      `error: "OS_PROJECT_NAME" is "eu-de_mine", which is the name of none of the projects there ("eu-de", "eu-de_mine2"), according to ${IAM}/auth/projects; give the ID with --project.\n`,
    ],
    [
      "two of them",
      { OS_AUTH_URL: IAM },
      [own, own],
      `error: "OS_PROJECT_NAME" is "eu-de_mine", which is the name of several projects there, according to ${IAM}/auth/projects; give the ID with --project.\n`,
    ],
    [
      "an invalid ID",
      { OS_AUTH_URL: IAM },
      [{ ...own, id: "../x" }],
      `error: "the project ID of ${IAM}/auth/projects" must be 1 to 255 characters`,
    ],
    ["plain http:", { OS_AUTH_URL: "http://iam.test" }, others, 'error: "OS_AUTH_URL" is plain http: to iam.test'],
  ])("%s", async (_, env, projects, message) => {
    const { code, stdout, stderr } = await scene(projects).get({ OS_PROJECT_NAME: own.name, ...env });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });

  test("IAM refuses: the exit code is 4, and the token that it echoes is not shown", async () => {
    const { code, stderr } = await scene([], 401).get({ OS_AUTH_URL: IAM, OS_PROJECT_NAME: own.name });
    expect(code).toBe(4);
    expect(stderr).toContain("401");
    expect(stderr).not.toContain(TOKEN.slice(0, 10));
  });
});
