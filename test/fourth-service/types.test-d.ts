import { createJobsClient, defineService } from "huaweicloud-jobs";
import { createSimulator } from "huaweicloud-jobs/simulator";
import { expectTypeOf, test } from "vitest";
import { builtIn } from "../../src/services/contract.ts";
import type { components, paths } from "./generated/tape-library.ts";
import { definition, services } from "./tape-library.ts";

type Schemas = components["schemas"];

const jobs = createJobsClient({ cloud: "otc", region: "eu-nl", credentials: { token: "t" }, services });
const ref = { service: "tape-library", id: "T-1" } as const;

test("get, wait and watch give a job with the body of the contract", async () => {
  const job = await jobs.get(ref);
  expectTypeOf(job.service).toEqualTypeOf<"tape-library">();
  expectTypeOf(job.raw).toEqualTypeOf<Schemas["TapeLibraryJob"]>();
  expectTypeOf(jobs.wait(ref)).resolves.toEqualTypeOf<typeof job>();
  for await (const change of jobs.watch(ref)) {
    expectTypeOf(change).toEqualTypeOf<typeof job>();
  }
});

test("waitAll keeps the service of each reference", async () => {
  const [first, second] = await jobs.waitAll([ref, { service: "dcs", id: "j" }]);
  expectTypeOf(first.job?.raw.step_count).toEqualTypeOf<number | undefined>();
  // @ts-expect-error -- DCS counts no steps
  second.job?.raw.step_count;
});

test("the client of the service knows its path and its bodies", async () => {
  const client = jobs.clients["tape-library"];
  const { data, error } = await client.GET("/v3.1/{project_id}/tape-library/tasks/{job_id}/state", {
    params: { path: { project_id: "p", job_id: "T-1" } },
  });
  expectTypeOf(data).toEqualTypeOf<Schemas["TapeLibraryJob"] | undefined>();
  expectTypeOf<NonNullable<typeof error>>().toEqualTypeOf<Schemas["TapeLibraryError"] | Schemas["GatewayError"]>();
  // @ts-expect-error -- another service's path
  client.GET("/v2/{project_id}/jobs/{job_id}", {});
});

test("options and simulator take the service's name", () => {
  createJobsClient({ endpoints: { "tape-library": "https://tapes.test" }, credentials: { token: "t" }, services });
  // @ts-expect-error -- there is no such service
  createJobsClient({ endpoints: { tape: "https://tapes.test" }, credentials: { token: "t" }, services });
  const simulator = createSimulator({ services });
  expectTypeOf(simulator.addJob({ service: "tape-library", scenario: "slow" }).service).toEqualTypeOf<"tape-library">();
});

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

test("nor does a row of one's own, whose words are open in this contract", () => {
  const define = defineService<paths>();
  define({ path, time, fields, states });
  define({ path, time, fields: good, states: { ...all, melted: "failed" }, subJobs });
  // @ts-expect-error -- the task has no "reason"
  define({ path, time, fields: { ...fields, reason: "reason" }, states });
  // @ts-expect-error -- the contract has no such path
  define({ path: "/v3/{project_id}/tapes/{job_id}", time, fields: { status: "phase" }, states });
  // @ts-expect-error -- the steps are not in "stages"
  define({ path, time, fields, states, subJobs: { list: "stages" } });
  // @ts-expect-error -- a step has no "state"
  define({ path, time, fields, states, subJobs: { list: "steps", fields: { status: "state" } } });
  // @ts-expect-error -- a state has another name
  define({ path, time, fields, states: { ...states, torn: "broken" } });
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
