import { defineService, type FinishedJob, type JobState, type TimeFormat } from "huaweicloud-jobs";
import { builtIn } from "../../src/services/contract.ts";
import type { components, paths } from "./generated/tape-library.ts";

type Schemas = components["schemas"];

/** Seconds since the epoch, as a number. */
const epochSeconds: TimeFormat = {
  read: (value) => (typeof value === "number" ? new Date(value * 1_000) : undefined),
  write: (time) => Math.floor(time.getTime() / 1_000),
};

/** `unmounted` says that a task is over; its steps say how it went. */
function outcome({ subJobs, total }: FinishedJob): JobState {
  if (subJobs.some(({ state }) => state === "failed")) {
    return "failed";
  }
  return subJobs.filter(({ state }) => state === "succeeded").length === total ? "succeeded" : "running";
}

/** Tape Library: a service that does not exist, and is like none of the three. */
export const definition = {
  title: "Tape Library",
  path: "/v3.1/{project_id}/tape-library/tasks/{job_id}/state",
  hosts: { prefix: "tape", clouds: ["otc"] },
  errors: { action: "tapes:tasks:get", codes: { "TL-403": "The key of the library hangs at the porter's." } },
  fields: {
    id: "task",
    type: "kind",
    status: "phase",
    startedAt: "opened",
    endedAt: "closed",
    code: "fault",
    reason: "fault_text",
  },
  states: { queued: "pending", writing: "running", stored: "succeeded", torn: "failed", unmounted: outcome },
  subJobs: {
    list: "steps",
    total: "step_count",
    fields: {
      id: "step",
      type: "action",
      status: "condition",
      startedAt: "since",
      endedAt: "until",
      code: "defect",
      reason: "defect_text",
      progress: "written",
    },
    states: { idle: "pending", spinning: "running", done: "succeeded", jammed: "failed" },
  },
  time: epochSeconds,
} as const;

/** As a service of the user's own. */
const tapeLibrary = defineService<paths>()(definition);

export const services = { "tape-library": tapeLibrary } as const;

/** As a row of the built-in table. */
export const builtInTapeLibrary = builtIn<
  paths,
  Schemas["TapeLibraryJobStatus"],
  Schemas["TapeLibrarySubJob"],
  Schemas["TapeLibrarySubJobStatus"]
>()({ clientKey: "tapeLibrary", ...definition });
