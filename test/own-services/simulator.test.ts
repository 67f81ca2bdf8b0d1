import { createJobsClient, defineService, type ServiceDefinition } from "huaweicloud-jobs";
import { createSimulator, type ScenarioName } from "huaweicloud-jobs/simulator";
import { listen } from "huaweicloud-jobs/simulator/node";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import { resolveServices } from "../../src/services/index.ts";
import { scenariosOfEach } from "../../src/simulator/scenarios.ts";
import { createVirtualClock } from "../helpers/virtual-clock.ts";
import { names, type OwnName, services } from "./rows.ts";

const plain = {
  path: "/v1/{project_id}/jobs/{job_id}",
  fields: { id: "id", status: "status" },
  states: { RUNNING: "running", OK: "succeeded", BAD: "failed" },
} as const;

function simulated() {
  const clock = createVirtualClock();
  const simulator = createSimulator({ services, clock });
  return { simulator, clock, jobs: createJobsClient(simulator.clientOptions) };
}

/** A simulator with one row. */
function simulate(row: ServiceDefinition) {
  const clock = createVirtualClock();
  const simulator = createSimulator({ services: { tasks: defineService(row) }, clock });
  return { simulator, clock, jobs: createJobsClient(simulator.clientOptions) };
}

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
});

const scenarios = scenariosOfEach(resolveServices(services)) as Record<OwnName, readonly ScenarioName[]>;

test("each row has the scenarios that it has words for", () => {
  const common = ["success", "failure", "slow", "unknown-status"];
  expect(names.map((name) => scenarios[name])).toEqual(names.map(() => common));
});

describe("a scenario is what its name says:", () => {
  const offered = (row: Partial<ServiceDefinition>) =>
    scenariosOfEach(resolveServices({ tasks: defineService({ ...plain, ...row }) }))["tasks"];
  const END = ({ error }: { readonly error: unknown }) => (error === undefined ? "succeeded" : "failed");
  const parts = { list: "parts", states: { RUNNING: "running", OK: "succeeded", BAD: "failed" } } as const;

  test.each([
    { ...plain.states, SUSPENDED: "pending" },
    { ...plain.states, suspended: "running", " Not_Suspended ": "failed" },
    { ...plain.states, Suspended: "unknown" },
  ] as const)("an unknown status is no word of %j", async (states) => {
    const { simulator, jobs } = simulate({ ...plain, states });
    const seen = [];
    for await (const job of jobs.watch(
      simulator.addJob({ service: "tasks", scenario: "unknown-status", duration: 60_000 }),
    )) {
      seen.push(job);
    }
    expect([...new Set(seen.map(({ state }) => state))]).toEqual(["running", "unknown", "succeeded"]);
  });

  test("a failure fails", () => {
    expect(offered({ states: { RUNNING: "running", END } })).toEqual(["success", "slow", "unknown-status"]);
    expect(offered({ states: { RUNNING: "running", END: () => "failed" } })).toEqual(["failure"]);
    expect(offered({ states: { RUNNING: "running", END }, fields: { ...plain.fields, code: "code" } })).toContain(
      "failure",
    );
  });

  test("a failed sub-job fails the job, and an open one keeps it open", () => {
    expect(offered({ states: { ...plain.states, END }, subJobs: parts })).not.toContain("complete-with-failed-sub-job");
    const byParts = offered({
      states: {
        ...plain.states,
        END: ({ subJobs }) => (subJobs.some(({ state }) => state === "failed") ? "failed" : "succeeded"),
      },
      subJobs: parts,
    });
    expect(byParts).toContain("complete-with-failed-sub-job");
    expect(byParts).not.toContain("complete-with-open-sub-jobs");
  });

  test("success is what the row's own function reads as such", () => {
    expect(offered({ read: () => ({ state: "failed" }) })).toEqual([]);
    expect(offered({ read: () => undefined })).toEqual([]);
  });
});

describe.each(names)("%s", (service) => {
  test.each(scenarios[service])("plays %s to its end", async (scenario) => {
    const { simulator, jobs } = simulated();
    const ref = simulator.addJob({ service, scenario, duration: 60_000 });
    const seen: string[] = [];
    for await (const { state } of jobs.watch(ref, { timeout: 2 * 3_600_000 })) {
      seen.push(state);
    }
    expect(seen.at(-1)).toBe(scenario === "failure" ? "failed" : "succeeded");
    expect(seen.slice(0, -1)).not.toContain("succeeded");
    expect(seen.slice(0, -1)).not.toContain("failed");
    expect(seen.includes("unknown")).toBe(scenario === "unknown-status");
  });

  test("has jobs whose IDs fit its path", async () => {
    const { simulator, jobs } = simulated();
    const ref = simulator.addJob({ service, scenario: "slow" });
    expect(ref.id.split("/")).toHaveLength(service === "kafka" ? 2 : 1);
    expect(await jobs.get(ref)).toMatchObject({ service, id: ref.id, projectId: ref.projectId });
    expect(simulator.requests).toEqual([{ service, id: ref.id, status: 200, at: expect.any(Number) }]);
  });
});

