import { isJobsError } from "huaweicloud-jobs";
import { afterEach, describe, expect, test } from "vitest";
import { fakeClient } from "../helpers/fake-client.ts";
import { sample, samples, sampleText } from "../helpers/samples.ts";

async function read(service: "sfs-turbo" | "workspace" | "dcs", id: string, body: object) {
  const { jobs } = fakeClient([new Response(JSON.stringify(body), { headers: { "X-Request-Id": "req-1" } })]);
  return jobs.get({ service, id });
}

describe("the samples of the three endpoints", () => {
  test("SFS Turbo's documented job is parsed", async () => {
    const id = "26f6b565-xxxx-XXXX-xxxx-03f0bd975433";
    expect(await read("sfs-turbo", id, sample("sfs-turbo-1"))).toEqual({
      service: "sfs-turbo",
      id,
      projectId: "project-1",
      type: "bind_ldap",
      state: "succeeded",
      status: "success",
      startedAt: new Date("2023-07-26T09:33:58Z"),
      endedAt: new Date("2023-07-26T09:33:58Z"),
      subJobs: [],
      requestId: "req-1",
      raw: sample("sfs-turbo-1"),
    });
  });

  test("DCS's documented job is parsed, its null reason as absent", async () => {
    const id = "ff8080818822bbf70188235afc24141a";
    expect(await read("dcs", id, sample("dcs-1"))).toEqual({
      service: "dcs",
      id,
      projectId: "project-1",
      type: "masterStandbySwapJob",
      state: "succeeded",
      status: "SUCCESS",
      startedAt: new Date(1684191545379),
      endedAt: new Date(1684191548248),
      subJobs: [],
      requestId: "req-1",
      raw: sample("dcs-1"),
    });
  });

  test("Workspace's COMPLETE with an open sub-job is running", async () => {
    const job = await read("workspace", "cloud-job", sample("workspace-11"));
    expect(job).toMatchObject({ state: "running", status: "COMPLETE", subJobs: [{ id: "sub", state: "running" }] });
  });

  test("Workspace's plain success is parsed", async () => {
    const job = await read("workspace", "cloud-job", sample("workspace-8"));
    expect(job).toMatchObject({
      state: "succeeded",
      progress: 100,
      subJobs: [{ state: "succeeded", status: "SUCCESS" }],
    });
  });

  test("Workspace's sub-jobs are parsed, including an end time of a running one", async () => {
    const { jobs } = sample("workspace-2");
    const job = await read("workspace", "0e2dae94", { id: "0e2dae94", status: "RUNNING", sub_jobs: jobs });
    expect(job.subJobs[0]).toEqual({
      id: "e43caef5-e478-4624-9e8c-b0b636331cbc",
      type: "createDesktops",
      state: "running",
      status: "RUNNING",
      startedAt: new Date("2020-04-10T06:45:14Z"),
      endedAt: new Date("2020-04-10T07:06:10Z"),
    });
    expect(job).not.toHaveProperty("progress");
  });

  test.each([
    ["workspace-1", "InvalidResponseError"],
    ["workspace-2", "InvalidResponseError"],
    ["dcs-8", "InvalidResponseError"],
    ["sfs-turbo-2", "InvalidResponseError"],
    ["iam-1", "ApiError"],
    ["dcs-3", "ApiError"],
    ["apigw-1", "ApiError"],
  ])("%s, which is not a job, is rejected as %s, also with status 200", async (sampleName, name) => {
    for (const service of ["sfs-turbo", "workspace", "dcs"] as const) {
      await expect(read(service, "job-1", sample(sampleName))).rejects.toMatchObject({ name });
    }
  });
});

test.each(samples)("the sample %s is a job or an error of this package, for each service and status", async (name) => {
  for (const service of ["sfs-turbo", "workspace", "dcs"] as const) {
    for (const status of [200, 400, 401, 403, 404, 409, 429, 500, 503]) {
      const { jobs } = fakeClient([new Response(sampleText(name), { status })]);
      const [settled] = await Promise.allSettled([jobs.get({ service, id: "job-1" })]);
      const isExpected = settled.status === "fulfilled" ? "state" in settled.value : isJobsError(settled.reason);
      expect(isExpected).toBe(true);
    }
  }
});

