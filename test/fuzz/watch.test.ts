import { expect, test } from "vitest";
import { inputOf } from "../../scripts/fuzz/case.ts";
import { fuzz } from "../../scripts/fuzz/fuzz.ts";
import { printFinding } from "../../scripts/fuzz/print.ts";

test("a case that lets no timer run is ended and told with its input, and the others are run", async () => {
  const program = new URL("../fixtures/programs/hang-once.mjs", import.meta.url);
  const task = { target: "times", seed: 5, cases: 6, milliseconds: 60_000 };
  const { cases, findings, outcomes } = await fuzz(task, { program, patience: 500 });
  expect(cases).toBe(6);
  expect(findings).toEqual([{ seed: 7, problem: "hangs: no end after 0.5 s", input: inputOf("times", 7) }]);
  expect(outcomes.get("fine")).toBe(5);
  expect(findings.map((finding) => printFinding("times", finding)).join()).toContain(
    "npm run fuzz -- --target times --seed 7 --cases 1",
  );
});
