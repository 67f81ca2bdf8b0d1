import { expect, test } from "vitest";
import { createWorld, run } from "../cli/run.ts";
import { definition, services } from "./tape-library.ts";

/** The row without what is not JSON: the word whose meaning is a function, and the functions for times. */
const { unmounted, ...states } = definition.states;
const files = { "rows.json": JSON.stringify({ "tape-library": { ...definition, states, time: "epoch-seconds" } }) };
const rows = ["--services", "rows.json"];

const world = { ...createWorld({ services }), files };

// What the command does with a file of rows is in own-services/command.test.ts.
test("people read it in the same table as the others", async () => {
  const jobs = [
    world.add({ service: "tape-library", scenario: "failure" }),
    world.add({ service: "dcs", scenario: "success" }),
  ];
  const { code, stdout } = await run(["wait", ...jobs, ...rows], world);
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /✗ failed {5}tape-library\/\w+ +simulatedJob +5s\n.*SIM\.0001.*\n.*sub-job[\s\S]*✓ succeeded {2}dcs/,
  );
});
