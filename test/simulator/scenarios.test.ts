import { createJobsClient, type Job, type ServiceName } from "huaweicloud-jobs";
import { createSimulator, type ScenarioName, scenarios } from "huaweicloud-jobs/simulator";
import { describe, expect, test } from "vitest";
import { simulated } from "../helpers/simulated.ts";
import { createVirtualClock } from "../helpers/virtual-clock.ts";

/** The changes that `watch` yields for a scenario. */
async function changesOf(service: ServiceName, scenario: ScenarioName, duration = 60_000): Promise<Job[]> {
  const { simulator, jobs } = simulated();
  const ref = simulator.addJob({ service, scenario, duration });
  const seen: Job[] = [];
  for await (const job of jobs.watch(ref, { timeout: Number.POSITIVE_INFINITY })) {
    seen.push(job);
  }
  return seen;
}

/** Without repetitions in a row. */
const withoutRepetitions = <T>(values: readonly T[]): T[] =>
  values.filter((value, index) => value !== values[index - 1]);

const states: Record<ScenarioName, readonly Job["state"][]> = {
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
  const seen = await changesOf(service, scenario);
  expect(withoutRepetitions(seen.map(({ state }) => state))).toEqual(states[scenario]);
});

test.each(cases)("$service $scenario has begin and end in the service's own format", async ({ service, scenario }) => {
  const seen = await changesOf(service, scenario, 60_000);
  const last = seen.at(-1);
  const length = Number(last?.endedAt) - Number(last?.startedAt);
  const wholeEnd = { slow: 3_600_000, "complete-with-open-sub-jobs": 24_000 } as Partial<Record<ScenarioName, number>>;
  expect(length).toBe(wholeEnd[scenario] ?? 60_000);
  expect(seen[0]?.endedAt).toBeUndefined();
});

describe("the scenarios that a service has", () => {
  test("depend on its status words", () => {
    expect(scenarios.dcs).toEqual(["success", "failure", "slow", "unknown-status"]);
    expect(scenarios["sfs-turbo"]).toEqual(scenarios.dcs);
    expect(scenarios.workspace).toContain("complete-with-open-sub-jobs");
  });
});

describe("workspace", () => {
  test("success shows progress that grows to 100", async () => {
    const progress = (await changesOf("workspace", "success")).map((job) => job.progress);
    expect(progress[0]).toBeUndefined();
    const numbers = progress.filter((value) => value !== undefined);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(withoutRepetitions(numbers)).toEqual([15, 45, 80, 100]);
  });

  test("shows what each sub-job works on", async () => {
    const last = (await changesOf("workspace", "success")).at(-1);
    const subJobs = last?.service === "workspace" ? last.raw.sub_jobs : undefined;
    expect(subJobs).toMatchObject([
      { job_id: last?.id, entities: { desktop_id: "desktop-1", user_name: "user-1" } },
      { job_id: last?.id, entities: { desktop_id: "desktop-2", user_name: "user-2" } },
    ]);
  });

  test("says COMPLETE while a sub-job runs", async () => {
    const seen = await changesOf("workspace", "complete-with-open-sub-jobs");
    expect(seen.filter(({ status, state }) => status === "COMPLETE" && state === "running")).not.toEqual([]);
  });
});

test("sfs-turbo failure has a failed sub-job with the other status word, and with code and reason", async () => {
  const last = (await changesOf("sfs-turbo", "failure")).at(-1);
  const error = { code: "SFS.TURBO.0005", reason: "server error" };
  expect(last).toMatchObject({ status: "failed", error });
  expect(last?.subJobs[1]).toMatchObject({ status: "FAIL", state: "failed", error });
});

test("sfs-turbo leaves out what has no value", async () => {
  const last = (await changesOf("sfs-turbo", "success")).at(-1);
  expect(last?.raw).not.toHaveProperty("fail_reason");
  expect(last?.raw).not.toHaveProperty("error_code");
});

test("dcs writes null for an absent reason", async () => {
  const [first, ...rest] = await changesOf("dcs", "failure");
  expect(first?.raw).toHaveProperty("fail_reason", null);
  expect(rest.at(-1)?.error).toEqual({ reason: "Failed to switch the master and standby nodes." });
});

test("the time of a job begins with its first request if it is added so", async () => {
  const { clock, simulator, jobs } = simulated();
  const job = { service: "dcs", scenario: "success", duration: 60_000 } as const;
  const [now, later] = [simulator.addJob(job), simulator.addJob({ ...job, startsAtFirstRequest: true })];
  const statesAfter = async (ms: number) => {
    await clock.sleep(ms);
    return [(await jobs.get(now)).state, (await jobs.get(later)).state];
  };
  const began = clock.now();
  expect(await statesAfter(60_000)).toEqual(["succeeded", "pending"]);
  expect(await statesAfter(59_000)).toEqual(["succeeded", "running"]);
  expect(await statesAfter(1_000)).toEqual(["succeeded", "succeeded"]);
  expect((await jobs.get(later)).startedAt).toEqual(new Date(began + 60_000));
});

test("a request that is refused does not start a job", async () => {
  const clock = createVirtualClock();
  const simulator = createSimulator({ clock });
  const job = simulator.addJob({ service: "dcs", scenario: "success", duration: 1_000, startsAtFirstRequest: true });
  const stranger = createJobsClient({ ...simulator.clientOptions, credentials: { token: "wrong" } });
  await expect(stranger.get(job)).rejects.toThrow();
  await clock.sleep(1_000);
  expect(await createJobsClient(simulator.clientOptions).get(job)).toMatchObject({ state: "pending" });
});
