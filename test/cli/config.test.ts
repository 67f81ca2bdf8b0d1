import { describe, expect, test } from "vitest";
import type { Fetch } from "../../src/http/send-once.ts";
import { createWorld, outputOf, run } from "./run.ts";

const IAM = "https://iam.eu-de.otc.t-systems.com/v3";
const user = { OS_AUTH_URL: IAM, OS_USERNAME: "me", OS_PASSWORD: "hunter22", OS_USER_DOMAIN_NAME: "d" };
const key = { HW_ACCESS_KEY: "AKIAKIAKIAKIAKIAWXYZ", HW_SECRET_KEY: "very-secret-key" };
const place = { HW_CLOUD: "otc", OS_REGION_NAME: "eu-de", OS_PROJECT_ID: "p" };
const clouds = `clouds: { mine: { region_name: eu-nl, auth: { auth_url: "https://iam.eu-nl.otc.t-systems.com/v3", username: you, password: hunter22, user_domain_name: d, project_name: eu-nl } } }`;

const silent: Fetch = () => Promise.reject(new Error("a request was sent"));

async function configOf(env: Record<string, string>, argv: string[] = [], files: Record<string, string> = {}) {
  const { code, stdout, stderr } = await run(["config", "--json", ...argv], { env, files, fetch: silent });
  expect(stderr).toBe("");
  return { code, ...JSON.parse(stdout) };
}

