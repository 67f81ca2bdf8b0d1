/** The services of a run: the three that are built in, and two of the user's own. */
import { defineService } from "../../src/index.ts";
import { type BuiltInName, resolveServices } from "../../src/services/index.ts";
import { type ScenarioName, scenariosOfEach } from "../../src/simulator/scenarios.ts";

const fields = { id: "job_id", type: "job_type", status: "status", code: "error_code", reason: "fail_reason" };

/** A row in the style of ECS, and one whose ID is in the query. */
export const ownServices = {
  ecs: defineService({
    path: "/v1/{project_id}/jobs/{job_id}",
    hosts: { prefix: "ecs" },
    fields: { ...fields, startedAt: "begin_time" },
    states: { INIT: "pending", RUNNING: "running", SUCCESS: "succeeded", FAIL: "failed" },
    subJobs: { list: "entities.sub_jobs", total: "entities.sub_jobs_total" },
  }),
  rds: defineService({
    path: "/v3/{project_id}/jobs?id={job_id}",
    hosts: { prefix: "rds" },
    fields: {
      id: "job.id",
      type: "job.name",
      status: "job.status",
      reason: "job.fail_reason",
      progress: "job.process",
    },
    states: { Running: "running", Completed: "succeeded", Failed: "failed" },
  }),
};

export type OwnServices = typeof ownServices;

export type ServiceName = BuiltInName | keyof OwnServices;

/** The scenarios that each service can play. */
export const scenarios = scenariosOfEach(resolveServices(ownServices)) as Readonly<Record<ServiceName, ScenarioName[]>>;
