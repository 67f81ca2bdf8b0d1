import { expect, test } from "vitest";
import { makeCli } from "../../src/cli/main.ts";
import { nameOf } from "../../src/cli/outcome.ts";
import { createWorld, environmentFor, parseLines, run, whileSimulating } from "../cli/run.ts";
import { table } from "./table.ts";

const cli = makeCli(table);
const world = createWorld({}, table);
const add = (scenario: "success" | "failure" | "slow") =>
  nameOf(world.simulator.addJob({ service: "tape-library", scenario }));

test.each([
  ["wait", "success", 0, "stored"],
  ["wait", "failure", 1, "torn"],
  ["get", "slow", 0, "queued"],
] as const)("%s of a job of the scenario %s ends with %i", async (command, scenario, code, phase) => {
  const result = await run([command, add(scenario), "--json"], world, cli);
  expect(result).toMatchObject({ code, stderr: "" });
  const last = parseLines(result.stdout).at(-1);
  expect(last?.["job"] ?? last).toMatchObject({ service: "tape-library", raw: { phase } });
});

test("people read it in the same table as the others", async () => {
  const jobs = [add("failure"), nameOf(world.simulator.addJob({ service: "dcs", scenario: "success" }))];
  const { code, stdout } = await run(["wait", ...jobs], world, cli);
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /✗ failed {5}tape-library\/\w+ +simulatedJob +5s\n.*SIM\.0001.*\n.*sub-job[\s\S]*✓ succeeded {2}dcs/,
  );
});

world.simulator.addJob({ service: "tape-library", id: "slow-1", scenario: "slow" });

test.each([
  [["wait", "tape-library/none"], 1, "Not found"],
  [["get", "tape/a"], 2, "sfs-turbo, workspace, dcs, tape-library"],
  [["wait", "tape-library/slow-1", "--timeout", "0s"], 3, "The time is up"],
  [["get", "tape-library/none", "--token", "wrong"], 4, "Not authorised"],
])("%j ends with %i", async (argv, code, words) => {
  const result = await run(argv, world, cli);
  expect(result.code).toBe(code);
  expect(result.stderr).toContain(words);
});

test("the answer of a starting call is read for it, and bare IDs are", async () => {
  const { id } = world.simulator.addJob({ service: "tape-library", scenario: "success" });
  const argv = ["wait", "--service", "tape-library"];
  expect(await run(argv, { ...world, stdin: JSON.stringify({ job_id: id }) }, cli)).toMatchObject({ code: 0 });
  expect(await run([...argv, id], world, cli)).toMatchObject({ code: 0 });
});

test("its endpoint comes from cloud and region, an option, or a variable of its own", async () => {
  const hosts: string[] = [];
  const fetch = (url: string, init: RequestInit) => {
    hosts.push(new URL(url).host);
    return world.simulator.fetch(url, init);
  };
  const { projectId, credentials } = world.simulator.clientOptions;
  const env = environmentFor({ projectId, credentials, endpoints: {} });
  const job = add("slow");
  const get = (argv: string[], more = {}) =>
    run(["get", job, ...argv], { ...world, fetch, env: { ...env, ...more } }, cli);
  expect(await get(["--cloud", "otc", "--region", "eu-de"])).toMatchObject({ code: 0 });
  expect(await get(["--endpoint", "tape-library=https://option.test"])).toMatchObject({ code: 0 });
  expect(await get([], { HUAWEICLOUD_JOBS_ENDPOINT_TAPE_LIBRARY: "https://variable.test" })).toMatchObject({ code: 0 });
  expect(hosts).toEqual(["tape.eu-de.otc.t-systems.com", "option.test", "variable.test"]);
  expect(await get(["--cloud", "huaweicloud", "--region", "cn-north-4"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("The cloud huaweicloud does not offer tape-library"),
  });
});

test("the help names it, and still fits into 80 columns", async () => {
  const help = async (...argv: string[]) => (await run([...argv, "--help"], world, cli)).stdout;
  const texts = [await help(), await help("get"), await help("wait")];
  expect(texts[0]).toContain("jobs of SFS Turbo, Workspace, DCS and Tape Library");
  for (const text of texts) {
    expect(text).toContain("HUAWEICLOUD_JOBS_ENDPOINT_TAPE_LIBRARY");
    expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
  }
  expect(texts[2]).toMatch(/one of sfs-turbo, workspace, dcs,\s+tape-library\./);
});

test("simulate serves a job of each of its scenarios", async () => {
  const use = async (printed: string) => {
    const [line] = parseLines(printed) as [
      { endpoints: Record<string, string>; projectId: string; token: string; jobs: { service: string; id: string }[] },
    ];
    const jobs = line.jobs.filter(({ service }) => service === "tape-library").map(nameOf);
    expect(jobs).toHaveLength(6);
    const env = environmentFor({ ...line, credentials: line });
    expect(await run(["get", ...jobs], { env }, cli)).toMatchObject({ code: 0, stderr: "" });
  };
  expect(await whileSimulating(["--json"], use, cli)).toMatchObject({ code: 0, stderr: "" });
});