describe("config", () => {
  test("prints a table of what is used and where it was found", async () => {
    const env = { ...user, ...key, ...place, HW_CLOUD: "", HUAWEICLOUD_JOBS_ENDPOINT_DCS: "http://127.0.0.1:1" };
    const stdout = await outputOf(["config"], { env, fetch: silent });
    expect(stdout).toBe(
      [
        "SETTING      VALUE                                      FOUND IN",
        "credentials  access key ****WXYZ                        HW_ACCESS_KEY, HW_SECRET_KEY",
        "project      p                                          OS_PROJECT_ID",
        "cloud        otc                                        OS_AUTH_URL",
        "region       eu-de                                      OS_REGION_NAME",
        "iam          none",
        "sfs-turbo    https://sfs-turbo.eu-de.otc.t-systems.com  cloud and region",
        "workspace    none                                       The cloud otc does not offer workspace",
        "dcs          http://127.0.0.1:1                         HUAWEICLOUD_JOBS_ENDPOINT_DCS",
        "",
        "NOT USED                                       REASON",
        "OS_USERNAME, OS_PASSWORD, OS_USER_DOMAIN_NAME  in favour of HW_ACCESS_KEY, HW_SECRET_KEY",
        "",
      ].join("\n"),
    );
  });

  test("puts the cells below each other on a terminal that is too narrow for them", async () => {
    const { stdout } = await run(["config"], { env: { ...key, ...place }, fetch: silent, columns: 60 });
    expect(stdout).toContain("\nproject\n  p\n  OS_PROJECT_ID\ncloud\n  otc\n  HW_CLOUD\n");
    expect(stdout).toContain("\niam\n  none\nsfs-turbo\n  https://");
    expect(stdout.split("\n").filter((line) => line.length > 60)).toEqual([]);
  });

  const userSource = "OS_USERNAME, OS_PASSWORD, OS_USER_DOMAIN_NAME";
  const cloudSource = "the cloud mine in /project/clouds.yaml";
  const ofToken = { by: "token", value: "the project of the token", source: "OS_TOKEN" };

  test.each<[string, Record<string, string>, string[], object]>([
    ["a token", { ...place, OS_TOKEN: `${"t".repeat(40)}WXYZ` }, [], { value: "token ****WXYZ", source: "OS_TOKEN" }],
    ["a short token", { ...place, OS_TOKEN: "short" }, [], { value: "token ****", source: "OS_TOKEN" }],
    ["--token", place, ["--token", "short"], { value: "token ****", source: "--token" }],
    [
      "a temporary key",
      { ...place, ...key, HW_SECURITY_TOKEN: "st-secret" },
      [],
      { value: "temporary access key ****WXYZ", source: "HW_ACCESS_KEY, HW_SECRET_KEY, HW_SECURITY_TOKEN" },
    ],
    ["a user", { ...place, ...user }, [], { value: "user me", source: userSource }],
    ["a user of clouds.yaml", { ...place, OS_CLOUD: "mine" }, [], { value: "user you", source: cloudSource }],
  ])("masks %s", async (_, env, argv, credentials) => {
    const { code, ...config } = await configOf(env, argv, { "/project/clouds.yaml": clouds });
    expect(code).toBe(0);
    expect(config["credentials"]).toEqual(credentials);
    expect(JSON.stringify(config)).not.toMatch(/hunter22|secret|tttt|AKIA|short/);
  });

  test.each<[string, Record<string, string>, string[], object]>([
    ["by its ID", { ...place, ...key }, ["--project", "q"], { by: "id", value: "q", source: "--project" }],
    ["by its name", { ...user, OS_PROJECT_NAME: "x" }, [], { by: "name", value: "x", source: "OS_PROJECT_NAME" }],
    ["as the region's own", user, [], { by: "name", value: "eu-de", source: "OS_AUTH_URL" }],
    ["as that of the token", { OS_TOKEN: "short", OS_AUTH_URL: IAM }, [], ofToken],
  ])("names the project %s, and IAM if that is asked", async (_, env, argv, project) => {
    const config = await configOf(env, argv);
    expect(config).toMatchObject({ code: 0, project });
    expect(config["iam"]).toEqual(
      "by" in project && project.by === "id" ? null : { value: IAM, source: "OS_AUTH_URL" },
    );
  });

  test("names what was found and is not used", async () => {
    const files = {
      "/project/clouds.yaml": clouds,
      "/home/me/.huaweicloud/credentials": "[basic]\nak = a\nsk = b",
      "/home/me/.hcloud/config.json": "not JSON",
    };
    const env = {
      ...key,
      ...place,
      OS_TOKEN: "first",
      OS_AUTH_TOKEN: "second",
      OS_CLOUD: "mine",
      HW_REGION_NAME: "cn-north-4",
      OS_TENANT_ID: "old",
      HUAWEICLOUD_JOBS_ENDPOINT_DCS: "http://127.0.0.1:1",
      OS_APPLICATION_CREDENTIAL_ID: "app",
    };
    const { unused, notes } = await configOf(env, ["--cloud", "huaweicloud"], files);
    expect(unused).toEqual([
      { source: "OS_AUTH_TOKEN", reason: "in favour of OS_TOKEN" },
      { source: "HW_ACCESS_KEY, HW_SECRET_KEY", reason: "in favour of OS_TOKEN" },
      { source: "the profile basic in /home/me/.huaweicloud/credentials", reason: "in favour of OS_TOKEN" },
      { source: "the cloud mine in /project/clouds.yaml", reason: "in favour of OS_TOKEN" },
      { source: "OS_TENANT_ID", reason: "in favour of OS_PROJECT_ID" },
      { source: "project_name of the cloud mine in /project/clouds.yaml", reason: "in favour of OS_PROJECT_ID" },
      { source: "HW_CLOUD", reason: "in favour of --cloud" },
      { source: "auth_url of the cloud mine in /project/clouds.yaml", reason: "in favour of --cloud" },
      { source: "OS_REGION_NAME", reason: "in favour of HW_REGION_NAME" },
      { source: "region_name of the cloud mine in /project/clouds.yaml", reason: "in favour of HW_REGION_NAME" },
      { source: "OS_APPLICATION_CREDENTIAL_ID", reason: "an application credential is not supported" },
    ]);
    expect(notes).toEqual(["HUAWEICLOUD_JOBS_ENDPOINT_DCS is not used: --cloud takes precedence."]);
  });

  test("says what is missing, and ends with 2", async () => {
    const { code, stdout, stderr } = await run(["config"], { env: {}, fetch: silent });
    expect(code).toBe(2);
    expect(stdout).toMatch(/^credentials +none$/m);
    for (const words of ["No credentials.", "Project ID not set.", "Cloud not set."]) {
      expect(stderr).toContain(`error: ${words}`);
    }
    const { problems } = await configOf({ ...key, ...place, HW_CLOUD: "aws" });
    expect(problems).toEqual(['"HW_CLOUD" must be one of "huaweicloud", "otc"; got "aws".']);
  });
});

