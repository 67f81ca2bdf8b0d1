import { describe, expect, test } from "vitest";
import { nameOf } from "../../src/cli/outcome.ts";
import { widthOf } from "../../src/cli/text.ts";
import { createWorld, parseLines, run } from "./run.ts";

/** Sixty jobs; every fifteenth one fails. */
function addMany(world: ReturnType<typeof createWorld>): string[] {
  return Array.from({ length: 60 }, (_, index) =>
    world.add({
      service: "dcs",
      id: `job-${index}`,
      scenario: index % 15 === 14 ? "failure" : "success",
      duration: 60_000 + index * 100,
    }),
  );
}

describe("for 60 jobs", () => {
  test("a terminal finally shows the counts and the failures, in no more lines than it has", async () => {
    const world = createWorld();
    const env = { ...world.env, NO_COLOR: "1" };
    const { code, stdout, stderr } = await run(["wait", ...addMany(world)], { ...world, env, columns: 80 });
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    const lines = stdout.slice(stdout.lastIndexOf("STATE")).replace("\u001b[?25h", "").trimEnd().split("\n");
    expect(lines.filter((line) => line.includes("failed  dcs/"))).toHaveLength(4);
    expect(lines.at(-1)).toBe("60 jobs: 56 succeeded, 4 failed");
    expect(lines.length).toBeLessThan(24);
    expect(lines.every((line) => widthOf(line) <= 80)).toBe(true);
  });

  test("a pipe receives each outcome, and stderr the counts", async () => {
    for (const flags of [[], ["--json"]]) {
      const world = createWorld();
      const jobs = addMany(world);
      const { code, stdout, stderr } = await run(["wait", ...jobs, ...flags], world);
      expect({ code, stderr }).toEqual({ code: 1, stderr: "60 jobs: 56 succeeded, 4 failed\n" });
      const told =
        flags.length > 0
          ? parseLines(stdout).filter(({ event }) => event === "outcome")
          : stdout.split("\n\n")[1]?.match(/(succeeded|failed) +dcs\/job-/g);
      expect(told).toHaveLength(60);
    }
  });
});

describe("with --fail-fast", () => {
  function scene() {
    const world = createWorld();
    const bad = world.simulator.addJob({ service: "dcs", id: "bad", scenario: "failure", duration: 30_000 });
    const slow = ["a", "b"].map((id) => world.add({ service: "dcs", id, scenario: "slow" }));
    const began = world.clock.now();
    const wait = (...argv: string[]) => run(["wait", ...argv, "--fail-fast"], world);
    return { world, wait, slow, bad: nameOf(bad), passed: () => world.clock.now() - began };
  }

  test("the first failed job ends the waits for the others, which go on", async () => {
    const { wait, slow, bad, passed } = scene();
    const { code, stdout, stderr } = await wait(bad, ...slow);
    expect(code).toBe(1);
    expect(passed()).toBeLessThan(60_000);
    expect(stdout).toMatch(/✗ failed +dcs\/bad[\s\S]*(running|pending) +dcs\/a[\s\S]*(running|pending) +dcs\/b/);
    expect(stderr).toBe(
      "3 jobs: 1 failed, 2 pending\n" +
        "Stopped at dcs/bad (failed; --fail-fast). The 2 other jobs go on in the cloud. To wait for them again:\n" +
        "  huaweicloud-jobs wait dcs/a dcs/b --fail-fast\n",
    );
  });

  test("so does a wait that ends with an error", async () => {
    const { wait, slow } = scene();
    const { code, stderr } = await wait(...slow, "dcs/none");
    expect(code).toBe(1);
    expect(stderr).toContain("Stopped at dcs/none (not found; --fail-fast).");
    expect(stderr).toContain("Not found: check ID");
  });

  test("--json has no outcome for the others", async () => {
    const { wait, slow, bad } = scene();
    const { stdout } = await wait(bad, ...slow, "--json");
    expect(parseLines(stdout).filter(({ event }) => event === "outcome")).toMatchObject([{ ref: { id: "bad" } }]);
  });

  test("a job that succeeds, or a timeout, is not a failure", async () => {
    const { world, wait, slow } = scene();
    const good = world.add({ service: "dcs", scenario: "success" });
    const { code, stdout, stderr } = await wait(good, ...slow, "--timeout", "2m");
    expect(code).toBe(3);
    expect(stdout).toMatch(/timed out +dcs\/a[\s\S]*timed out +dcs\/b/);
    expect(stderr).toContain("The time is up (2m), but the jobs go on.");
  });
});
