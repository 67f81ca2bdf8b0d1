import { describe, expect, test } from "vitest";
import { Interrupted } from "../../src/cli/io.ts";
import { nameOf } from "../../src/cli/outcome.ts";
import { createWorld, parseLines, type RunOptions, refusalOf, run } from "./run.ts";

const TOKEN = "gAAAAABm-very-secret-token";

const world = createWorld({ token: TOKEN });

const end = (after: number, status: string, reason: string) => [
  { after: 0, status: "RUNNING" },
  { after, status, reason },
];

describe("wait --json", () => {
  test("standard output is one JSON object per line and nothing else, on a terminal too", async () => {
    const good = world.simulator.addJob({ service: "sfs-turbo", scenario: "success" });
    const bad = world.simulator.addJob({ service: "workspace", scenario: "failure" });
    const argv = ["wait", nameOf(good), nameOf(bad), "dcs/none", "--json"];
    const { code, stdout, stderr } = await run(argv, { ...world, columns: 80 });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(
        /^3 jobs: 1 succeeded, 1 failed, 1 not found\nThe service does not know .*\nNot found: check ID, .*\n$/,
      ),
    });

    const lines = parseLines(stdout);
    const updates = lines.filter(({ event }) => event === "update").map(({ job }) => job as Record<string, unknown>);
    expect(new Set(updates.map(({ id }) => id))).toEqual(new Set([good.id, bad.id]));
    expect(updates[0]?.["startedAt"]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    const outcomes = lines.filter(({ event }) => event === "outcome");
    expect(outcomes).toHaveLength(3);
    expect(outcomes).toContainEqual({
      event: "outcome",
      ref: good,
      job: expect.objectContaining({ state: "succeeded" }),
    });
    expect(outcomes).toContainEqual({
      event: "outcome",
      ref: { service: "dcs", id: "none", projectId: good.projectId },
      error: expect.objectContaining({ name: "NotFoundError", status: 404, requestId: expect.any(String) }),
    });
    expect(lines.every(({ event }) => event === "update" || event === "outcome")).toBe(true);
  });
});

test("get --json prints the jobs in the order of the arguments", async () => {
  const [one, two] = ["dcs", "workspace"].map((service) =>
    world.simulator.addJob({ service: service as "dcs", scenario: "slow" }),
  );
  const { stdout } = await run(["get", `workspace/${two?.id}`, "dcs/none", `dcs/${one?.id}`, "--json"], world);
  expect(parseLines(stdout)).toMatchObject([
    { service: "workspace", id: two?.id, state: "pending", subJobs: [] },
    { ref: { service: "dcs", id: "none" }, error: { name: "NotFoundError" } },
    { service: "dcs", id: one?.id },
  ]);
});