describe("--dry-run", () => {
  const env = { ...key, ...place };

  test.each(["get", "wait"])("of %s is the same with the references, and sends nothing", async (command) => {
    const argv = [command, "--dry-run", "dcs/a", "sfs-turbo/b"];
    const { code, stdout } = await run(argv, { env, fetch: silent });
    expect(code).toBe(0);
    expect(stdout).toContain("\ndcs          https://dcs.eu-de.otc.t-systems.com        cloud and region\n");
    expect(stdout).toContain("\nJOB          PROJECT\ndcs/a        p\nsfs-turbo/b  p\n");
    expect(stdout).not.toContain("workspace");
    const json = JSON.parse((await run([...argv, "--json"], { env, fetch: silent })).stdout);
    expect(json).toMatchObject({
      services: { dcs: { value: "https://dcs.eu-de.otc.t-systems.com" }, "sfs-turbo": {} },
      refs: [
        { service: "dcs", id: "a" },
        { service: "sfs-turbo", id: "b" },
      ],
      problems: [],
    });
  });

  test.each(["get", "wait"])(
    "of %s prints with -o ids the references, each once, and errors elsewhere",
    async (command) => {
      const argv = [command, "dcs/a", "sfs-turbo/b", "dcs/a", "--dry-run", "-o", "ids"];
      expect(await run(argv, { env, fetch: silent })).toEqual({ code: 0, stdout: "dcs/a\nsfs-turbo/b\n", stderr: "" });
      const bad = await run([...argv, "--cloud", "aws"], { env, fetch: silent });
      expect(bad).toMatchObject({ code: 2, stdout: "dcs/a\nsfs-turbo/b\n" });
      expect(bad.stderr).toMatch(/^error: "--cloud" must be one of/);
    },
  );

  test("prints nothing with --quiet if nothing is wrong", async () => {
    const argv = ["get", "dcs/a", "--dry-run", "--quiet"];
    expect(await run(argv, { env, fetch: silent })).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  test("fails as the command itself would", async () => {
    for (const flags of [[], ["--dry-run"]]) {
      const { code, stderr } = await run(["get", "workspace/a", ...flags], { env, fetch: silent });
      expect(code).toBe(2);
      expect(stderr).toContain("error: The cloud otc does not offer workspace; if yours does, give its URL");
    }
  });

  test.each([
    ["wait", "--timeout", "5"],
    ["wait", "--interval", "30s..5s"],
    ["wait", "--typical", "infinity"],
    ["wait", "--not-found-grace", "soon"],
    ["wait", "--rate", "0"],
    ["get", "--rate", "fast"],
  ])("of %s refuses %s %s as the command itself does", async (command, option, value) => {
    const real = await run([command, "dcs/a", option, value], { env, fetch: silent });
    expect(real).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(`error: "${option}" must be`) });
    expect(await run([command, "dcs/a", option, value, "--dry-run"], { env, fetch: silent })).toEqual(real);
  });

  test.each<[string[], Record<string, string>]>([
    [[], {}],
    [["--region", "eu-nl"], {}],
    [["--cloud", "huaweicloud", "--region", "ap-southeast-1"], {}],
    [["--endpoint", "dcs=https://own.test"], {}],
    [["--project", "q"], {}],
    [[], { HUAWEICLOUD_JOBS_ENDPOINT_DCS: "https://left.test" }],
    [["--region", "eu-nl"], { HUAWEICLOUD_JOBS_ENDPOINT_DCS: "https://left.test" }],
    [[], { HW_PROJECT_ID: "other", HW_REGION_NAME: "eu-nl" }],
    [[], { OS_TOKEN: "token-in-environment" }],
  ])("names the host, project and credentials of the real request (%j %j)", async (argv, more) => {
    const around = { ...createWorld(), env: { ...env, ...more } };
    const { services, project, credentials } = JSON.parse(
      (await run(["get", "dcs/a", "--dry-run", "--json", ...argv], { ...around, fetch: silent })).stdout,
    );
    const sent: { url: string; headers: Headers }[] = [];
    const fetch: Fetch = async (url, init) => {
      sent.push({ url, headers: new Headers(init.headers) });
      return Response.json({ job_id: "a", status: "SUCCESS" });
    };
    await run(["get", "dcs/a", ...argv], { ...around, fetch });
    expect(sent).toHaveLength(1);
    expect(sent[0]?.url).toContain(`${services.dcs.value}/v2/${project.value}/`);
    expect(sent[0]?.headers.has("X-Auth-Token")).toBe(credentials.value.startsWith("token"));
  });
});