test("facts are written where the row reads them", async () => {
  const { simulator, clock, jobs } = simulated();
  const began = new Date(clock.now());
  const add = (service: OwnName) =>
    simulator.addJob({
      service,
      type: "resize",
      steps: [
        { after: 0, status: "Running" },
        {
          after: 1_000,
          status: service === "cce" ? "Failed" : "FAIL",
          reason: "no space",
          ...(service !== "cce" && { code: "C.1" }),
        },
      ],
    });
  const refs = [add("ecs"), add("elb"), add("cce")];
  await clock.sleep(2_000);
  for (const ref of refs) {
    expect(await jobs.get(ref)).toMatchObject({
      type: "resize",
      state: "failed",
      startedAt: began,
      error: { reason: "no space" },
    });
  }
});

test("a row with gone ends its success with a 404, and its failure with a word", async () => {
  const { simulator, jobs, clock } = simulated();
  const ref = simulator.addJob({ service: "share-deletion", scenario: "success", duration: 10_000 });
  await clock.sleep(20_000);
  await expect(jobs.get(ref)).rejects.toMatchObject({ name: "NotFoundError", code: "SIM.0404" });
  const failing = simulator.addJob({ service: "share-deletion", scenario: "failure", duration: 10_000 });
  await expect(jobs.wait(failing)).rejects.toMatchObject({ job: { status: "400", state: "failed" } });
});

test("a row whose being gone is a failure ends its failure with a 404", async () => {
  const { simulator, jobs } = simulate({ ...plain, gone: "failed" });
  const ref = simulator.addJob({ service: "tasks", scenario: "failure" });
  await expect(jobs.wait(ref)).rejects.toMatchObject({ job: { state: "failed", status: "404" } });
});

test("a row without words can be played, too: it ends when it is gone", async () => {
  const { simulator, jobs } = simulate({ ...plain, states: {}, gone: "succeeded" });
  const done = await jobs.wait(simulator.addJob({ service: "tasks", scenario: "success" }));
  expect(done).toMatchObject({ state: "succeeded", status: "404" });
});

test("the 404 has the row's own code for it", async () => {
  const { jobs } = simulated();
  await expect(jobs.get({ service: "share-creation", id: "none" })).rejects.toMatchObject({
    name: "NotFoundError",
    code: "SFS.TURBO.0103",
  });
});

test("a word that says only that the job has finished ends success and failure", async () => {
  const { simulator, jobs } = simulate({
    ...plain,
    fields: { ...plain.fields, reason: "reason" },
    states: { RUNNING: "running", END: ({ error }) => (error === undefined ? "succeeded" : "failed") },
  });
  const done = await jobs.wait(simulator.addJob({ service: "tasks", scenario: "success" }));
  expect(done).toMatchObject({ status: "END", state: "succeeded" });
  const failing = simulator.addJob({ service: "tasks", scenario: "failure" });
  await expect(jobs.wait(failing)).rejects.toMatchObject({
    job: { status: "END", error: { reason: expect.any(String) } },
  });
});

test("a word that says only that the job has finished looks at the parts", async () => {
  const { simulator, jobs } = simulate({
    ...plain,
    states: {
      RUNNING: "running",
      DONE: "succeeded",
      BROKEN: "failed",
      END: ({ subJobs }) =>
        subJobs.some(({ state }) => state === "failed")
          ? "failed"
          : subJobs.every(({ state }) => state === "succeeded")
            ? "succeeded"
            : "running",
    },
    subJobs: { list: "parts", states: { RUNNING: "running", DONE: "succeeded", BROKEN: "failed" } },
  });
  const open = simulator.addJob({ service: "tasks", scenario: "complete-with-open-sub-jobs" });
  expect(await jobs.wait(open)).toMatchObject({
    status: "END",
    subJobs: [{ state: "succeeded" }, { state: "succeeded" }],
  });
  const failing = simulator.addJob({ service: "tasks", scenario: "complete-with-failed-sub-job" });
  await expect(jobs.wait(failing)).rejects.toMatchObject({ job: { status: "END" } });
});

test("a path without a project needs none", async () => {
  const { simulator, jobs } = simulate({ ...plain, path: "/v1/jobs/{job_id}" });
  const ref = simulator.addJob({ service: "tasks", scenario: "slow" });
  expect(ref.projectId).toBe("");
  expect(await jobs.get(ref)).toMatchObject({ state: "running" });
});

