import { describe, expect, test } from "vitest";
import { createWorld, run } from "./run.ts";

describe("the command's own words are shown, even if a password is one of them", () => {
  const commands = [
    ["get", "sfs-turbo/good", "dcs/bad", "dcs/none"],
    ["get", "sfs-turbo/good", "dcs/bad", "dcs/none", "--json"],
    ["wait", "sfs-turbo/good", "dcs/bad", "dcs/none"],
    ["wait", "sfs-turbo/good", "dcs/bad", "dcs/none", "--json"],
    ["wait", "dcs/slow", "--timeout", "10s"],
    ["get", "sfs-turbo/good", "sfs/good"],
    ["get", "sfs-turbo/good", "--cloud", "aws"],
    ["get", "sfs-turbo/good", "--timeout", "5m"],
    ["--help"],
    ["get", "--help"],
  ];

  async function outputOf(argv: readonly string[], env: Record<string, string>, columns?: number) {
    const world = createWorld();
    world.simulator.addJob({ service: "sfs-turbo", id: "good", scenario: "success" });
    world.simulator.addJob({ service: "dcs", id: "slow", scenario: "slow" });
    const steps = [{ after: 0, status: "FAIL", reason: "No room." }];
    world.simulator.addJob({ service: "dcs", id: "bad", type: "resize", steps });
    const fetch: typeof world.fetch = async (url, init) => {
      const response = await world.fetch(url, init);
      const body = (await response.text()).replaceAll(/"request_id":"[^"]*"/g, '"request_id":"r"');
      return new Response(body, response.ok ? response : { status: response.status });
    };
    const { code, stdout, stderr } = await run(argv, { ...world, fetch, columns, env: { ...world.env, ...env } });
    // Polls come with jitter.
    const withoutTimes = (text: string) => text.replaceAll(/\d+s\b/g, "0s").replaceAll(/\d\d:\d\d:\d\d/g, "00:00:00");
    return { code, stdout: withoutTimes(stdout), stderr: withoutTimes(stderr) };
  }

  test.each(commands.map((argv) => [argv.join(" "), argv] as const))("%s", async (_, argv) => {
    // The frames of a live view depend on time.
    for (const columns of argv[0] === "wait" ? [undefined] : [undefined, 100]) {
      const expected = await outputOf(argv, {}, columns);
      for (const OS_PASSWORD of ["succeeded", "sfs-turbo", "error", "outcome", "service", "cloud", "STATE", "dcs/"]) {
        expect(await outputOf(argv, { OS_PASSWORD }, columns)).toEqual(expected);
      }
    }
  });

  test("but what a server says is redacted, also of a secret that is not in use", async () => {
    const world = createWorld();
    const steps = [{ after: 0, status: "FAIL", reason: "hunter22 failed" }];
    world.simulator.addJob({ service: "dcs", id: "echo", steps });
    for (const argv of [["get"], ["get", "--json"], ["wait"], ["wait", "--json"]]) {
      const env = { ...world.env, OS_PASSWORD: "hunter22" };
      const { stdout } = await run([...argv, "dcs/echo"], { ...world, env });
      expect(stdout).toContain("[redacted] failed");
      expect(stdout).not.toContain("hunter22");
    }
  });
});

/** Each is the value of a member of the body, in JSON. A part that takes quadratic time takes minutes. */
const long: [string, string][] = [
  ["an escape character and parameters", `\\u001b${";#".repeat(400_000)}`],
  ["beginnings of escape sequences", "\\u001b]".repeat(130_000)],
  ["a sequence without an end", `\\u001b[${"0;".repeat(400_000)}`],
  ["spaces", `a${" ".repeat(900_000)}b`],
  ["line breaks", "\\n".repeat(500_000)],
  ["combining marks", `a${"\u0301".repeat(400_000)}`],
  ["families", "👩‍👩‍👧 ".repeat(45_000)],
  ["percent signs", "%25".repeat(300_000)],
];

