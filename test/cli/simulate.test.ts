import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { Interrupted } from "../../src/cli/io.ts";
import { nameOf } from "../../src/cli/outcome.ts";
import { environmentFor, parseLines, type RunResult, run, whileSimulating } from "./run.ts";

interface Printed {
  readonly endpoints: Record<string, string>;
  readonly projectId: string;
  readonly token: string;
  readonly jobs: readonly { service: string; id: string; scenario: string; duration: number }[];
}

/** What `simulate --json` prints, and what a command says while it runs. */
async function simulating(flags: string[], use: (line: Printed) => Promise<RunResult> | undefined = () => undefined) {
  let line: Printed | undefined;
  let result: RunResult | undefined;
  const end = await whileSimulating(["--json", ...flags], async (printed) => {
    line = parseLines(printed)[0] as unknown as Printed;
    result = await use(line);
  });
  expect({ code: end.code, stderr: end.stderr }).toEqual({ code: 0, stderr: "" });
  expect(parseLines(end.stdout)).toHaveLength(1);
  return { line: line as Printed, result };
}

const stopped = { signal: AbortSignal.abort(new Interrupted("SIGINT")) };

/** What `simulate` prints on any free port, if it is stopped at once. */
const printed = (flags: string[] = [], env: Record<string, string> = {}) =>
  run(["simulate", "--port", "0", ...flags], { ...stopped, env });

/** The lines to paste. */
const pasted = ({ stderr }: RunResult) => stderr.match(/^ {2}\S.*$/gm)?.map((line) => line.trim()) ?? [];

describe("simulate --json", () => {
  test("prints one line with everything a client needs, and ends with 0 on Ctrl-C", async () => {
    const { line, result } = await simulating([], ({ jobs, endpoints, projectId, token }) => {
      const argv = ["get", ...jobs.map(nameOf), "--json", "--project", projectId];
      const flags = Object.entries(endpoints).flatMap(([name, url]) => ["--endpoint", `${name}=${url}`]);
      return run([...argv, ...flags], { env: { OS_TOKEN: token } });
    });
    expect(result?.code).toBe(0);
    expect(parseLines(result?.stdout ?? "")).toHaveLength(line.jobs.length);
  });

  test("serves a job of each service and one that fails, of 20 seconds each", async () => {
    const { line } = await simulating([]);
    expect(line.jobs.map(({ service, scenario, duration }) => [service, scenario, duration])).toEqual([
      ["sfs-turbo", "success", 20_000],
      ["workspace", "success", 20_000],
      ["dcs", "success", 20_000],
      ["sfs-turbo", "failure", 20_000],
    ]);
  });

  test.each([
    [["--jobs", "1"], 1, 0],
    [["--jobs", "7"], 7, 1],
    [["--jobs", "7", "--fail", "0"], 7, 0],
    [["--jobs", "5", "--fail", "5"], 5, 5],
    [["--fail", "3"], 4, 3],
  ])("%j serves %i jobs, of which %i fail", async (flags, jobs, failing) => {
    const { line } = await simulating(flags);
    expect(line.jobs).toHaveLength(jobs);
    expect(line.jobs.filter(({ scenario }) => scenario === "failure")).toHaveLength(failing);
  });
});

test("the jobs end as the options say, by a clock that begins at the first poll", async () => {
  const flags = ["--jobs", "3", "--fail", "2", "--duration", "10ms"];
  const { result } = await simulating(flags, async (line) => {
    const env = environmentFor({ ...line, credentials: line });
    const jobs = line.jobs.map(nameOf);
    const first = await run(["get", ...jobs, "--json"], { env });
    expect(parseLines(first.stdout).map(({ state }) => state)).not.toContain("succeeded");
    return run(["wait", ...jobs, "--interval", "20ms", "--json"], { env });
  });
  expect(result).toMatchObject({ code: 1, stderr: "3 jobs: 1 succeeded, 2 failed\n" });
});

describe("simulate", () => {
  test("prints exports and one command to paste", async () => {
    const result = await printed([], { HUAWEICLOUD_JOBS_TOKEN: "simulator-token" });
    expect({ code: result.code, stdout: result.stdout }).toEqual({ code: 0, stdout: "" });
    expect(result.stderr).toMatch(
      /^The simulator listens on http:\/\/127\.0\.0\.1:\d+, for this machine alone\. Ctrl-C stops it\.\nEach of the 4 jobs takes 20s from its first poll, and one fails on purpose\. In another shell, paste these lines:\n\n/,
    );
    expect(pasted(result).map((line) => line.replaceAll(/\d{4,5}\/|\/\w{32}/g, "/…"))).toEqual([
      "export HUAWEICLOUD_JOBS_TOKEN=simulator-token",
      "export HUAWEICLOUD_JOBS_PROJECT_ID=ac234de25c6741d2b1273da49eea1b9e",
      "export HUAWEICLOUD_JOBS_ENDPOINT_SFS_TURBO=http://127.0.0.1:/…sfs-turbo",
      "export HUAWEICLOUD_JOBS_ENDPOINT_WORKSPACE=http://127.0.0.1:/…workspace",
      "export HUAWEICLOUD_JOBS_ENDPOINT_DCS=http://127.0.0.1:/…dcs",
      "huaweicloud-jobs wait sfs-turbo/… workspace/… dcs/… sfs-turbo/…",
    ]);
  });

  test.each([
    [["--jobs", "1"], "The job takes 20s from its first poll. In"],
    [
      ["--jobs", "9", "--fail", "2", "--duration", "1m30s"],
      "Each of the 9 jobs takes 1m 30s from its first poll, and 2 fail on purpose. In",
    ],
  ])("says what %j serves", async (flags, words) => {
    expect((await printed(flags)).stderr).toContain(words);
  });

  test("prints npx where npx started it", async () => {
    expect(pasted(await printed([], { npm_command: "exec" })).at(-1)).toMatch(/^npx huaweicloud-jobs wait /);
    expect(pasted(await printed([], { npm_command: "run-script" })).at(-1)).toMatch(/^huaweicloud-jobs wait /);
  });
});

test("simulate --env prints the exports of the simulator on that port, and exits", async () => {
  const port = await freePort();
  const { stderr } = await run(["simulate", "--port", String(port)], stopped);
  const { code, stdout, ...rest } = await run(["simulate", "--port", String(port), "--env"]);
  expect({ code, stderr: rest.stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout.trim().split("\n")).toEqual(pasted({ code, stdout, stderr }).slice(0, -1));
});

test.each([
  [["--env", "--port", "0"], "--env needs the port of the simulator: give the same --port to both."],
  [["--jobs", "0"], '"--jobs" must be a whole number, 1 to 1000; got "0".'],
  [["--jobs", "2", "--fail", "3"], '"--fail" must be at most the number of jobs, 2; got 3.'],
  [
    ["--duration", "20"],
    '"--duration" must be a duration such as 500ms, 90s, 30m, 1h30m, 2d or infinity; a number needs its unit: 20s or 20m; got "20".',
  ],
  [["--duration", "infinity"], '"--duration" must be a duration with an end; got "infinity".'],
])("simulate %j is wrong usage", async (flags, message) => {
  expect(await run(["simulate", ...flags])).toEqual({ code: 2, stdout: "", stderr: `error: ${message}\n` });
});

test("a port in use is wrong configuration", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  expect(await run(["simulate", "--port", String(port)])).toEqual({
    code: 2,
    stdout: "",
    stderr: `error: Port ${port} is in use; give another one with --port, or 0 for any that is free.\n`,
  });
  other.close();
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
