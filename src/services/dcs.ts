import type { components, paths } from "../../generated/dcs.d.ts";
import { builtIn } from "./contract.ts";

type Schemas = components["schemas"];

/** Distributed Cache Service: jobs of caches, without sub-jobs, error codes or progress. */
export const dcs = /* @__PURE__ */ builtIn<paths, Schemas["DcsJobStatus"]>()({
  clientKey: "dcs",
  title: "DCS",
  path: "/v2/{project_id}/jobs/{job_id}",
  hosts: { prefix: "dcs", clouds: ["huaweicloud", "otc"] },
  errors: { action: "dcs:job:get", otherProject: ["DCS.1004", "111401004"] },
  fields: {
    id: "job_id",
    type: "job_type",
    status: "status",
    startedAt: "begin_time",
    endedAt: "end_time",
    reason: "fail_reason",
  },
  states: {
    INIT: "pending",
    RUNNING: "running",
    SUCCESS: "succeeded",
    FAIL: "failed",
  },
  time: "epoch-milliseconds",
});