describe("a long text from a server is shown in time that is linear in its length", () => {
  test.each(long)("%s", async (_, text) => {
    const bodies = [
      `{"job_id":"a","status":"FAIL","fail_reason":"${text}"}`,
      `{"job_id":"a","status":"FAIL","job_type":"${text}"}`,
      `{"job_id":"a","status":"FAIL","error_code":"${text}"}`,
      `{"job_id":"a","status":"${text}"}`,
      `{"job_id":"a","status":"${text}`,
    ];
    for (const [index, body] of bodies.entries()) {
      const argv = [["get"], ["get", "--json"], ["wait"], ["wait", "--json"]][(index + text.length) % 4] ?? [];
      const { code, stdout } = await run([...argv, "workspace/a", ...(argv[0] === "wait" ? ["--timeout", "1s"] : [])], {
        ...createWorld(),
        columns: index % 2 === 0 ? undefined : 80,
        fetch: async () => new Response(body),
      });
      expect([0, 1, 3]).toContain(code);
      expect(stdout).toContain(argv.length > 1 ? '"workspace"' : "workspace/a");
    }
  });

  test("in an error, with as many failed sub-jobs as fit into a response", async () => {
    const part = '{"id":"s","status":"FAIL","fail_reason":"There is no room."}';
    const body = `{"job_id":"a","status":"FAIL","sub_jobs":[${`${part},`.repeat(17_000)}${part}]}`;
    const options = { ...createWorld(), columns: 80, fetch: async () => new Response(body) };
    expect((await run(["get", "workspace/a"], options)).stdout).toContain("16901 more sub-jobs are not shown");
    const { stdout } = await run(["get", "workspace/a", "workspace/b"], options);
    expect(stdout).toContain("and 16901 more failed sub-jobs\n");
  });
});

describe("an option takes precedence over what is found", () => {
  const found = { HUAWEICLOUD_JOBS_ENDPOINT_DCS: "http://127.0.0.1:9", OS_TOKEN: "t", OS_PROJECT_ID: "p" };
  const profiles = {
    "/home/me/.huaweicloud/credentials":
      "[basic]\nak = a\nsk = b\n[mine]\nak = a\nsk = b\niam_endpoint = https://iam.eu-nl.otc.t-systems.com",
  };

  test.each([
    [{ HW_CLOUD: "huaweicloud" }, ["--cloud", "otc", "--region", "eu-de"], "dcs.eu-de.otc.t-systems.com", "--cloud"],
    [{ HW_CLOUD: "otc" }, ["--region", "eu-de"], "dcs.eu-de.otc.t-systems.com", "--region"],
    [{ HW_REGION_NAME: "eu-de" }, ["--cloud", "otc"], "dcs.eu-de.otc.t-systems.com", "--cloud"],
    [{}, ["--profile", "mine"], "dcs.eu-nl.otc.t-systems.com", "--profile"],
    [{}, ["--region", "eu-de", "--endpoint", "dcs=https://own.test"], "own.test", undefined],
    [{}, [], "127.0.0.1:9", undefined],
  ])("%j %j", async (env, argv, host, option) => {
    const sent: string[] = [];
    const fetch = async (url: string) => {
      sent.push(new URL(url).host);
      return Response.json({ job_id: "a", status: "SUCCESS" });
    };
    const options = { env: { ...found, ...env }, files: profiles, fetch };
    const { code, stderr } = await run(["get", "dcs/a", ...argv], options);
    expect({ code, sent }).toEqual({ code: 0, sent: [host] });
    expect(stderr).toBe(
      option === undefined ? "" : `HUAWEICLOUD_JOBS_ENDPOINT_DCS is not used: ${option} takes precedence.\n`,
    );
  });

  test.each([
    ["--cloud", "aws", '"--cloud" must be one of "huaweicloud", "otc"; got "aws".'],
    ["--region", "?", '"--region" must be a region such as "eu-de" or "cn-north-4"; got "?".'],
    [
      "--project",
      "a/b",
      '"--project" must be 1 to 255 characters of A-Z a-z 0-9 - _ . ~ (and not . or ..); got "a/b".',
    ],
  ])("%s %s is refused, even if it is not needed", async (option, value, message) => {
    const fetch = async () => Promise.reject(new Error("sent"));
    const args = ["get", '{"service":"dcs","id":"a","projectId":"p"}', option, value];
    for (const endpoint of [[], ["--endpoint", "dcs=https://own.test"]]) {
      const [command = "", ref, ...rest] = args;
      const result = await run([command, ...rest, ...endpoint], { stdin: ref, env: found, fetch });
      expect(result).toMatchObject({ code: 2, stderr: expect.stringContaining(`error: ${message}\n`) });
    }
  });
});
