import { createJobsClient, type Job, JobFailedError, type ServiceName } from "huaweicloud-jobs";
import { createSimulator, type ScenarioName, scenarios } from "huaweicloud-jobs/simulator";
import { describe, expect, test } from "vitest";
import { createVirtualClock } from "../helpers/virtual-clock.ts";

/** What a scenario looks like through the facade. */
async function follow(service: ServiceName, scenario: ScenarioName, duration = 60_000): Promise<Job[]> {
  const clock = createVirtualClock();
  const simulator = createSimulator({ clock });
  const jobs = createJobsClient(simulator.clientOptions);
  const ref = simulator.addJob({ service, scenario, duration });
  const seen: Job[] = [];
  for await (const job of jobs.watch(ref, { timeout: Number.POSITIVE_INFINITY })) {
    seen.push(job);
  }
  return seen;
}

/** Neighbours that are equal count once. */
const changes = <T>(values: readonly T[]): T[] => values.filter((value, index) => value !== values[index - 1]);

const tours: Record<ScenarioName, readonly Job["state"][]> = {
  success: ["pending", "running", "succeeded"],
  failure: ["pending", "running", "failed"],
  slow: ["pending", "running", "succeeded"],
  "unknown-status": ["running", "unknown", "succeeded"],
  "complete-with-open-sub-jobs": ["running", "succeeded"],
  "complete-with-failed-sub-job": ["running", "failed"],
};

const cases = (Object.keys(scenarios) as ServiceName[]).flatMap((service) =>
  scenarios[service].map((scenario) => ({ service, scenario })),
);

test.each(cases)("$service $scenario goes through its states", async ({ service, scenario }) => {
  const seen = await follow(service, scenario);
  expect(changes(seen.map(({ state }) => state))).toEqual(tours[scenario]);
});

test.each(cases)("$service $scenario tells begin and end in the service's own form", async ({ service, scenario }) => {
  const seen = await follow(service, scenario, 60_000);
  const last = seen.at(-1);
  const length = Number(last?.endedAt) - Number(last?.startedAt);
  const wholeEnd = { slow: 3_600_000, "complete-with-open-sub-jobs": 24_000 } as Partial<Record<ScenarioName, number>>;
  expect(length).toBe(wholeEnd[scenario] ?? 60_000);
  expect(seen[0]?.endedAt).toBeUndefined();
});

describe("the scenarios that a service has", () => {
  test("depend on its words", () => {
    expect(scenarios.dcs).toEqual(["success", "failure", "slow", "unknown-status"]);
    expect(scenarios["sfs-turbo"]).toEqual(scenarios.dcs);
    expect(scenarios.workspace).toContain("complete-with-open-sub-jobs");
  });
});

describe("workspace", () => {
  test("success shows progress that grows to 100", async () => {
    const progress = (await follow("workspace", "success")).map((job) => job.progress);
    expect(progress[0]).toBeUndefined();
    const told = progress.filter((value) => value !== undefined);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(changes(told)).toEqual([15, 45, 80, 100]);
  });

  test("says of each sub-job what it works on", async () => {
    const last = (await follow("workspace", "success")).at(-1);
    const parts = last?.service === "workspace" ? last.raw.sub_jobs : undefined;
    expect(parts).toMatchObject([
      { job_id: last?.id, entities: { desktop_id: "desktop-1", user_name: "user-1" } },
      { job_id: last?.id, entities: { desktop_id: "desktop-2", user_name: "user-2" } },
    ]);
  });

  test("says COMPLETE while a sub-job runs", async () => {
    const seen = await follow("workspace", "complete-with-open-sub-jobs");
    expect(seen.filter(({ status, state }) => status === "COMPLETE" && state === "running")).not.toEqual([]);
  });
});

test("sfs-turbo failure has a failed sub-job in the other spelling, with code and reason", async () => {
  const last = (await follow("sfs-turbo", "failure")).at(-1);
  const error = { code: "SFS.TURBO.0005", reason: "server error" };
  expect(last).toMatchObject({ status: "failed", error });
  expect(last?.subJobs[1]).toMatchObject({ status: "FAIL", state: "failed", error });
});

test("sfs-turbo leaves out what has no value", async () => {
  const last = (await follow("sfs-turbo", "success")).at(-1);
  expect(last?.raw).not.toHaveProperty("fail_reason");
  expect(last?.raw).not.toHaveProperty("error_code");
});

test("dcs writes null for a reason that it does not have", async () => {
  const [first, ...rest] = await follow("dcs", "failure");
  expect(first?.raw).toHaveProperty("fail_reason", null);
  expect(rest.at(-1)?.error).toEqual({ reason: "Failed to switch the master and standby nodes." });
});

test("wait rejects for a failure with the job", async () => {
  const clock = createVirtualClock();
  const simulator = createSimulator({ clock });
  const jobs = createJobsClient(simulator.clientOptions);
  const waiting = jobs.wait(simulator.addJob({ service: "workspace", scenario: "complete-with-failed-sub-job" }));
  await expect(waiting).rejects.toThrow(JobFailedError);
});
