import { ConfigurationError, createJobsClient, NotFoundError } from "huaweicloud-jobs";
import { createSimulator } from "huaweicloud-jobs/simulator";
import { describe, expect, suite, test } from "vitest";
import { simulated } from "../helpers/simulated.ts";

suite(createSimulator, () => {
  test("shares nothing with another simulator", async () => {
    const [one, other] = [createSimulator(), createSimulator()];
    const ref = one.addJob({ service: "dcs", id: "job-1", scenario: "success" });
    one.injectFault({ kind: "server-error" });
    await expect(createJobsClient(other.clientOptions).get(ref)).rejects.toThrow(NotFoundError);
    expect(one.requests).toEqual([]);
    expect(other.requests).toHaveLength(1);
    expect(other.addJob({ service: "dcs", id: "job-1", scenario: "success" }).id).toBe("job-1");
  });

  test("accepts a given token and project", async () => {
    const simulator = createSimulator({ token: "secret", projectId: "project-1" });
    const ref = simulator.addJob({ service: "dcs", scenario: "slow" });
    expect(ref.projectId).toBe("project-1");
    const jobs = createJobsClient({ ...simulator.clientOptions, credentials: { token: "secret" } });
    expect(await jobs.get(ref)).toMatchObject({ state: "pending" });
    expect(JSON.stringify(simulator.requests)).not.toContain("secret");
  });

  test("serves a client of a real cloud that has its fetch", async () => {
    const simulator = createSimulator();
    const { fetch, credentials } = simulator.clientOptions;
    const jobs = createJobsClient({ cloud: "otc", region: "eu-de", credentials, fetch });
    expect(await jobs.get(simulator.addJob({ service: "sfs-turbo", scenario: "slow" }))).toMatchObject({
      status: "waiting",
    });
  });

  test("serves the generated clients", async () => {
    const simulator = createSimulator();
    const { clients } = createJobsClient(simulator.clientOptions);
    const { id, projectId } = simulator.addJob({ service: "dcs", scenario: "slow" });
    const path = { project_id: projectId, job_id: id };
    const { data } = await clients.dcs.GET("/v2/{project_id}/jobs/{job_id}", { params: { path } });
    expect(data?.status).toBe("INIT");
  });

  test("accepts a Request as well as a URL and an init", async () => {
    const simulator = createSimulator();
    const { endpoints, projectId, credentials } = simulator.clientOptions;
    const { id } = simulator.addJob({ service: "dcs", scenario: "slow" });
    const url = `${endpoints.dcs}/v2/${projectId}/jobs/${id}`;
    const headers = { "x-auth-token": credentials.token };
    expect((await simulator.fetch(new Request(url, { headers }))).status).toBe(200);
    expect((await simulator.fetch(new URL(url), { headers })).status).toBe(200);
    expect((await simulator.fetch(new Request(url, { headers }), { method: "put" })).status).toBe(404);
  });

  test.each([
    [{ token: "" }, /"token" must be a string that is not empty/],
    [{ projectId: "a/b" }, /"projectId" must be/],
    [{ clock: {} }, /"clock" must be an object with the functions now and sleep/],
  ])("rejects %o", (options, message) => {
    expect(() => createSimulator(options as never)).toThrow(message);
  });
});

describe("requests", () => {
  test("show job, time, status and fault", async () => {
    const { clock, simulator, jobs } = simulated();
    const ref = simulator.addJob({ service: "workspace", scenario: "slow" });
    await jobs.get(ref);
    simulator.injectFault({ kind: "throttled", retryAfter: 2 });
    const began = clock.now();
    const before = simulator.requests;
    await jobs.get(ref);
    const { service, id } = ref;
    expect(simulator.requests).toEqual([
      { service, id, status: 200, at: began },
      { service, id, status: 429, fault: "throttled", at: began },
      { service, id, status: 200, at: began + 2_000 },
    ]);
    expect(before).toHaveLength(1);
  });

  test("are kept up to 10,000, and have unique IDs beyond", async () => {
    const simulator = createSimulator();
    const ids = new Set<string | null>();
    for (let count = 0; count < 10_002; count++) {
      const response = await simulator.fetch("https://simulator.invalid/");
      ids.add(response.headers.get("x-request-id"));
    }
    expect(simulator.requests).toHaveLength(10_000);
    expect(ids.size).toBe(10_002);
  });
});

