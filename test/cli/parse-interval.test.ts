import { expect, test } from "vitest";
import { parseInterval, parseRate } from "../../src/cli/duration.ts";
import { createWorld, run } from "./run.ts";

test.each([
  ["5s", { min: 5_000, max: 5_000 }],
  ["2s..30s", { min: 2_000, max: 30_000 }],
  ["1.5s .. 2m", { min: 1_500, max: 120_000 }],
])("%s is an interval", (text, interval) => {
  expect(parseInterval("--interval", text)).toEqual(interval);
});

test.each(["", "5", "5s..", "..5s", "0s", "0.5ms", "30s..2s", "1s..2s..3s", "1s..infinity", "-1s"])(
  "%j is refused",
  (text) => {
    expect(() => parseInterval("--interval", text)).toThrow(
      /^"--interval" must be a pause such as 5s, or the shortest and the longest one such as 2s\.\.30s; got /,
    );
  },
);

test.each([
  ["20", 20],
  ["0.5", 0.5],
])("%s is a rate", (text, rate) => {
  expect(parseRate("--rate", text)).toBe(rate);
});

test.each(["", "0", "-1", "1e3", "fast", "Infinity", "20/s", "9".repeat(400)])("%j is refused", (text) => {
  expect(() => parseRate("--rate", text)).toThrow(
    /^"--rate" must be a number of requests per second above 0, such as 20 or 0\.5; got /,
  );
});

test("--interval is the pause between two polls of a job", async () => {
  const world = createWorld();
  const job = world.add({ service: "dcs", scenario: "success", duration: 600_000 });
  await run(["wait", job, "--interval", "60s"], world);
  expect(world.simulator.requests.length).toBeGreaterThanOrEqual(10);
  expect(world.simulator.requests.length).toBeLessThanOrEqual(14);
});

test("--typical moves polls to where the end is expected", async () => {
  const lastPauses = async (...options: string[]) => {
    const world = createWorld();
    const job = world.add({ service: "dcs", scenario: "success", duration: 600_000 });
    expect(await run(["wait", job, ...options], world)).toMatchObject({ code: 0 });
    const times = world.simulator.requests.map(({ at }) => at);
    return times
      .slice(1)
      .map((at, index) => at - (times[index] ?? 0))
      .slice(-2);
  };
  expect(Math.max(...(await lastPauses("--typical", "10m")))).toBeLessThan(12_000);
  expect(Math.min(...(await lastPauses()))).toBeGreaterThan(20_000);
});

test.each(["get", "wait"])("%s sends no more requests per second than --rate says", async (command) => {
  const world = createWorld();
  const jobs = Array.from({ length: 20 }, () => world.add({ service: "dcs", scenario: "success", duration: 0 }));
  const began = world.clock.now();
  expect(await run([command, ...jobs, "--rate", "2"], world)).toMatchObject({ code: 0 });
  expect(world.clock.now() - began).toBeGreaterThanOrEqual(9_000);
});

test.each([
  ["wait", "--interval", "5"],
  ["wait", "--typical", "5"],
  ["wait", "--typical", "infinity"],
  ["wait", "--rate", "0"],
  ["get", "--rate", "x"],
])("%s %s %s is wrong usage, and sends no request", async (command, ...option) => {
  const world = createWorld();
  const { code, stdout, stderr } = await run([command, "dcs/a", ...option], world);
  expect({ code, stdout, requests: world.simulator.requests }).toEqual({ code: 2, stdout: "", requests: [] });
  expect(stderr).toMatch(new RegExp(`^error: "${option[0]}" must be .*\n$`));
});
