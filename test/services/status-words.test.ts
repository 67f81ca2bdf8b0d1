import { describe, expect, test } from "vitest";
import { fakeClient } from "../helpers/fake-client.ts";

const id = "job-1";

async function stateOf(service: "sfs-turbo" | "workspace" | "dcs", body: object) {
  const { jobs } = fakeClient([body]);
  return (await jobs.get({ service, id })).state;
}

describe("a status word has the state", () => {
  test.each([
    ["sfs-turbo", "waiting", "pending"],
    ["sfs-turbo", "running", "running"],
    ["sfs-turbo", "success", "succeeded"],
    ["sfs-turbo", "failed", "failed"],
    ["workspace", "WAITING", "pending"],
    ["workspace", "RUNNING", "running"],
    ["workspace", "SUCCESS", "succeeded"],
    ["workspace", "COMPLETE", "succeeded"],
    ["workspace", "FAIL", "failed"],
    ["workspace", "FAILED", "failed"],
    ["dcs", "INIT", "pending"],
    ["dcs", "RUNNING", "running"],
    ["dcs", "SUCCESS", "succeeded"],
    ["dcs", "FAIL", "failed"],
  ] as const)("%s %s: %s", async (service, status, state) => {
    expect(await stateOf(service, { status })).toBe(state);
  });
});

test("words are compared without regard to case and surrounding space, and kept as received", async () => {
  const { jobs } = fakeClient([{ status: " Success\n" }]);
  const job = await jobs.get({ service: "dcs", id });
  expect(job.state).toBe("succeeded");
  expect(job.status).toBe(" Success\n");
});

test.each(["PAUSED", "complete_with_errors", "constructor", "__proto__", "toString"])(
  "the undocumented word %s is unknown",
  async (status) => {
    for (const service of ["sfs-turbo", "workspace", "dcs"] as const) {
      expect(await stateOf(service, { status })).toBe("unknown");
    }
  },
);

test("COMPLETE is unknown for the services that do not document it", async () => {
  expect(await stateOf("dcs", { status: "COMPLETE" })).toBe("unknown");
  expect(await stateOf("sfs-turbo", { status: "COMPLETE" })).toBe("unknown");
});

describe("a Workspace job that is COMPLETE", () => {
  const complete = (members: object) => stateOf("workspace", { status: "COMPLETE", ...members });
  const parts = (...words: (string | null | undefined)[]) => ({ sub_jobs: words.map((status) => ({ status })) });
  const noParts = { sub_jobs: [], sub_jobs_total: 0, job_error_code: "", fail_reason: null };

  test.each([
    ["succeeded, when all sub-jobs did", parts("SUCCESS", "success"), "succeeded"],
    ["failed, as soon as one sub-job FAILed", parts("RUNNING", "FAIL"), "failed"],
    ["failed, as soon as one sub-job FAILED", { ...parts("SUCCESS", "FAILED"), sub_jobs_total: 5 }, "failed"],
    ["running, while a sub-job runs", parts("SUCCESS", "RUNNING"), "running"],
    ["running, while a sub-job waits", parts("SUCCESS", "WAITING"), "running"],
    ["running, while a sub-job is unknown", parts("SUCCESS", "PAUSED"), "running"],
    ["running, while a sub-job is COMPLETE", parts("SUCCESS", "COMPLETE"), "running"],
    ["running, while a sub-job has no status", parts("SUCCESS", undefined), "running"],
    ["running, while a sub-job's status is null", parts("SUCCESS", null), "running"],
    ["running, while a sub-job is null", { sub_jobs: [{ status: "SUCCESS" }, null] }, "running"],
    ["running, while sub-jobs are missing", { ...parts("SUCCESS"), sub_jobs_total: 2 }, "running"],
    ["running, while they are missing from a total in text", { ...parts("SUCCESS"), sub_jobs_total: "2" }, "running"],
    ["running, while none of its sub-jobs is listed", { sub_jobs: [], sub_jobs_total: 1 }, "running"],
    ["succeeded, without sub-jobs", {}, "succeeded"],
    ["succeeded, with an empty list", noParts, "succeeded"],
    ["succeeded, with a list that is null", { sub_jobs: null, sub_jobs_total: null }, "succeeded"],
    ["failed, without sub-jobs but with a code", { job_error_code: "WKS.00010032" }, "failed"],
    ["failed, without sub-jobs but with a reason", { fail_reason: "quota" }, "failed"],
    ["succeeded, when all did, whatever its code says", { ...parts("SUCCESS"), job_error_code: "X" }, "succeeded"],
  ])("is %s", async (_fact, members, state) => {
    expect(await complete(members)).toBe(state);
  });
});

test.each([
  ["sfs-turbo", { status: "success", sub_jobs: [{ status: "FAIL" }] }, "succeeded"],
  ["sfs-turbo", { status: "running", sub_jobs: [{ status: "failed" }] }, "running"],
  ["workspace", { status: "SUCCESS", sub_jobs: [{ status: "FAILED" }] }, "succeeded"],
  ["workspace", { status: "RUNNING", sub_jobs: [{ status: "SUCCESS" }] }, "running"],
] as const)("with other status words the sub-jobs of %s do not affect the parent", async (service, body, state) => {
  expect(await stateOf(service, body)).toBe(state);
});

test("the upper-case FAIL of an SFS Turbo sub-job is a failure", async () => {
  const { jobs } = fakeClient([{ status: "failed", sub_jobs: [{ status: "FAIL" }, { status: "Failed" }] }]);
  const job = await jobs.get({ service: "sfs-turbo", id });
  expect(job.subJobs.map((part) => part.state)).toEqual(["failed", "failed"]);
});
