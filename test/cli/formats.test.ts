import { describe, expect, test } from "vitest";
import { createWorld, parseLines, refusalOf, run } from "./run.ts";

function sample() {
  const world = createWorld();
  world.simulator.addJob({ service: "sfs-turbo", id: "good", scenario: "success", duration: 10_000 });
  const steps = [{ after: 5_000, status: "FAIL", reason: "No room." }];
  world.simulator.addJob({ service: "dcs", id: "bad", steps: [{ after: 0, status: "RUNNING" }, ...steps] });
  return world;
}

const refs = ["sfs-turbo/good", "dcs/bad", "dcs/none"];

describe("-o", () => {
  test.each([["-o", "json"], ["--output=json"]])(
    "%s %s prints one document with the outcomes in order",
    async (...flags) => {
      const got = await run(["get", ...refs, ...flags.filter(Boolean)], sample());
      expect(got.stdout.match(/\n/g)).toHaveLength(1);
      expect(JSON.parse(got.stdout)).toMatchObject([
        { service: "sfs-turbo", id: "good" },
        { service: "dcs", id: "bad", state: "running" },
        { ref: { id: "none" }, error: { status: 404, url: expect.any(String), requestId: expect.any(String) } },
      ]);
      const waited = await run(["wait", ...refs, ...flags.filter(Boolean)], { ...sample(), columns: 80 });
      expect(waited.code).toBe(1);
      expect(JSON.parse(waited.stdout)).toMatchObject([
        { ref: { id: "good" }, job: { state: "succeeded" } },
        { ref: { id: "bad" }, job: { state: "failed", error: { reason: "No room." } } },
        { ref: { id: "none" }, error: { name: "NotFoundError" } },
      ]);
    },
  );

  test("jsonl is the same as --json", async () => {
    for (const command of ["get", "wait"]) {
      const [one, other] = await Promise.all(
        [["-o", "jsonl"], ["--json"]].map((flags) => run([command, ...refs, ...flags], sample())),
      );
      const shapes = ({ stdout }: { stdout: string } = { stdout: "" }) =>
        parseLines(stdout)
          .map((line) => Object.keys(line).filter((name) => name !== "progress"))
          .sort();
      expect(shapes(one)).toEqual(shapes(other));
      expect(shapes(one).length).toBeGreaterThan(2);
    }
  });

  test("ids prints references that can be given to the next command, and errors on standard error", async () => {
    const got = await run(["get", ...refs, "-o", "ids"], sample());
    expect(got).toMatchObject({ code: 1, stdout: "sfs-turbo/good\ndcs/bad\n" });
    expect(got.stderr).toMatch(/^error: dcs\/none: not found: 404 .*$/m);
    const world = sample();
    const waited = await run(["wait", ...refs, "-o", "ids"], { ...world, columns: 80 });
    expect(waited.stdout).toBe("sfs-turbo/good\n");
    expect(waited.stderr).toContain("error: dcs/bad: failed: No room.\n");
    expect((await run(["get", "-o", "ids"], { ...world, stdin: waited.stdout })).stdout).toBe(waited.stdout);
  });

  test("table is the default", async () => {
    expect(await run(["get", ...refs, "-o", "table"], sample())).toMatchObject({
      stdout: expect.stringMatching(/^STATE +JOB +TYPE +TIME\n/),
    });
  });

  test.each([
    [["-o", "yaml"], 'error: "--output" must be one of "table", "json", "jsonl", "ids"; got "yaml".\n'],
    [["-o", "ids", "--json"], "error: option '--json' cannot be used with option '-o, --output <format>'\n"],
    [["--quiet", "--json"], "error: option '--quiet' cannot be used with option '--json'\n"],
    [["--quiet", "-o", "ids"], "error: option '--quiet' cannot be used with option '-o, --output <format>'\n"],
  ])("%j is refused", async (flags, message) => {
    const stderr = await refusalOf(["get", "dcs/a", ...flags], sample());
    expect(stderr.startsWith(message)).toBe(true);
  });
});

