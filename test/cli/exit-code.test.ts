import { describe, expect, test } from "vitest";
import { Interrupted, OutputLost } from "../../src/cli/io.ts";
import { nameOf } from "../../src/cli/outcome.ts";
import { createWorld, refusalOf, run } from "./run.ts";

const world = createWorld();

const add = (scenario: "success" | "failure" | "slow") => world.add({ service: "dcs", scenario });

describe("wait ends with", () => {
  test("0 when every job succeeded", async () => {
    const { code, stderr } = await run(["wait", add("success"), add("success")], world);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "2 jobs: 2 succeeded\n" });
  });

  test("1 when a job failed", async () => {
    expect(await run(["wait", add("success"), add("failure")], world)).toMatchObject({
      code: 1,
      stderr: "2 jobs: 1 succeeded, 1 failed\n",
    });
  });

  test("1 when a job is not found, with a hint what to check", async () => {
    expect(await run(["wait", "dcs/none"], world)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^The service does not know this job in this project .*\nNot found: check ID, project and region\. .*\n$/,
      ),
    });
  });

  test("3 after a timeout, with the command that resumes", async () => {
    const job = add("slow");
    const options = ["--timeout", "500ms", "--typical", "5m"];
    const { code, stderr } = await run(["wait", job, ...options], world);
    expect(code).toBe(3);
    expect(stderr).toBe(
      `The time is up (500ms), but the jobs go on. To wait for them again:\n  huaweicloud-jobs wait ${job} ${options.join(" ")}\n`,
    );
  });

  test("the command that resumes begins with npx if npx started this one", async () => {
    const env = { ...world.env, npm_command: "exec" };
    const job = add("slow");
    const { stderr } = await run(["wait", job, "--timeout", "500ms"], { ...world, env });
    expect(stderr).toContain(`\n  npx huaweicloud-jobs wait ${job} --timeout 500ms\n`);
  });

  test("3 when no poll succeeded, without claiming that the job goes on", async () => {
    const { id, ...job } = world.simulator.addJob({ service: "dcs", scenario: "slow" });
    world.simulator.injectFault({ kind: "reset", id, times: Number.POSITIVE_INFINITY });
    const { code, stderr, stdout } = await run(["wait", nameOf({ id, ...job }), "--timeout", "45s"], world);
    expect(code).toBe(3);
    expect(stdout).toMatch(/timed out: not seen in 45s; the last poll failed: /);
    expect(stderr).toContain("The time is up (45s). To wait for them again:\n");
  });

  test("4 when the token is refused, with the place that it comes from", async () => {
    const env = { ...world.env, HUAWEICLOUD_JOBS_TOKEN: "expired-token" };
    const { code, stderr, stdout } = await run(["wait", add("slow")], { ...world, env });
    expect(code).toBe(4);
    expect(stdout).toContain("401");
    expect(stderr).toContain("HUAWEICLOUD_JOBS_TOKEN");
  });

  test("4 before 1, and 1 before 3", async () => {
    const [refused, failed, late] = [add("slow"), add("failure"), add("slow")];
    const id = refused.slice("dcs/".length);
    const fault = { kind: "gateway-error", status: 403, code: "APIGW.0302", message: "No." } as const;
    world.simulator.injectFault({ ...fault, id });
    expect(await run(["wait", refused, failed, late, "--timeout", "2m"], world)).toMatchObject({ code: 4 });
    expect(await run(["wait", failed, late, "--timeout", "2m"], world)).toMatchObject({ code: 1 });
  });

  test("130 on Ctrl-C, with the open jobs and the command that resumes", async () => {
    const [open, done] = [add("slow"), add("success")];
    const stop = new AbortController();
    const onOutput = (text: string) => {
      if (text.includes('"outcome"')) {
        stop.abort(new Interrupted("SIGINT"));
      }
    };
    const { HUAWEICLOUD_JOBS_PROJECT_ID: project = "", HUAWEICLOUD_JOBS_TOKEN: token = "" } = world.env;
    const argv = ["wait", open, done, "--project", project, "--token", token, "--json"];
    const { code, stderr } = await run(argv, { ...world, signal: stop.signal, onOutput });
    expect(code).toBe(130);
    expect(stderr).toBe(
      "Interrupted. The jobs go on without this command. To wait for them again:\n" +
        `  huaweicloud-jobs wait ${open} --project ${project} --token TOKEN --json\n`,
    );
  });

  test.each([
    [130, "the reader of the output has gone", "interrupted"],
    [1, "the output cannot be written", "failed"],
  ] as const)("%d, without a message, when %s", async (code, _why, exitReason) => {
    const stop = new AbortController();
    const onOutput = () => stop.abort(new OutputLost(exitReason));
    const result = await run(["wait", add("slow")], { ...world, signal: stop.signal, onOutput });
    expect(result).toMatchObject({ code, stderr: "" });
  });
});

describe("get ends with", () => {
  test("0 when no job has failed, finished or not", async () => {
    expect(await run(["get", add("slow"), add("success")], world)).toMatchObject({ code: 0, stderr: "" });
  });

  test("1 when a job has failed", async () => {
    const failed = add("failure");
    await run(["wait", failed], world);
    expect(await run(["get", failed], world)).toMatchObject({ code: 1 });
  });

  test("4 when the token is refused", async () => {
    const argv = ["get", add("slow"), "--token", "another"];
    expect(await run(argv, world)).toMatchObject({ code: 4 });
  });
});

describe("wrong usage ends with 2 and a message on standard error", () => {
  test.each([
    [[], "Usage: huaweicloud-jobs"],
    [["wiat"], "error: unknown command 'wiat'\n(Did you mean wait?)\n"],
    [["wait", "dcs/a", "--timeuot", "3s"], "error: unknown option '--timeuot'\n(Did you mean --timeout?)\n"],
    [["wait", "dcs/a", "--tokken=secret"], "error: unknown option '--tokken=…'\n"],
    [["help", "wiat"], "error: unknown topic 'wiat'; the topics are credentials, "],
    [["get", "dcs/a", "--json=1"], "error: unknown option '--json=…'\n"],
    [["wait"], "error: No references: give SERVICE/JOB_ID as arguments, or one per line on standard input.\n"],
    [
      ["wait", "abc"],
      'error: "abc" is not a reference: write SERVICE/JOB_ID, where SERVICE is one of sfs-turbo, workspace, dcs; or give --service.\n',
    ],
    [["get", "sfs/abc"], 'error: Unknown service in "sfs/abc". Use one of: sfs-turbo, workspace, dcs.\n'],
    [
      ["get", "dcs/a/b"],
      'error: "the job ID" must be 1 to 255 characters of A-Z a-z 0-9 - _ . ~ (and not . or ..); got "a/b".\n',
    ],
    [["wait", "dcs/a", "--timeout", "30"], "a number needs its unit: 30s or 30m"],
    [["simulate", "--port", "http"], 'error: "--port" must be a whole number, 0 to 65535; got "http".\n'],
  ])("%j", async (argv, message) => {
    const stderr = await refusalOf(argv, world);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n {4}at /);
  });

  test("also if the arguments are not Unicode", async () => {
    expect(await run(["get", "--token", "\ud800abc"], world)).toMatchObject({ code: 2, stdout: "" });
  });

  test("--debug may stand before the command", async () => {
    expect(await run(["--debug", "get", add("slow")], world)).toMatchObject({ code: 0, stderr: "" });
  });

  test("with --debug a stack trace is shown too", async () => {
    const { stderr } = await run(["wait", "abc", "--debug"], world);
    expect(stderr).toMatch(/\n {4}at /);
  });
});