test("without a terminal there is one plain line per change, then the table with the reasons", async () => {
  const steps = [
    { after: 0, status: "RUNNING", subJobsTotal: 1, subJobs: [{ id: "s1", status: "RUNNING", progress: 40 }] },
    {
      after: 5_000,
      status: "FAIL",
      code: "WKS.1",
      reason: "No room.",
      subJobs: [{ id: "s1", type: "create", status: "FAIL", code: "WKS.2", reason: "Pool is empty." }],
    },
  ];
  const job = world.add({ service: "workspace", id: "w1", type: "createDesktops", steps });
  const { code, stdout } = await run(["wait", job], world);
  expect(code).toBe(1);
  const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`;
  expect(stdout).toMatch(
    new RegExp(
      [
        String.raw`^${time} workspace/w1 createDesktops running 40% \(0 of 1 sub-jobs done\)`,
        `${time} workspace/w1 createDesktops failed: WKS.1 No room.; sub-job s1 \\(create\\): WKS.2 Pool is empty.`,
        "",
        "STATE     JOB           TYPE            TIME",
        "✗ failed  workspace/w1  createDesktops  5s",
        "    WKS.1 No room.",
        "✗ failed  └─ s1         create          5s",
        "    WKS.2 Pool is empty.\n$",
      ].join("\n"),
    ),
  );
});

test("a plain line shows how many sub-jobs are done, and is not repeated", async () => {
  const part = (id: string, status: string, progress: number) => ({ id, status, progress });
  const steps = [
    { after: 0, status: "RUNNING", subJobsTotal: 2, subJobs: [part("a", "RUNNING", 60), part("b", "WAITING", 40)] },
    { after: 20_000, status: "RUNNING", subJobs: [part("a", "RUNNING", 40), part("b", "RUNNING", 60)] },
    { after: 40_000, status: "RUNNING", subJobs: [part("a", "SUCCESS", 100), part("b", "RUNNING", 0)] },
    { after: 60_000, status: "SUCCESS", subJobs: [part("a", "SUCCESS", 100), part("b", "SUCCESS", 100)] },
  ];
  const job = world.add({ service: "workspace", id: "w2", type: "make", steps });
  const { stdout } = await run(["wait", job], world);
  const lines = stdout.split("\n\n")[0]?.split("\n");
  expect(lines?.map((line) => line.slice(line.indexOf(" ") + 1))).toEqual([
    "workspace/w2 make running 50% (0 of 2 sub-jobs done)",
    "workspace/w2 make running 50% (1 of 2 sub-jobs done)",
    "workspace/w2 make succeeded",
  ]);
});

test("an undocumented status word is shown", async () => {
  const steps = [{ after: 0, status: "SUPER\u001b[2JSEDED" }];
  const job = world.add({ service: "dcs", id: "u1", steps });
  for (const columns of [undefined, 100]) {
    const { stdout } = await run(["wait", job, "--timeout", "45s"], { ...world, columns });
    expect(stdout).toContain("unknown (SUPERSEDED)");
    expect(stdout).toContain("still unknown (SUPERSEDED) after 45s");
  }
  expect((await run(["get", job], world)).stdout).toContain("? unknown (SUPERSEDED)  dcs/u1");
});

test("after a timeout, people see the last state of the job, in the command's own words", async () => {
  const job = world.add({ service: "dcs", steps: [{ after: 0, status: "INIT" }] });
  const { stdout } = await run(["wait", job, "--timeout", "45s"], world);
  expect(stdout).toContain("timed out: still pending after 45s\n");
  expect(stdout).not.toContain('raise "timeout"');
});

describe("on a terminal", () => {
  test("the live lines give way to the table, and the cursor comes back", async () => {
    const job = world.add({ service: "dcs", id: "t1", scenario: "success" });
    const { stdout } = await run(["wait", job], { ...world, env: { ...world.env, NO_COLOR: "1" }, columns: 80 });
    const end = stdout.lastIndexOf("STATE");
    const [before, after] = [stdout.slice(0, end), stdout.slice(end)];
    expect(before).toContain("\u001b[?25l");
    expect(before).toContain("polling  dcs/t1");
    expect(after).toMatch(/succeeded.*dcs\/t1/);
    expect(stdout.endsWith("\u001b[?25h")).toBe(true);
  });

  describe("--bell rings", () => {
    const bells = async (argv: string[], options: RunOptions = {}) => {
      const job = world.add({ service: "dcs", scenario: "success" });
      const { stdout, stderr } = await run(["wait", job, ...argv], { ...world, ...options });
      return [stdout, stderr].map((text) => text.split("\u0007").length - 1);
    };

    test("once, when all waits have ended", async () => {
      expect(await bells(["--bell"], { columns: 80 })).toEqual([1, 0]);
      expect(await bells(["--bell", "--timeout", "1s"], { columns: 80 })).toEqual([1, 0]);
    });

    test("not without the option, without a terminal, or after Ctrl-C", async () => {
      expect(await bells([], { columns: 80 })).toEqual([0, 0]);
      expect(await bells(["--bell"])).toEqual([0, 0]);
      const signal = AbortSignal.abort(new Interrupted("SIGINT"));
      expect(await bells(["--bell"], { columns: 80, signal })).toEqual([0, 0]);
    });
  });
});

describe("text from the server cannot control the terminal", () => {
  const evil = "\u001b[2J\u001b]0;pwned\u0007line\r\nfake: succeeded\u009b31m\u202eright\u2066 \u{1b}c";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for control characters
  const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

  test.each([["get"], ["get", "--json"], ["wait"], ["wait", "--json"]])("in %s %s", async (command, ...flags) => {
    const id = `evil-${command}${flags.join("")}`;
    const job = world.add({ service: "dcs", id, type: evil, steps: end(1, "FAIL", evil) });
    await world.clock.sleep(1);
    const { code, stdout } = await run([command, job, ...flags.filter(Boolean)], world);
    expect(code).toBe(1);
    expect(stdout).not.toMatch(controls);
    if (flags.length > 0) {
      const job = parseLines(stdout)
        .map((line) => (line["job"] ?? line) as Record<string, unknown>)
        .at(-1);
      expect(job?.["type"]).toBe(evil);
    } else {
      expect(stdout).not.toContain("\nfake");
    }
  });

  test("in the live lines and the table", async () => {
    const steps = end(5_000, "FAIL", evil);
    const job = world.add({ service: "dcs", id: "evil-live", type: evil, steps });
    const { stdout } = await run(["wait", job], { ...world, env: { ...world.env, NO_COLOR: "1" }, columns: 300 });
    expect(stdout).not.toContain("pwned\u0007");
    expect(stdout).not.toContain("\u001b[2J");
    expect(stdout).not.toContain("\u009b");
  });

  test("in an error", async () => {
    const fault = { kind: "gateway-error", status: 400, code: "A.1", message: evil } as const;
    world.simulator.injectFault(fault);
    const { stdout, stderr } = await run(["get", "dcs/none", "--debug"], world);
    expect(stdout).toContain("A.1");
    expect(stdout + stderr).not.toMatch(controls);
  });
});

// Secrets from every source, echoed in every encoding, are in canary.test.ts.
describe("the token is never shown", () => {
  describe("nor is the start of a long one, if a message cuts a wrong value", () => {
    const long = `gAAAAABm-${"Zk3_q7Xw9-".repeat(20)}`.slice(0, 200);

    test.each([
      "wait dcs/a --timeout $T",
      "get $T",
      "get $T/a",
      "get dcs/$T!",
      "get OS_TOKEN=$T",
      "get dcs/a --project $T!",
      "get dcs/a --cloud $T --region $T",
      "get dcs/a --service $T",
      "get dcs/a --endpoint dcs=$T",
      "simulate --port $T",
      'get - < {"service":"$T"}',
    ])("%s", async (line) => {
      const [argv = "", stdin] = line.replaceAll("$T", long).split(" < ");
      const stderr = await refusalOf(argv.split(" "), { stdin, env: { OS_TOKEN: long } });
      expect(stderr).toContain("[redacted]");
      expect(stderr).not.toContain(long.slice(0, 8));
      expect(stderr).not.toContain(long.slice(20, 30));
    });
  });

  test("in the name of a member, not even one that is not in use", async () => {
    const body = { jobId: "echo-name", status: "success", [TOKEN]: [{ [`a ${TOKEN}`]: "b" }] };
    const options = { ...world, env: { ...world.env, OS_PASSWORD: TOKEN }, fetch: async () => Response.json(body) };
    const { stdout } = await run(["get", "sfs-turbo/echo-name", "--json", "--token", "other"], options);
    expect(stdout).toContain('"[redacted]":[{"a [redacted]":"b"}]');
  });

  test("if removing escape sequences reveals it", async () => {
    const type = `\u001b[1m${TOKEN.slice(0, 9)}\u001b[0m${TOKEN.slice(9)}`;
    const job = world.add({ service: "dcs", id: "echo-escapes", type, scenario: "slow" });
    const { stdout } = await run(["get", job], world);
    expect(stdout).toMatch(/pending +dcs\/echo-escapes +\[redacted\]/);
  });
});