describe("--quiet prints errors only, and leaves the rest to the exit code", () => {
  test.each(["get", "wait"])("%s", async (command) => {
    for (const columns of [undefined, 80]) {
      const good = await run([command, "sfs-turbo/good", "--quiet"], { ...sample(), columns });
      expect(good).toEqual({ code: 0, stdout: "", stderr: "" });
      const world = sample();
      await world.clock.sleep(10_000);
      const { code, stdout, stderr } = await run([command, ...refs, "--quiet"], { ...world, columns });
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toMatch(/^error: dcs\/bad: failed: No room\.\nerror: dcs\/none: not found: 404 [^\n]*\n$/);
    }
  });

  test("at a timeout, and with polls that fail meanwhile", async () => {
    const world = sample();
    world.simulator.injectFault({ kind: "reset", id: "good" });
    const argv = ["wait", "sfs-turbo/good", "--timeout", "6s", "--quiet"];
    expect(await run(argv, { ...world, columns: 80 })).toEqual({
      code: 3,
      stdout: "",
      stderr: "error: sfs-turbo/good: timed out: still running after 6s\n",
    });
  });

  test("of wrong usage", async () => {
    const { stderr } = await run(["get", "nothing", "--quiet"], sample());
    expect(stderr).toMatch(/^error: "nothing" is not a reference/);
  });
});

describe("an error is one short line", () => {
  test("in a table, and the details are in --debug and JSON", async () => {
    const { stdout, stderr } = await run(["get", "dcs/none"], sample());
    expect(stdout + stderr).not.toMatch(/https?:|request ID/);
    expect(stdout).toMatch(/^ {4}404 [\w.]+: [^\n]{1,100}$/m);
    const debug = await run(["get", "dcs/none", "--debug"], sample());
    expect(debug.stderr).toMatch(/request ID \w+ \(GET https:/);
  });

  test("if it is a response that is not a job", async () => {
    const world = { ...sample(), fetch: async () => new Response("nope") };
    const { stdout, stderr } = await run(["get", "dcs/good"], world);
    expect(stdout).toMatch(/^ {4}200, but the body is not JSON[^\n]*nope$/m);
    expect(stdout + stderr).not.toMatch(/https?:/);
    expect((await run(["get", "dcs/good", "--json"], world)).stdout).toContain("(GET https:");
  });

  test("if it is that of a login; with JSON it has all details", async () => {
    const env = { OS_AUTH_URL: "https://iam.test/v3", OS_USERNAME: "u", OS_PASSWORD: "wrong-one", OS_DOMAIN_NAME: "d" };
    const fetch = async () => Response.json({ error: { code: 401, message: "Wrong." } }, { status: 401 });
    const options = { env: { ...env, HW_CLOUD: "otc", HW_REGION_NAME: "eu-de", OS_PROJECT_NAME: "eu-de" }, fetch };
    expect(await run(["get", "dcs/a"], options)).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/^error: IAM: 401: Wrong\. IAM does not accept the login: [^\n]*\n$/),
    });
    const { stderr } = await run(["get", "dcs/a", "-o", "json"], options);
    expect(stderr).toContain("Wrong. (POST https://iam.test/v3/auth/tokens)");
  });
});

describe("a job that is not found at first", () => {
  function late(delay: number) {
    const world = createWorld();
    const began = world.clock.now();
    world.simulator.addJob({ service: "dcs", id: "late", scenario: "success", duration: 60_000 });
    const fetch: typeof world.fetch = (url, init) =>
      world.clock.now() - began < delay
        ? world.fetch(String(url).replace("late", "none"), init)
        : world.fetch(url, init);
    return { ...world, fetch };
  }

  test.each<[string, string[], string | undefined, number, number]>([
    ["ends the wait", ["dcs/late"], undefined, 3_000, 1],
    ["is polled again with --not-found-grace", ["dcs/late", "--not-found-grace", "10s"], undefined, 3_000, 0],
    ["until the grace has passed", ["dcs/late", "--not-found-grace", "10s"], undefined, 60_000, 1],
    ["is polled again if it has just been started", ["--service", "dcs"], '{"job_id":"late"}', 3_000, 0],
    ["for half a minute", ["--service", "dcs"], '{"job_id":"late"}', 60_000, 1],
    [
      "unless the option says otherwise",
      ["--service", "dcs", "--not-found-grace", "0s"],
      '{"job_id":"late"}',
      3_000,
      1,
    ],
    ["but not if only its ID is read", ["--service", "dcs"], "late\n", 3_000, 1],
  ])("%s", async (_, argv, stdin, delay, code) => {
    expect((await run(["wait", ...argv], { ...late(delay), stdin })).code).toBe(code);
  });
});
