import type { components, paths } from "../../generated/sfs-turbo.d.ts";
import { builtIn } from "./contract.ts";
import { merge } from "./definition.ts";
import { sfsTurboHints } from "./error-hints.ts";

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
    codes: sfsTurboHints,
  },
  fields,
  states,
  subJobs: { list: "sub_jobs", fields, states: /* @__PURE__ */ merge(states, { FAIL: "failed" }) },
});
