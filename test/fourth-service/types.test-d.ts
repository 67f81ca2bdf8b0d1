import { expectTypeOf, test } from "vitest";
import { makeClient } from "../../src/client.ts";
import { defineService } from "../../src/services/definition.ts";
import { epochMilliseconds } from "../../src/services/timestamps.ts";
import { makeSimulator } from "../../src/simulator/simulator.ts";
import type { components, paths } from "./generated/tape-library.ts";
import { table } from "./table.ts";
import { tapeLibrary } from "./tape-library.ts";

type Schemas = components["schemas"];

const jobs = makeClient(table)({ cloud: "otc", region: "eu-nl", credentials: { token: "t" } });
const ref = { service: "tape-library", id: "T-1" } as const;

test("get, wait and watch give a job with the body of the contract", async () => {
  const job = await jobs.get(ref);
  expectTypeOf(job.service).toEqualTypeOf<"tape-library">();
  expectTypeOf(job.raw).toEqualTypeOf<Schemas["TapeLibraryJob"]>();
  expectTypeOf<Extract<(typeof job)["type"], "recall">>().toEqualTypeOf<"recall">();
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
  const { data, error } = await jobs.clients.tapeLibrary.GET("/v3.1/{project_id}/tape-library/tasks/{job_id}/state", {
    params: { path: { project_id: "p", job_id: "T-1" } },
  });
  expectTypeOf(data).toEqualTypeOf<Schemas["TapeLibraryJob"] | undefined>();
  expectTypeOf<NonNullable<typeof error>>().toEqualTypeOf<Schemas["TapeLibraryError"] | Schemas["GatewayError"]>();
  // @ts-expect-error -- another service's path
  jobs.clients.tapeLibrary.GET("/v2/{project_id}/jobs/{job_id}", {});
});

test("options and simulator take the service's name", () => {
  makeClient(table)({ endpoints: { "tape-library": "https://tapes.test" }, credentials: { token: "t" } });
  // @ts-expect-error -- there is no such service
  makeClient(table)({ endpoints: { tape: "https://tapes.test" }, credentials: { token: "t" } });
  const simulator = makeSimulator(table)();
  expectTypeOf(simulator.addJob({ service: "tape-library", scenario: "slow" }).service).toEqualTypeOf<"tape-library">();
});

test("the service is none of the three", () => {
  // @ts-expect-error -- only its own table has it
  makeClient({ dcs: table.dcs })({ endpoints: {}, credentials: { token: "t" } }).get(ref);
});

test("a row without what its contract has does not compile", () => {
  const define = defineService<
    paths,
    Schemas["TapeLibraryJobType"],
    Schemas["TapeLibraryJobStatus"],
    Schemas["TapeLibrarySubJob"],
    Schemas["TapeLibrarySubJobStatus"]
  >();
  const clientKey = "tapeLibrary";
  const path = "/v3.1/{project_id}/tape-library/tasks/{job_id}/state";
  const time = epochMilliseconds;
  const { title, hosts } = tapeLibrary;
  const row = { title, hosts, clientKey, path } as const;
  const fields = { id: "task", type: "kind", status: "phase", startedAt: "opened", endedAt: "closed" } as const;
  const good = { ...fields, reason: "fault_text" } as const;
  const states = { queued: "pending", writing: "running", stored: "succeeded", torn: "failed" } as const;
  const all = { ...states, unmounted: "failed" } as const;
  const part = { id: "step", type: "action", status: "condition", startedAt: "since", endedAt: "until" } as const;
  const parts = { list: "steps", fields: { ...part, reason: "defect_text" } } as const;
  const conditions = { idle: "pending", spinning: "running", done: "succeeded" } as const;

  define({ ...row, format: { fields: good, states: all, time } });
  define({
    ...row,
    format: { fields: good, states: all, subJobs: { ...parts, states: { ...conditions, jammed: "failed" } }, time },
  });
  // @ts-expect-error -- nobody has said what "unmounted" means
  define({ ...row, format: { fields: good, states, time } });
  // @ts-expect-error -- "melted" is no word of the contract
  define({ ...row, format: { fields: good, states: { ...states, unmounted: "failed", melted: "failed" }, time } });
  // @ts-expect-error -- nobody has said what "jammed" means
  define({ ...row, format: { fields: good, states: all, subJobs: { ...parts, states: conditions }, time } });
  // @ts-expect-error -- the task has no "reason"
  define({ ...row, format: { fields: { ...fields, reason: "reason" }, states: all, time } });
  // @ts-expect-error -- the contract has no such path
  define({ ...row, path: "/v3/{project_id}/tapes/{job_id}", format: { fields: good, states: all, time } });
  define({
    ...row,
    format: {
      fields: good,
      states: all,
      // @ts-expect-error -- the steps are not in "stages"
      subJobs: { ...parts, list: "stages", states: { ...conditions, jammed: "failed" } },
      time,
    },
  });
});

test("a path whose parameters have other names does not compile", () => {
  type Answers = { get: { responses: { 200: { content: { "application/json": Schemas["TapeLibraryJob"] } } } } };
  const { title, hosts } = tapeLibrary;
  defineService<{ "/v3/{project_id}/tapes/{tape_id}": Answers }, string, "stored">()({
    clientKey: "tapes",
    title,
    hosts,
    // @ts-expect-error -- {tape_id} is {job_id} in a contract
    path: "/v3/{project_id}/tapes/{tape_id}",
    format: undefined as never,
  });
});
