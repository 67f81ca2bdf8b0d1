import type { components, paths } from "../../generated/sfs-turbo.ts";
import type { JobState } from "../job.ts";
import { defineService } from "./service.ts";
import { utcDateTime } from "./times.ts";

type Schemas = components["schemas"];

const states = {
  waiting: "pending",
  running: "running",
  success: "succeeded",
  failed: "failed",
} as const satisfies Record<Schemas["SfsTurboJobStatus"], JobState>;

const subJobStates = { ...states, FAIL: "failed" } as const satisfies Record<Schemas["SfsTurboSubJobStatus"], JobState>;

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
export const sfsTurbo = defineService<paths, Schemas["SfsTurboJobType"], Schemas["SfsTurboSubJob"]>()({
  clientKey: "sfsTurbo",
  title: "SFS Turbo",
  path: "/v1/{project_id}/sfs-turbo/jobs/{job_id}",
  hosts: {
    prefix: "sfs-turbo",
    clouds: ["huaweicloud", "otc"],
    exceptions: { "eu-west-101": "sfs-turbo.eu-west-101.myhuaweicloud.eu" },
  },
  format: {
    fields,
    states,
    subJobs: { list: "sub_jobs", fields, states: subJobStates },
    time: utcDateTime,
  },
});
