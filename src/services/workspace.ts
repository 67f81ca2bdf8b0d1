import type { components, paths } from "../../generated/workspace.d.ts";
import type { JobState } from "../job.ts";
import { builtIn } from "./contract.ts";
import { type FinishedJob, merge } from "./definition.ts";

type Schemas = components["schemas"];

const partStates = {
  WAITING: "pending",
  RUNNING: "running",
  SUCCESS: "succeeded",
  FAIL: "failed",
  FAILED: "failed",
} as const;

/**
 * `COMPLETE` says that a job has finished, not how. One failed sub-job fails it; a sub-job that is open, unknown
 * or not listed keeps it running; without sub-jobs, a code or a reason means failure.
 */
function outcome({ subJobs, total, error }: FinishedJob): JobState {
  if (subJobs.some((part) => part.state === "failed")) {
    return "failed";
  }
  if (total === 0) {
    return error === undefined ? "succeeded" : "failed";
  }
  const allSucceeded = subJobs.length >= total && subJobs.every((part) => part.state === "succeeded");
  return allSucceeded ? "succeeded" : "running";
}

const common = {
  id: "id",
  type: "job_type",
  status: "status",
  startedAt: "begin_time",
  endedAt: "end_time",
  reason: "fail_reason",
} as const;

/** Workspace: jobs of cloud desktops; the only service with progress. Its times are read as UTC (inferred). */
export const workspace = /* @__PURE__ */ builtIn<
  paths,
  Schemas["WorkspaceJobStatus"],
  Schemas["WorkspaceSubJob"],
  Schemas["WorkspaceSubJobStatus"]
>()({
  clientKey: "workspace",
  title: "Workspace",
  path: "/v2/{project_id}/workspace-jobs/{job_id}",
  hosts: { prefix: "workspace", clouds: ["huaweicloud"] },
  errors: { action: "workspace:jobs:get" },
  fields: /* @__PURE__ */ merge(common, { code: "job_error_code" }),
  states: /* @__PURE__ */ merge(partStates, { COMPLETE: outcome }),
  subJobs: {
    list: "sub_jobs",
    total: "sub_jobs_total",
    fields: /* @__PURE__ */ merge(common, { code: "error_code", progress: "process" }),
    states: partStates,
  },
});
