import type { components, paths } from "../../generated/sfs-turbo.d.ts";
import { builtIn } from "./contract.ts";
import { merge } from "./definition.ts";

type Schemas = components["schemas"];

const states = {
  waiting: "pending",
  running: "running",
  success: "succeeded",
  failed: "failed",
} as const;

const fields = {
  id: "job_id",
  type: "job_type",
  status: "status",
  startedAt: "begin_time",
  endedAt: "end_time",
  code: "error_code",
  reason: "fail_reason",
} as const;

/** SFS Turbo: jobs of shared file systems; sub-jobs look like jobs, one level deep. */
export const sfsTurbo = /* @__PURE__ */ builtIn<
  paths,
  Schemas["SfsTurboJobStatus"],
  Schemas["SfsTurboSubJob"],
  Schemas["SfsTurboSubJobStatus"]
>()({
  clientKey: "sfsTurbo",
  title: "SFS Turbo",
  path: "/v1/{project_id}/sfs-turbo/jobs/{job_id}",
  hosts: {
    prefix: "sfs-turbo",
    clouds: ["huaweicloud", "otc"],
    exceptions: { "eu-west-101": "sfs-turbo.eu-west-101.myhuaweicloud.eu" },
  },
  errors: {
    action: "sfsturbo:shares:getJob",
    codes: {
      "SFS.TURBO.0002": "The service says so of what does not exist and of what the credential may not see.",
      "SFS.TURBO.0015": "The service sends 400, but permission is missing: the IAM action is sfsturbo:shares:getJob.",
      "SFS.TURBO.0019":
        "The service knows no such job in this project and region. Its create, expand and delete calls give no job ID.",
      "SFS.TURBO.0037": "The service sends 400, but it is a conflict with another operation: try again later.",
      "SFS.TURBO.9000":
        "The service says so of what is gone, too; if the job exists, the IAM action sfsturbo:shares:getJob is missing.",
    },
  },
  fields,
  states,
  subJobs: { list: "sub_jobs", fields, states: /* @__PURE__ */ merge(states, { FAIL: "failed" }) },
});