describe("no value", () => {
  test.each([null, "", "  ", undefined])("%j counts as absent in every optional member", async (nothing) => {
    const job = await read("sfs-turbo", "j", {
      job_id: nothing,
      job_type: nothing,
      status: "failed",
      begin_time: nothing,
      end_time: nothing,
      error_code: nothing,
      fail_reason: nothing,
      sub_jobs: nothing,
    });
    expect(Object.keys(job).sort()).toEqual([
      "id",
      "projectId",
      "raw",
      "requestId",
      "service",
      "state",
      "status",
      "subJobs",
    ]);
  });
});

describe("code and reason", () => {
  test("of an SFS Turbo job and its sub-jobs are parsed", async () => {
    const job = await read("sfs-turbo", "j", {
      status: "failed",
      error_code: "SFS.TURBO.0005",
      fail_reason: "server error",
      sub_jobs: [
        { job_id: "s", status: "FAIL", error_code: "SFS.TURBO.0011", fail_reason: "busy" },
        { status: "success" },
      ],
    });
    expect(job.error).toEqual({ code: "SFS.TURBO.0005", reason: "server error" });
    expect(job.subJobs).toEqual([
      { id: "s", state: "failed", status: "FAIL", error: { code: "SFS.TURBO.0011", reason: "busy" } },
      { state: "succeeded", status: "success" },
    ]);
  });

  test("of a Workspace job have other names in the parent than in the sub-job", async () => {
    const job = await read("workspace", "j", {
      status: "FAIL",
      job_error_code: "WKS.1",
      error_code: "not the parent's",
      sub_jobs: [{ status: "FAILED", error_code: "WKS.2", job_error_code: "not the sub-job's" }],
    });
    expect(job.error).toEqual({ code: "WKS.1" });
    expect(job.subJobs[0]?.error).toEqual({ code: "WKS.2" });
  });

  test("of a DCS job consist of the reason alone", async () => {
    const job = await read("dcs", "j", { status: "FAIL", fail_reason: "node down", error_code: "no such member" });
    expect(job.error).toEqual({ reason: "node down" });
  });

  test("are parsed even if the job succeeded", async () => {
    expect((await read("dcs", "j", { status: "SUCCESS", fail_reason: "a remark" })).error).toEqual({
      reason: "a remark",
    });
  });
});

describe("progress", () => {
  const progressOf = async (members: object) =>
    (await read("workspace", "j", { status: "RUNNING", ...members })).progress;

  /** Sub-jobs with these numbers. */
  const numbers = (...list: unknown[]) => ({ sub_jobs: list.map((process) => ({ process })) });

  test.each([
    ["the mean over the sub-jobs", numbers(20, 60), 40],
    ["the mean over sub_jobs_total, unlisted ones counting nothing", { ...numbers(80), sub_jobs_total: 4 }, 20],
    ["100 for an end, whatever its number", { sub_jobs: [{ status: "SUCCESS", process: 3 }, { status: "FAIL" }] }, 100],
    ["0 for an open sub-job without a number", { sub_jobs: [{ status: "SUCCESS" }, { status: "RUNNING" }] }, 50],
    ["absent if all numbers are outside 0 to 100", numbers(101, -1, "50"), undefined],
    ["absent if no sub-job has a number", { sub_jobs: [{ status: "RUNNING" }], sub_jobs_total: 1 }, undefined],
    ["absent without sub-jobs", {}, undefined],
    ["the mean over the list if the total is smaller", { ...numbers(50, 50), sub_jobs_total: 1 }, 50],
    ["the mean over a total that is a string", { ...numbers(50), sub_jobs_total: "4" }, 12.5],
    ["the mean over the list if the total is not a number", { ...numbers(50), sub_jobs_total: "many" }, 50],
  ])("is %s", async (_fact, members, progress) => {
    expect(await progressOf(members)).toBe(progress);
  });

  test("exists for Workspace only", async () => {
    const job = await read("sfs-turbo", "j", { status: "running", sub_jobs: [{ status: "success", process: 5 }] });
    expect(job).not.toHaveProperty("progress");
    expect(job.subJobs[0]).not.toHaveProperty("progress");
  });
});

