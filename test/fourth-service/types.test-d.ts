import { test } from "vitest";
import { builtIn } from "../../src/services/contract.ts";
import type { components, paths } from "./generated/tape-library.ts";
import { definition } from "./tape-library.ts";

type Schemas = components["schemas"];

const { title, hosts, time } = definition;
const path = "/v3.1/{project_id}/tape-library/tasks/{job_id}/state";
const fields = { id: "task", type: "kind", status: "phase", startedAt: "opened", endedAt: "closed" } as const;
const good = { ...fields, reason: "fault_text" } as const;
const states = { queued: "pending", writing: "running", stored: "succeeded", torn: "failed" } as const;
const all = { ...states, unmounted: "failed" } as const;
const part = { id: "step", type: "action", status: "condition", startedAt: "since", endedAt: "until" } as const;
const parts = { list: "steps", fields: { ...part, reason: "defect_text" } } as const;
const conditions = { idle: "pending", spinning: "running", done: "succeeded" } as const;
const subJobs = { ...parts, states: { ...conditions, jammed: "failed" } } as const;

test("a built-in row without what its contract has does not compile", () => {
  const define = builtIn<
    paths,
    Schemas["TapeLibraryJobStatus"],
    Schemas["TapeLibrarySubJob"],
    Schemas["TapeLibrarySubJobStatus"]
  >();
  const row = { title, hosts, time, clientKey: "tapeLibrary", path } as const;
  define({ ...row, fields: good, states: all });
  define({ ...row, fields: good, states: all, subJobs });
  // @ts-expect-error -- nobody has said what "unmounted" means
  define({ ...row, fields: good, states });
  // @ts-expect-error -- "melted" is no word of the contract
  define({ ...row, fields: good, states: { ...states, unmounted: "failed", melted: "failed" } });
  // @ts-expect-error -- nobody has said what "jammed" means
  define({ ...row, fields: good, states: all, subJobs: { ...parts, states: conditions } });
  // @ts-expect-error -- the task has no "reason"
  define({ ...row, fields: { ...fields, reason: "reason" }, states: all });
  // @ts-expect-error -- a built-in row tells where the reason is
  define({ ...row, fields, states: all });
  // @ts-expect-error -- the contract has no such path
  define({ ...row, path: "/v3/{project_id}/tapes/{job_id}", fields: good, states: all });
  // @ts-expect-error -- the steps are not in "stages"
  define({ ...row, fields: good, states: all, subJobs: { ...subJobs, list: "stages" } });
});

test("a built-in path whose parameters have other names does not compile", () => {
  type Responses = { get: { responses: { 200: { content: { "application/json": Schemas["TapeLibraryJob"] } } } } };
  builtIn<{ "/v3/{project_id}/tapes/{tape_id}": Responses }, "stored">()({
    clientKey: "tapes",
    title,
    hosts,
    // @ts-expect-error -- {tape_id} is {job_id} in a contract of this project
    path: "/v3/{project_id}/tapes/{tape_id}",
    fields: undefined as never,
    states: undefined as never,
  });
});
