import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSimulator } from "../../src/simulator/index.ts";
import { useListener } from "../helpers/simulated.ts";
import { environmentFor, outputOf, refusalOf, run } from "./run.ts";

const commands = ["get", "wait", "config", "simulate", "completion", "help"];
const topics = ["credentials", "environment", "output", "exit-codes", "references", "services"];
const helpOf = async (...argv: string[]) => (await run([...argv, "--help"])).stdout;
const examplesIn = (help: string) =>
  help
    .split("\nExamples:\n")[1]
    ?.split("\n\n")[0]
    ?.trimEnd()
    .split("\n")
    .map((line) => line.trim()) ?? [];

test.each([
  [["--help"]],
  [["help"]],
  ...commands.flatMap((name) => [[[name, "-h"]], [["help", name]]]),
  ...topics.map((name) => [["help", name]]),
])("%j goes to standard output, fits on a screen of 40 lines in ASCII, with exit code 0", async (argv) => {
  const stdout = await outputOf(argv);
  expect(stdout.split("\n").filter((line) => !/^[ -~]{0,80}$/.test(line))).toEqual([]);
  expect(stdout.split("\n").length).toBeLessThanOrEqual(40);
});

const broken = (lines: readonly string[], columns: number) =>
  lines.filter((line) => line.length >= columns && line.trim().includes(" "));

test.each([
  ...["", ...commands].map((name) => ["help", name].filter(Boolean)),
  ...topics.map((name) => ["help", name]),
])("%s %s is wrapped between words on a terminal of 40 columns, usage and examples aside", async (...argv) => {
  const { stdout } = await run(argv, { columns: 40 });
  const examples = new Set(examplesIn(stdout).map((line) => `  ${line}`));
  const lines = stdout.split("\n").filter((line) => !examples.has(line) && !line.startsWith("Usage: "));
  expect(broken(lines, 41)).toEqual([]);
});

test("each help names the topics", async () => {
  for (const argv of [[], ["get"], ["wait"], ["config"]]) {
    expect((await helpOf(...argv)).replaceAll("\n", " ")).toContain(`Topics: ${topics.join(", ")}.`);
  }
});

test("the topic exit-codes has all of them", async () => {
  const { stdout } = await run(["help", "exit-codes"]);
  for (const code of [0, 1, 2, 3, 4, 130]) {
    expect(stdout).toMatch(new RegExp(`^  ${code} +\\w`, "m"));
  }
});

test("the topic credentials has them in their order", async () => {
  const { stdout } = await run(["help", "credentials"]);
  const names = [
    "--token",
    "--profile",
    "HUAWEICLOUD_JOBS_TOKEN",
    "HUAWEICLOUD_SDK_AK",
    "OS_USERNAME",
    ".huaweicloud",
    "OS_CLOUD",
  ];
  const positions = names.map((name) => stdout.indexOf(name));
  expect(positions).toEqual([...positions].sort((a, b) => a - b));
  expect(positions).not.toContain(-1);
});

test.each([
  [["gett"], "unknown command 'gett'\n(Did you mean get?)\nSee huaweicloud-jobs help."],
  [["--halp"], "unknown option '--halp'\n(Did you mean --help?)\nSee huaweicloud-jobs help."],
  [["get", "--clod", "otc"], "unknown option '--clod'\n(Did you mean --cloud?)\nSee huaweicloud-jobs help get."],
  [["simulate", "--clod"], "unknown option '--clod'\nSee huaweicloud-jobs help simulate."],
  [["wait", "--timeout"], "option '--timeout <duration>' argument missing\nSee huaweicloud-jobs help wait."],
  [["help", "nothing"], `unknown topic 'nothing'; the topics are ${topics.join(", ")}\nSee huaweicloud-jobs help.`],
])("%j points to the help", async (argv, message) => {
  expect(await run(argv)).toEqual({ code: 2, stdout: "", stderr: `error: ${message}\n` });
});

test("completion of a shell that is not known is refused", async () => {
  expect(await refusalOf(["completion", "tcsh"])).toContain(
    '"shell" must be one of "bash", "zsh", "fish"; got "tcsh".',
  );
});

test.each(["--version", "-V"])("%s prints the version and nothing else", async (flag) => {
  expect(await run([flag])).toEqual({ code: 0, stdout: "1.2.3\n", stderr: "" });
});

const examples = (await Promise.all(commands.map((name) => helpOf(name)))).flatMap(examplesIn);

test("each command has examples, and the help without a command has all of them", async () => {
  for (const name of commands) {
    expect(examplesIn(await helpOf(name)).join("\n")).toContain(`huaweicloud-jobs ${name}`);
  }
  expect(examplesIn(await helpOf())).toEqual(examples.filter((example) => !example.includes("jobs help")));
});

describe("an example works as written", () => {
  const simulator = createSimulator();
  simulator.addJob({ service: "sfs-turbo", id: "JOB_ID", scenario: "success", duration: 0 });
  simulator.addJob({ service: "workspace", id: "JOB_ID", scenario: "success", duration: 0 });
  const directory = mkdtempSync(join(tmpdir(), "examples-"));
  const bin = join(directory, "dist", "bin");
  const used = useListener(simulator);
  beforeAll(async () => {
    const command = join(bin, "huaweicloud-jobs.mjs");
    await build({
      absWorkingDir: fileURLToPath(new URL("../..", import.meta.url)),
      entryPoints: ["src/cli/huaweicloud-jobs.ts"],
      outfile: command,
      bundle: true,
      platform: "node",
      format: "esm",
      banner: {
        js: 'import { createRequire as creator } from "node:module"; const require = creator(import.meta.url);',
      },
    });
    chmodSync(command, 0o755);
    symlinkSync(command, join(bin, "huaweicloud-jobs"));
    writeFileSync(join(bin, "curl"), '#!/bin/sh\necho \'{"jobId":"JOB_ID"}\'\n', { mode: 0o755 });
    writeFileSync(join(directory, "package.json"), '{"version":"1.2.3"}');
    writeFileSync(join(directory, "references.txt"), "sfs-turbo/JOB_ID\nworkspace/JOB_ID\n");
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  /** Runs a line in a shell. A simulator is stopped once it listens. */
  async function shell(line: string) {
    const env = {
      ...environmentFor({ ...simulator.clientOptions, ...used.server }),
      PATH: `${bin}:${process.env["PATH"]}`,
    };
    const child = spawn("bash", ["-c", `set -o pipefail; ${line}`], { cwd: directory, env, detached: true });
    let output = "";
    const hear = (text: Buffer) => {
      output += text;
      if (output.includes("Ctrl-C stops it")) {
        process.kill(-Number(child.pid), "SIGINT");
      }
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    const [code] = await once(child, "close");
    return { code, output };
  }

  // Only the port is replaced, as 8080 may be in use.
  test.each(examples)("%s", async (example) => {
    const written = join(directory, "jobs.jsonl");
    const { code, output } = await shell(
      example.replace("--port 8080", "--port 0").replace(/^source.*/, "$&; complete -p"),
    );
    const said = output + (existsSync(written) ? readFileSync(written, "utf8") : "");
    rmSync(written, { force: true });
    expect(said).toMatch(
      /succeeded|The simulator listens on|Usage: huaweicloud-jobs wait|SETTING|The first of these|complete -F/,
    );
    expect(code).toBe(0);
  });
});