test("times are written as the row's own format writes them", async () => {
  const time = {
    read: (value: unknown) => new Date(Number(value) * 86_400_000),
    write: (at: Date) => Math.floor(at.getTime() / 86_400_000),
  };
  const { simulator, jobs } = simulate({ ...plain, fields: { ...plain.fields, startedAt: "day" }, time });
  const job = await jobs.get(simulator.addJob({ service: "tasks", scenario: "slow" }));
  expect(job).toMatchObject({ raw: { day: 20_454 }, startedAt: new Date("2026-01-01T00:00:00Z") });
});

test.each([
  [{ status: "__proto__.polluted" }],
  [{ status: "constructor.prototype.polluted" }],
  [{ status: "a.__proto__.polluted" }],
  [{ status: "a.0.__proto__.polluted" }],
  [{ status: "status", id: "status.id" }],
  [{ status: "job.status", id: "job" }],
  [{ status: "toString" }],
  [{ status: "jobs.2.status", id: "jobs.2.id" }],
  [{ status: "2fa.0.status" }],
])("the names %j are written into the body, and nowhere else", async (fields) => {
  const { simulator, jobs } = simulate({ ...plain, fields });
  const ref = simulator.addJob({ service: "tasks", scenario: "success" });
  expect(await jobs.get(ref)).toMatchObject({ state: "running" });
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
});

test.each([
  ["/v1/tasks/latest", "tasks"],
  ["/v1/jobs/latest", "latest"],
  ["/v1/tasks/t-1", "tasks"],
  ["/v1/tasks/all?id=a", "by-id"],
  ["/v1/tasks/one/t-1", "one"],
  ["/v1/jobs/one/t-1", "any"],
  ["/any/v1/tasks/one/t-1", "any"],
])("%s belongs to the row that says its segments literally", async (url, service) => {
  const own = (path: string) => defineService({ ...plain, path });
  const simulator = createSimulator({
    services: {
      any: own("/v1/{kind}/one/{job_id}"),
      tasks: own("/v1/tasks/{job_id}"),
      one: own("/v1/tasks/one/{job_id}"),
      latest: own("/v1/{job_id}/latest"),
      "by-id": own("/v1/tasks/all?id={job_id}"),
    },
  });
  await simulator.fetch(`https://simulator.invalid${url}`, { headers: { "x-auth-token": "simulator-token" } });
  expect(simulator.requests).toMatchObject([{ service }]);
});

describe("faults", () => {
  test("meet the jobs of an ID of several parts", async () => {
    const { simulator, jobs } = simulated();
    const ref = simulator.addJob({ service: "kafka", scenario: "slow" });
    simulator.injectFault({ kind: "expired-token", service: "kafka", id: ref.id });
    await expect(jobs.get(ref)).rejects.toMatchObject({ name: "AuthenticationError" });
    expect(await jobs.get(ref)).toMatchObject({ state: "pending" });
  });

  test.each(["a/../b", "a/%2F", "/", "", "a//b"])("have no such ID as %j", (id) => {
    const { simulator } = simulated();
    expect(() => simulator.injectFault({ kind: "reset", id })).toThrow(/^"id( \(\w+\))?" must be/);
  });

  test("can be a response about another job, wherever the row has the ID", async () => {
    const { simulator, jobs } = simulated();
    for (const service of names) {
      const ref = simulator.addJob({ service, scenario: "slow" });
      simulator.injectFault({ kind: "another-job", service, times: 4 });
      await expect(jobs.get(ref)).rejects.toThrow("about another job");
    }
  });

  test("of a service that there is not are refused", () => {
    const { simulator } = simulated();
    expect(() => simulator.injectFault({ kind: "reset", service: "ecss" as never })).toThrow(
      '"share-deletion"; got "ecss"',
    );
  });
});

test("a simulator that listens serves own services beside the built-in ones", async () => {
  const simulator = createSimulator({ services });
  const server = await listen(simulator);
  onTestFinished(() => server.close());
  const { credentials, projectId } = simulator.clientOptions;
  const jobs = createJobsClient({ endpoints: server.endpoints, credentials, projectId, services });
  const refs = (["ecs", "rds", "kafka", "dcs"] as const).map((service) =>
    simulator.addJob({ service, scenario: "success", duration: 20 }),
  );
  const outcomes = await jobs.waitAll(refs, { interval: { min: 5, max: 10 } });
  expect(outcomes.map(({ job }) => job?.state)).toEqual(["succeeded", "succeeded", "succeeded", "succeeded"]);
});
