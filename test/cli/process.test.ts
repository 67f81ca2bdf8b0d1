import { type ChildProcess, execFileSync, type StdioOptions, spawn } from "node:child_process";
import { closeSync, existsSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { nameOf } from "../../src/cli/outcome.ts";
import { createSimulator } from "../../src/simulator/index.ts";
import { buildProgram } from "../helpers/built-program.ts";
import { useListener } from "../helpers/simulated.ts";
import { environmentFor, parseLines } from "./run.ts";

const entry = await buildProgram("src/cli/huaweicloud-jobs.ts");
const demo = await buildProgram("scripts/demo.ts");
afterAll(() => {
  entry.remove();
  demo.remove();
});

const simulator = createSimulator();
const used = useListener(simulator);

const add = (scenario: "success" | "slow") => nameOf(simulator.addJob({ service: "dcs", scenario, duration: 0 }));

function start(
  argv: readonly string[],
  { program = entry.path, nodeOptions = [] as string[], stdio = "pipe" as StdioOptions, env = {} } = {},
): ChildProcess {
  return spawn(process.execPath, [...nodeOptions, program, ...argv], {
    env: { ...process.env, ...environmentFor({ ...simulator.clientOptions, ...used.server }), ...env },
    stdio,
  });
}

async function end(child: ChildProcess) {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  return { code, stdout, stderr };
}

const firstOutput = (child: ChildProcess) => new Promise((resolve) => child.stdout?.once("data", resolve));

describe.concurrent("the process", () => {
  test("reads standard input, writes results to standard output, and ends by itself", async () => {
    const child = start(["wait", "--json"]);
    child.stdin?.end(`${add("success")}\n`);
    const { code, stdout, stderr } = await end(child);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(parseLines(stdout).at(-1)).toMatchObject({ event: "outcome", job: { state: "succeeded" } });
  });

  test("reads the credentials file of the user", async () => {
    const home = mkdtempSync(join(tmpdir(), "huaweicloud-jobs-"));
    const file = join(home, "credentials");
    const env = { HUAWEICLOUD_SDK_CREDENTIALS_FILE: file };
    writeFileSync(file, "[other]\nak = canary-access-key\n");
    const missing = await end(start(["get", add("success"), "--profile", "mine"], { env }));
    rmSync(home, { recursive: true });
    expect(missing).toEqual({
      code: 2,
      stdout: "",
      stderr: `error: ${file} has no profile "mine", which --profile names; it has other.\n`,
    });
  });

  describe("refuses to read what is not a file, or is too large to be one of credentials", () => {
    const directory = mkdtempSync(join(tmpdir(), "huaweicloud-jobs-"));
    const [pipe, huge] = [join(directory, "pipe"), join(directory, "huge")];
    execFileSync("mkfifo", [pipe]);
    ftruncateSync(openSync(huge, "w"), 2 ** 32);
    afterAll(() => rmSync(directory, { recursive: true }));
    test.each([
      [pipe, "HUAWEICLOUD_SDK_CREDENTIALS_FILE"],
      ["/dev/zero", "OS_CLIENT_CONFIG_FILE"],
      [directory, "HW_SHARED_CONFIG_FILE"],
      [huge, "HUAWEICLOUD_SDK_CREDENTIALS_FILE"],
    ])("%s as %s", async (path, variable) => {
      const env = { [variable]: path, ...(variable.startsWith("OS_") && { OS_CLOUD: "mine" }) };
      const { HUAWEICLOUD_JOBS_TOKEN: _, ...place } = environmentFor({ ...simulator.clientOptions, ...used.server });
      const child = spawn(process.execPath, [entry.path, "get", "dcs/a"], {
        env: { ...place, HOME: directory, ...env },
      });
      const { code, stderr } = await end(child);
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringMatching(`^error: ${path} is (not a file|larger than)`),
      });
    });

    test.each([pipe, "/dev/zero", directory, huge])("as a file of services: %s", async (path) => {
      const { code, stderr } = await end(start(["get", "dcs/a", "--services", path]));
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringMatching(`^error: --services ${path}: .* (is larger than|is not a file)`),
      });
    });
  });

  test("writes errors to standard error only", async () => {
    const { code, stdout, stderr } = await end(start(["get", "nothing"]));
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^error: "nothing" is not a reference/);
  });

  test.each(["SIGINT", "SIGQUIT", "SIGTERM", "SIGHUP"] as const)(
    "ends with 130 at once on %s, and prints the command that resumes",
    async (signal) => {
      const job = add("slow");
      const child = start(["wait", job]);
      const ending = end(child);
      await firstOutput(child);
      child.kill(signal);
      const { code, stderr } = await ending;
      expect(code).toBe(130);
      expect(stderr).toContain(`huaweicloud-jobs wait ${job}\n`);
    },
  );

  test("ends on Ctrl-C while it waits for standard input", async () => {
    const script = 'process.on("newListener", (name) => name === "SIGHUP" && process.stdout.write("ready"))';
    const child = start(["wait"], { nodeOptions: ["--import", `data:text/javascript,${script}`] });
    const ending = end(child);
    await firstOutput(child);
    setTimeout(() => child.kill("SIGINT"), 100);
    expect(await ending).toEqual({ code: 130, stdout: "ready", stderr: "" });
  });

  test("ends quietly when the reader of its output goes away", async () => {
    for (const command of ["get", "wait"]) {
      const child = start([command, add("slow"), "--json"]);
      child.stdout?.destroy();
      expect(await end(child)).toMatchObject({ code: 130, stderr: "" });
    }
  });

  test.runIf(existsSync("/dev/full")).each([
    ["get", "--json"],
    ["wait", "--json"],
    ["get", "--help"],
  ])("%s %s reports that its output is lost, and does not end with 0", async (...argv) => {
    const full = openSync("/dev/full", "w");
    const child = start([...argv, add("success")], { stdio: ["ignore", full, "pipe"] });
    closeSync(full);
    expect(await end(child)).toEqual({
      code: 1,
      stdout: "",
      stderr: "error: standard output: ENOSPC: no space left on device, write\n",
    });
  });
});

describe.concurrent("the demo", () => {
  test("shows three jobs that succeed and one that fails, and ends with 0", async () => {
    const { code, stdout } = await end(start(["--json"], { program: demo.path }));
    const outcomes = parseLines(stdout).filter(({ event }) => event === "outcome");
    const states = outcomes.map(({ job }) => (job as { state: string }).state);
    expect(states.sort()).toEqual(["failed", "succeeded", "succeeded", "succeeded"]);
    expect(code).toBe(0);
  });

  test("says on Ctrl-C that nothing is left to wait for", async () => {
    const child = start([], { program: demo.path });
    const ending = end(child);
    await firstOutput(child);
    child.kill("SIGINT");
    const { code, stderr } = await ending;
    expect(code).toBe(130);
    expect(stderr).toContain("The simulator has ended with this demo, and its jobs with it");
  });

  test("ends without a stack trace when the reader of its output goes away", async () => {
    const child = start([], { program: demo.path });
    child.stdout?.destroy();
    const { code, stderr } = await end(child);
    expect(code).toBe(130);
    expect(stderr).not.toMatch(/\n {4}at /);
  });
});
