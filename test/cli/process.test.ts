import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nameOf } from "../../src/cli/outcome.ts";
import { parseLines, startSimulator } from "./run.ts";

const entry = fileURLToPath(new URL("../../src/cli/huaweicloud-jobs.ts", import.meta.url));
const loader = createRequire(import.meta.url).resolve("tsx");

let world: Awaited<ReturnType<typeof startSimulator>>;
beforeAll(async () => {
  world = await startSimulator();
});
afterAll(() => world.close());

const add = (scenario: "success" | "slow") => nameOf(world.simulator.addJob({ service: "dcs", scenario }));

function start(argv: readonly string[], ...nodeOptions: string[]): ChildProcess {
  return spawn(process.execPath, ["--import", loader, ...nodeOptions, entry, ...argv], {
    env: { ...process.env, ...world.env },
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

describe.concurrent("the process", { timeout: 20_000 }, () => {
  test("reads standard input, writes results to standard output, and ends by itself", async () => {
    const child = start(["wait", "--json"]);
    child.stdin?.end(`${add("success")}\n`);
    const { code, stdout, stderr } = await end(child);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(parseLines(stdout).at(-1)).toMatchObject({ event: "outcome", job: { state: "succeeded" } });
  });

  test("writes complaints to standard error alone", async () => {
    const { code, stdout, stderr } = await end(start(["get", "nothing"]));
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^error: "nothing" is no reference/);
  });

  test.each(["SIGINT", "SIGTERM"] as const)("ends with 130 at once on %s, and tells how to go on", async (signal) => {
    const job = add("slow");
    const child = start(["wait", job]);
    const ending = end(child);
    await firstOutput(child);
    child.kill(signal);
    const { code, stderr } = await ending;
    expect(code).toBe(130);
    expect(stderr).toContain(`huaweicloud-jobs wait ${job}\n`);
  });

  test("ends on Ctrl-C while it waits for standard input", async () => {
    const tell = 'process.on("newListener", (name) => name === "SIGINT" && process.stdout.write("ready"))';
    const child = start(["wait"], "--import", `data:text/javascript,${tell}`);
    const ending = end(child);
    await firstOutput(child);
    setTimeout(() => child.kill("SIGINT"), 100);
    expect(await ending).toEqual({ code: 130, stdout: "ready", stderr: "" });
  });

  test("ends quietly when the reader of its output goes away", async () => {
    const child = start(["wait", ...Array.from({ length: 20 }, () => add("success")), "--json"]);
    const ending = end(child);
    await firstOutput(child);
    child.stdout?.destroy();
    expect(await ending).toMatchObject({ code: 130, stderr: "" });
  });
});