describe("steps", () => {
  test("appear as scripted, in the service's own body", async () => {
    const { clock, simulator, jobs } = simulated();
    const ref = simulator.addJob({
      service: "workspace",
      id: "job-1",
      type: "deleteDesktops",
      steps: [
        { after: 1_000, status: "RUNNING", subJobs: [{ status: "RUNNING", progress: 40 }], subJobsTotal: 2 },
        {
          after: 5_000,
          status: "FAIL",
          code: "WKS.1",
          reason: "no luck",
          subJobs: [
            { status: "SUCCESS", id: "part-1" },
            { status: "FAILED", code: "WKS.2", reason: "nor here" },
          ],
          extra: { note: "as the service spells it" },
        },
      ],
    });
    await expect(jobs.get(ref)).rejects.toThrow(NotFoundError);
    const began = clock.now();
    await clock.sleep(1_000);
    expect(await jobs.get(ref)).toMatchObject({ state: "running", progress: 20, subJobs: [{ id: "job-1-1" }] });
    await clock.sleep(10_000);
    expect((await jobs.get(ref)).raw).toMatchObject({
      id: "job-1",
      job_type: "deleteDesktops",
      status: "FAIL",
      begin_time: time(began + 1_000),
      end_time: time(began + 5_000),
      job_error_code: "WKS.1",
      fail_reason: "no luck",
      sub_jobs_total: 2,
      sub_jobs: [
        { id: "part-1", status: "SUCCESS", end_time: time(began + 5_000) },
        { id: "job-1-2", status: "FAILED", error_code: "WKS.2", fail_reason: "nor here" },
      ],
      note: "as the service spells it",
    });
  });

  test("may leave a final status again", async () => {
    const { clock, simulator, jobs } = simulated();
    const ref = simulator.addJob({
      service: "dcs",
      steps: ["FAIL", "RUNNING", "SUCCESS", "SUCCESS"].map((status, index) => ({ after: index * 1_000, status })),
    });
    const began = clock.now();
    const ends: (number | undefined)[] = [];
    for (let count = 0; count < 4; count++) {
      ends.push((await jobs.get(ref)).endedAt?.getTime());
      await clock.sleep(1_000);
    }
    expect(ends).toEqual([began, undefined, began + 2_000, began + 2_000]);
  });
});

const step = { after: 0, status: "RUNNING" };

test.each<[object | null, RegExp]>([
  [null, /"job" must be an object/],
  [{ service: "ecs", scenario: "success" }, /"service" must be one of "sfs-turbo", "workspace", "dcs"; got "ecs"/],
  [{}, /either "scenario" or "steps"/],
  [{ scenario: "success", steps: [step] }, /either "scenario" or "steps"/],
  [
    { scenario: "complete-with-open-sub-jobs" },
    /"scenario" must be one of "success", "failure", "slow", "unknown-status"; got/,
  ],
  [{ scenario: "success", duration: -1 }, /"duration" must be a number of milliseconds/],
  [{ scenario: "success", startsAtFirstRequest: 1 }, /"startsAtFirstRequest" must be true or false; got/],
  [{ id: "a/b", scenario: "success" }, /"id" must be/],
  [{ id: "taken", scenario: "success" }, /"id" must be new: dcs has a job "taken" already/],
  [{ type: 1, scenario: "success" }, /"type" must be a job type; got 1/],
  [{ steps: [] }, /"steps" must be an array of at least one step/],
  [{ steps: [null] }, /"steps\[0\]" must be an object/],
  [{ steps: [{ ...step, after: Number.NaN }] }, /"steps\[0\].after" must be a number of milli.*got NaN/],
  [{ steps: [{ ...step, after: 5 }, step] }, /"steps\[1\].after" must be .* 5 or more.*in order.*got 0/],
  [{ steps: [{ after: 0 }] }, /"steps\[0\].status" must be a status word; got undefined/],
  [{ steps: [{ ...step, code: "1" }] }, /"steps\[0\].code" is given, but a response of dcs has no such member/],
  [{ steps: [{ ...step, subJobs: [] }] }, /"steps\[0\].subJobs" is given, but a response of dcs/],
  [{ service: "sfs-turbo", steps: [{ ...step, subJobs: [{ progress: 1 }] }] }, /"steps\[0\].subJobs\[0\].progress" is/],
  [{ service: "workspace", steps: [{ ...step, subJobs: 2 }] }, /"steps\[0\].subJobs" must be an array/],
])("the job %j is rejected", (job, message) => {
  const simulator = createSimulator();
  simulator.addJob({ service: "dcs", id: "taken", scenario: "success" });
  const add = () => simulator.addJob((job && { service: "dcs", ...job }) as never);
  expect(add).toThrow(ConfigurationError);
  expect(add).toThrow(message);
});

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace("T", " ");
}
