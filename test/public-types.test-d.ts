import {
  createJobsClient,
  isTerminal,
  type Job,
  JobFailedError,
  type JobRef,
  type JobState,
  type JobsClient,
  jobRefFromResponse,
  type ServiceName,
  WaitTimeoutError,
} from "huaweicloud-jobs";
import { describe, expectTypeOf, test } from "vitest";
import type { components as Dcs } from "../generated/dcs.d.ts";
import type { components as SfsTurbo } from "../generated/sfs-turbo.d.ts";
import type { components as Workspace } from "../generated/workspace.d.ts";

const jobs = createJobsClient({ cloud: "otc", region: "eu-de", projectId: "p", credentials: { token: "t" } });
declare const anyJob: Job;

describe("a job", () => {
  test("has the raw body of its service", () => {
    expectTypeOf<Job<"sfs-turbo">["raw"]>().toEqualTypeOf<SfsTurbo["schemas"]["SfsTurboJob"]>();
    expectTypeOf<Job<"workspace">["raw"]>().toEqualTypeOf<Workspace["schemas"]["WorkspaceJob"]>();
    expectTypeOf<Job<"dcs">["raw"]>().toEqualTypeOf<Dcs["schemas"]["DcsJob"]>();
  });

  test("narrows its raw body with its service", () => {
    if (anyJob.service === "workspace") {
      expectTypeOf(anyJob.raw.sub_jobs_total).toEqualTypeOf<number | null | undefined>();
    } else {
      // @ts-expect-error -- only Workspace counts its sub-jobs
      anyJob.raw.sub_jobs_total;
    }
  });

  test("has a state that a switch can exhaust", () => {
    const describeState = (state: JobState): string => {
      switch (state) {
        case "pending":
        case "running":
        case "succeeded":
        case "failed":
        case "unknown":
          return state;
      }
    };
    expectTypeOf(describeState(anyJob.state)).toEqualTypeOf<string>();
  });

  test("has an open type: known words are completed, others possible", () => {
    type Type = Required<Job<"dcs">>["type"];
    expectTypeOf<Extract<Type, "masterStandbySwapJob">>().toEqualTypeOf<"masterStandbySwapJob">();
    expectTypeOf<string>().toExtend<Type>();
  });

  test("is a reference to itself", () => {
    expectTypeOf<Job>().toExtend<JobRef>();
    expectTypeOf<Job<"dcs">>().toExtend<JobRef<"dcs">>();
    expectTypeOf(jobs.wait(anyJob)).toEqualTypeOf<Promise<Job>>();
  });

  test("that has finished has a final state", () => {
    if (isTerminal(anyJob)) {
      expectTypeOf(anyJob.state).toEqualTypeOf<"succeeded" | "failed">();
    }
  });

  test("has no `any`", () => {
    expectTypeOf<Job["raw"]>().not.toBeAny();
    expectTypeOf<Job["subJobs"][number]>().not.toBeAny();
    expectTypeOf<JobsClient["clients"]["dcs"]>().not.toBeAny();
  });
});

describe("get, wait and watch", () => {
  test("give the job of the reference's service", () => {
    const ref = { service: "dcs", id: "j" } as const;
    expectTypeOf(jobs.get(ref)).resolves.toEqualTypeOf<Job<"dcs">>();
    expectTypeOf(jobs.wait(ref)).resolves.toEqualTypeOf<Job<"dcs">>();
    expectTypeOf(jobs.get({ service: "sfs-turbo", id: "j" })).resolves.toEqualTypeOf<Job<"sfs-turbo">>();
    expectTypeOf(jobs.get(ref as JobRef)).resolves.toEqualTypeOf<Job>();
    jobs.wait(ref, { onUpdate: (job) => expectTypeOf(job).toEqualTypeOf<Job<"dcs">>() });
  });

  test("watch is iterated with for await", async () => {
    const updates = jobs.watch({ service: "workspace", id: "j" });
    expectTypeOf(updates).toExtend<AsyncIterable<Job<"workspace">>>();
    for await (const job of updates) {
      expectTypeOf(job).toEqualTypeOf<Job<"workspace">>();
    }
  });

  test("reject an unknown service", () => {
    // @ts-expect-error -- ECS is not one of the three
    jobs.get({ service: "ecs", id: "j" });
    // @ts-expect-error -- an ID is a string
    jobs.get({ service: "dcs", id: 5 });
  });

  test("accept undefined for an absent option", () => {
    const nothing = { timeout: undefined, signal: undefined, onUpdate: undefined, interval: { min: undefined } };
    jobs.wait({ service: "dcs", id: "j", projectId: undefined }, nothing);
    createJobsClient({
      cloud: undefined,
      region: undefined,
      endpoints: { dcs: undefined },
      credentials: { token: "t" },
    });
  });
});

describe("waitAll", () => {
  test("keeps the type of each element", async () => {
    const [first, second] = await jobs.waitAll([
      { service: "dcs", id: "a" },
      { service: "sfs-turbo", id: "b" },
    ]);
    expectTypeOf(first.job).toEqualTypeOf<Job<"dcs"> | undefined>();
    expectTypeOf(second.job).toEqualTypeOf<Job<"sfs-turbo"> | undefined>();
    if (first.error === undefined) {
      expectTypeOf(first.job).toEqualTypeOf<Job<"dcs">>();
    } else {
      expectTypeOf(first.error).toEqualTypeOf<Error>();
    }
  });

  test("accepts a list of unknown length", async () => {
    const refs: JobRef[] = [];
    for (const outcome of await jobs.waitAll(refs)) {
      expectTypeOf(outcome.ref).toEqualTypeOf<JobRef>();
      expectTypeOf(outcome.job).toEqualTypeOf<Job | undefined>();
    }
  });
});

test("clients are typed by the contract", async () => {
  const { data, error } = await jobs.clients.sfsTurbo.GET("/v1/{project_id}/sfs-turbo/jobs/{job_id}", {
    params: { path: { project_id: "p", job_id: "j" } },
  });
  expectTypeOf(data).toEqualTypeOf<SfsTurbo["schemas"]["SfsTurboJob"] | undefined>();
  expectTypeOf(error).not.toBeAny();
  // @ts-expect-error -- another service's path
  jobs.clients.sfsTurbo.GET("/v2/{project_id}/jobs/{job_id}", {});
});

test("errors carry jobs and references that can be waited for again", () => {
  const handle = (error: unknown) => {
    if (error instanceof JobFailedError) {
      expectTypeOf(error.job).toEqualTypeOf<Job>();
    }
    if (error instanceof WaitTimeoutError) {
      expectTypeOf(error.ref).toEqualTypeOf<JobRef>();
      expectTypeOf(error.lastJob).toEqualTypeOf<Job | undefined>();
      expectTypeOf(jobs.wait(error.ref)).resolves.toEqualTypeOf<Job>();
    }
  };
  expectTypeOf(handle).toBeFunction();
});

test("a reference from a response has the type of the named service", () => {
  expectTypeOf(jobRefFromResponse("dcs", {})).toEqualTypeOf<JobRef<"dcs">>();
  expectTypeOf<ServiceName>().toEqualTypeOf<"sfs-turbo" | "workspace" | "dcs">();
});
