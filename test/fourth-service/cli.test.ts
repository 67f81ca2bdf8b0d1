import { expect, test } from "vitest";
import { nameOf } from "../../src/cli/outcome.ts";
import { createWorld, environmentFor, parseLines, run, whileSimulating } from "../cli/run.ts";
import { definition, services } from "./tape-library.ts";

/** The row without what is not JSON: the word whose meaning is a function, and the functions for times. */
const { unmounted, ...states } = definition.states;
const files = { "rows.json": JSON.stringify({ "tape-library": { ...definition, states, time: "epoch-seconds" } }) };
const rows = ["--services", "rows.json"];

const world = { ...createWorld({ services }), files };
const add = (scenario: "success" | "failure" | "slow") => world.add({ service: "tape-library", scenario });

test.each([
  ["wait", "success", 0, "stored"],
  ["wait", "failure", 1, "torn"],
  ["get", "slow", 0, "queued"],
] as const)("%s of a job of the scenario %s ends with %i", async (command, scenario, code, phase) => {
  const result = await run([command, add(scenario), "--json", ...rows], world);
  expect(result).toMatchObject({ code, stderr: "" });
  const last = parseLines(result.stdout).at(-1);
  expect(last?.["job"] ?? last).toMatchObject({ service: "tape-library", raw: { phase } });
});

test("people read it in the same table as the others", async () => {
  const jobs = [add("failure"), world.add({ service: "dcs", scenario: "success" })];
  const { code, stdout } = await run(["wait", ...jobs, ...rows], world);
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
  const result = await run([...argv, ...rows], world);
  expect(result.code).toBe(code);
  expect(result.stderr).toContain(words);
});

test("the help names it", async () => {
  const { stdout } = await run(["--help", ...rows], world);
  expect(stdout).toContain("jobs of SFS Turbo, Workspace, DCS and Tape Library");
});

test("simulate serves a job of it", async () => {
  const use = async (printed: string) => {
    const [line] = parseLines(printed) as [
      { endpoints: Record<string, string>; projectId: string; token: string; jobs: { service: string; id: string }[] },
    ];
    const jobs = line.jobs.filter(({ service }) => service === "tape-library").map(nameOf);
    expect(jobs).toHaveLength(1);
    const env = environmentFor({ ...line, credentials: line });
    expect(await run(["get", ...jobs, ...rows], { env, files })).toMatchObject({ code: 0, stderr: "" });
  };
  expect(await whileSimulating(["--json", ...rows], use, { files })).toMatchObject({ code: 0, stderr: "" });
});
