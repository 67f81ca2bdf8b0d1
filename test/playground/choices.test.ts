import { faultKinds, type ScenarioName, scenarios } from "huaweicloud-jobs/simulator";
import { describe, expect, test } from "vitest";
import { type Choices, examples, scenariosByService } from "../../docs/.vitepress/theme/playground/choices.ts";
import { fieldsOf } from "../../docs/.vitepress/theme/playground/fields.ts";
import { programs } from "../../docs/.vitepress/theme/playground/programs.ts";
import { setupOf } from "../../docs/.vitepress/theme/playground/setup.ts";
import { timelineOf } from "../../docs/.vitepress/theme/playground/timeline.ts";
import { only, run } from "./run.ts";

const plain: Choices = {
  service: "dcs",
  scenario: "success",
  duration: 120_000,
  fault: "none",
  faultAt: 0,
  times: 1,
  retryAfter: 0,
  program: "wait",
};

const play = (choices: Partial<Choices>) => {
  const chosen = { ...plain, ...choices };
  return run(setupOf(chosen) + programs[chosen.program].code);
};

/** The values that a field of the form offers. */
const offered = (name: keyof Choices, choices: Partial<Choices> = {}) =>
  fieldsOf({ ...plain, ...choices })
    .find((field) => field.name === name)
    ?.options.map(({ value }) => value);

test("every service of the SDK can be chosen, with all its scenarios, and every fault", () => {
  const { ecs, ...builtIn } = scenariosByService;
  expect(builtIn).toEqual(scenarios);
  expect(ecs).toEqual(scenarios.dcs);
  expect(offered("service")).toEqual(["sfs-turbo", "workspace", "dcs", "ecs"]);
  expect(offered("scenario", { service: "workspace" })).toEqual(scenarios.workspace);
  expect(offered("fault")?.slice().sort()).toEqual(["none", ...faultKinds].sort());
});

test("the form has only what matters for what is chosen", () => {
  const names = (choices: Partial<Choices>) => fieldsOf({ ...plain, ...choices }).map(({ name }) => name);
  expect(names({})).toEqual(["service", "scenario", "duration", "fault", "program"]);
  expect(names({ fault: "reset" })).toEqual([
    "service",
    "scenario",
    "duration",
    "fault",
    "faultAt",
    "times",
    "program",
  ]);
  expect(names({ fault: "throttled" })).toContain("retryAfter");
  expect(offered("duration")).toHaveLength(5);
  expect(offered("duration", { scenario: "slow" })).toHaveLength(1);
});

const everyScenario = Object.entries(scenariosByService).flatMap(([service, names]) =>
  names.map((scenario) => ({ service: service as Choices["service"], scenario })),
);

describe.each(everyScenario)("$service, $scenario", ({ service, scenario }) => {
  const isFailure: boolean = (["failure", "complete-with-failed-sub-job"] as ScenarioName[]).includes(scenario);

  test("is polled to its end, which comes when it was chosen", async () => {
    const events = await play({ service, scenario });
    const end = events.at(-1);
    expect(end).toMatchObject({ type: "end", outcome: isFailure ? "failed" : "finished" });
    const [job] = timelineOf(events).jobs;
    expect(job).toMatchObject({ service, endedAt: scenario === "slow" ? 3_600_000 : 120_000, noticedAt: end?.at });
    expect(job?.polls.at(-1)).toMatchObject({ state: isFailure ? "failed" : "succeeded", status: 200 });
    expect(job?.life.some(({ state }) => state === "unknown")).toBe(scenario === "unknown-status");
  });
});

describe("the fault", () => {
  const passing = {
    throttled: { error: "RateLimitError", status: 429 },
    "server-error": { error: "ServerError", status: 500 },
    "gateway-error": { error: "ServerError", status: 503 },
    html: { error: "ServerError", status: 502 },
    reset: { error: "NetworkError", status: undefined },
    hang: { error: "TimeoutError", status: undefined },
    truncated: { error: "InvalidResponseError", status: 200 },
    empty: { error: "InvalidResponseError", status: 200 },
    "another-job": { error: "InvalidResponseError", status: 200 },
  } as const;

  test.each(Object.entries(passing))("%s is ridden out", async (fault, expected) => {
    const events = await play({ fault: fault as keyof typeof passing, times: 2, faultAt: 0.5 });
    expect(events.at(-1)).toMatchObject({ outcome: "finished" });
    expect(only(events, "fault")).toMatchObject([{ at: 60_000, kind: fault, times: 2 }]);
    const [job] = timelineOf(events).jobs;
    const failed = job?.polls.filter(({ error }) => error !== undefined) ?? [];
    expect(failed.map(({ error, status }) => ({ error, status }))).toEqual([expected, expected]);
    expect(failed.every(({ at }) => at > 60_000)).toBe(true);
  });

  test.each(["expired-token", "iam-error"] as const)("%s ends the wait on that poll", async (fault) => {
    const events = await play({ fault });
    expect(events.at(-1)).toMatchObject({ outcome: "failed", message: expect.stringMatching(/^AuthenticationError/) });
    const [job] = timelineOf(events).jobs;
    expect(job?.polls).toMatchObject([{ status: 401, error: "AuthenticationError" }]);
  });

  test.each([10, 30, 60])("throttled is heeded for %d s", async (retryAfter) => {
    const events = await play({ fault: "throttled", retryAfter });
    const [first, second] = timelineOf(events).jobs[0]?.polls ?? [];
    expect(first).toMatchObject({ status: 429, retryAfter: retryAfter * 1_000 });
    expect(second?.pause).toBeGreaterThanOrEqual(retryAfter * 1_000);
    expect(second?.hint).toMatch(/^Retry-After: /);
  });
});

test.each(Object.keys(programs) as (keyof typeof programs)[])("the program %s runs to its end", async (program) => {
  const events = await play({ program });
  expect(events.at(-1)).toMatchObject({ type: "end", outcome: "finished" });
  expect(only(events, "print").length).toBeGreaterThan(0);
});

test.each(examples)("the example $title has choices that one can make", async ({ choices }) => {
  for (const { name, options } of fieldsOf(choices)) {
    expect(options.map(({ value }) => value)).toContain(choices[name]);
  }
  const events = await play(choices);
  expect(events.at(-1)).toMatchObject({ outcome: choices.scenario === "failure" ? "failed" : "finished" });
});

test("the set-up is a program as one would write it", () => {
  const choices: Choices = { ...plain, fault: "throttled", faultAt: 0.5, times: 2, retryAfter: 30, duration: 600_000 };
  expect(setupOf(choices)).toBe(`import { createJobsClient } from "huaweicloud-jobs";
import { createSimulator } from "huaweicloud-jobs/simulator";

const simulator = createSimulator();
const jobs = createJobsClient(simulator.clientOptions);
const ref = simulator.addJob({ service: "dcs", scenario: "success", duration: 600_000 });
setTimeout(() => simulator.injectFault({ kind: "throttled", retryAfter: 30, times: 2 }), 300_000);
`);
});