describe.each(["UTC", "Asia/Shanghai", "America/St_Johns", "Pacific/Apia"])("times, on a machine in %s", (zone) => {
  const before = process.env["TZ"];
  afterEach(() => {
    process.env["TZ"] = before ?? "";
    if (before === undefined) {
      delete process.env["TZ"];
    }
  });

  const startOf = async (service: "sfs-turbo" | "workspace" | "dcs", begin_time: unknown) => {
    process.env["TZ"] = zone;
    return (await read(service, "j", { status: "RUNNING", begin_time })).startedAt?.toISOString();
  };

  test.each([
    ["sfs-turbo", "2016-01-02 15:04:05", "2016-01-02T15:04:05.000Z"],
    ["workspace", "2020-04-10 06:45:14", "2020-04-10T06:45:14.000Z"],
    ["workspace", "2020-04-10T06:45:14Z", "2020-04-10T06:45:14.000Z"],
    ["workspace", "2020-04-10T06:45:14.250", "2020-04-10T06:45:14.250Z"],
    ["workspace", "2020-04-10T06:45:14+08:00", "2020-04-09T22:45:14.000Z"],
    ["workspace", "2020-04-10T06:45:14+0800", "2020-04-09T22:45:14.000Z"],
    ["sfs-turbo", "2024-02-29 00:00:00", "2024-02-29T00:00:00.000Z"],
    ["dcs", "1684191545379", "2023-05-15T22:59:05.379Z"],
    ["dcs", 1684191545379, "2023-05-15T22:59:05.379Z"],
  ] as const)("%s reads %j", async (service, time, iso) => {
    expect(await startOf(service, time)).toBe(iso);
  });

  test.each([
    ["sfs-turbo", "2023-02-29 00:00:00"],
    ["sfs-turbo", "2023-13-01 00:00:00"],
    ["sfs-turbo", "2023-01-01 25:00:00"],
    ["sfs-turbo", "2023-01-01 24:00:00"],
    ["sfs-turbo", "yesterday"],
    ["sfs-turbo", 1684191545379],
    ["workspace", "04/10/2020 06:45"],
    ["workspace", {}],
    ["dcs", "2023-05-15 22:59:05"],
    ["dcs", "99999999999999999999"],
    ["dcs", "-1"],
    ["dcs", "1.5.2"],
    ["dcs", 0],
    ["dcs", "0"],
    ["dcs", Number.NaN],
    ["dcs", true],
  ] as const)("%s leaves out %j", async (service, time) => {
    expect(await startOf(service, time)).toBeUndefined();
  });
});

test("equal responses make equal jobs", async () => {
  const body = { status: "RUNNING", sub_jobs: [{ process: 1 }] };
  expect(await read("workspace", "j", body)).toEqual(await read("workspace", "j", body));
});

test("an ID is the same with dashes and without, because SFS Turbo writes it both ways", async () => {
  const job = await read("sfs-turbo", "26f6b565aaaabbbbcccc03f0bd975433", {
    job_id: "26F6B565-aaaa-bbbb-cccc-03f0bd975433",
    status: "running",
  });
  expect(job.id).toBe("26f6b565aaaabbbbcccc03f0bd975433");
});

test("a job as JSON is a reference to itself", async () => {
  const job = await read("dcs", "j", { status: "RUNNING", begin_time: "1684191545379" });
  const { jobs, requests } = fakeClient([{ status: "SUCCESS" }], { projectId: "another" });
  const done = await jobs.wait(JSON.parse(JSON.stringify(job)) as typeof job);
  expect(done.state).toBe("succeeded");
  expect(requests[0]?.url).toBe("https://dcs.test/v2/project-1/jobs/j");
});
