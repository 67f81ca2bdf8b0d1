import assert from "node:assert/strict";
import fc from "fast-check";
import { ConfigurationError, createJobsClient, defineService, readJobBody } from "huaweicloud-jobs";
import { checkJob, outcomeOf } from "../checks.ts";
import { anyText } from "../inputs/text.ts";
import { defineTarget } from "../target.ts";

const anything = fc.oneof(anyText, fc.anything({ withNullPrototype: true }));
/** Mostly what is right: a row with one mistake is an error already. */
const or = <T>(good: fc.Arbitrary<T>) => fc.oneof({ weight: 60, arbitrary: good }, { weight: 1, arbitrary: anything });
const mostly = <T>(good: readonly T[], bad: readonly T[]) =>
  fc.oneof({ weight: 40, arbitrary: fc.constantFrom(...good) }, { weight: 1, arbitrary: fc.constantFrom(...bad) });

const memberName = mostly(["status", "a", "a.b", "a.0.b", "constructor", "__proto__"], ["0.a", "a..b", "", "a[0]"]);
const state = mostly(["pending", "running", "succeeded", "failed", "unknown"], ["done", ""]);
const path = mostly(
  ["/v1/{project_id}/jobs/{job_id}", "/jobs?id={id}&p={project_id}", "/{a}/{b}"],
  ["/jobs", "/../{id}", "/{id}/{id}"],
);
const fields = fc.record(
  { status: or(memberName), id: or(memberName), progress: or(memberName), startedAt: or(memberName) },
  { requiredKeys: ["status"] },
);
const states = fc
  .dictionary(mostly(["OK", "1", "1.0", "x", "__proto__"], ["", "done "]), or(state), { maxKeys: 4 })
  .map((words) => ({ DONE: "succeeded", ...words }));

const row = fc.record(
  {
    path: or(path),
    fields: or(fields),
    states: or(states),
    subJobs: or(fc.record({ list: memberName, total: memberName }, { requiredKeys: ["list"] })),
    time: or(fc.constantFrom("utc", "epoch-seconds", "epoch-milliseconds")),
    gone: or(fc.constantFrom("succeeded", "failed")),
    read: fc.oneof(
      {
        weight: 20,
        arbitrary: fc.constantFrom(
          () => ({}),
          () => ({ state: "running" }),
          () => undefined,
        ),
      },
      { weight: 1, arbitrary: anything.map((value) => () => value) },
    ),
    errors: or(fc.record({ notFound: fc.array(anyText, { maxLength: 2 }) })),
  },
  { requiredKeys: ["path", "fields", "states"] },
);

/** A row of a user's own: a client that works with any body, or an error that names the place. */
export const rows = defineTarget({
  name: "rows",
  share: 200,
  input: fc.record({
    row: or(row),
    body: fc.oneof(
      fc.object(),
      fc.record({
        status: fc.constantFrom("OK", "done", "DONE", 1, null),
        a: fc.constantFrom("x", { b: "DONE" }, [{ b: 1 }]),
      }),
    ),
  }),
  async run({ row, body }) {
    const own = defineService(row as never);
    const isGood = await outcomeOf(
      () =>
        createJobsClient({
          endpoints: { own: "https://own.test" },
          credentials: { token: "t0ken" },
          services: { own },
        }),
      () => "client",
    );
    if (isGood !== "client") {
      assert.equal(isGood, ConfigurationError.name);
      return isGood;
    }
    return outcomeOf(
      () => readJobBody(own, body),
      (job) => {
        checkJob({ service: "dcs", id: "i", projectId: "p", raw: body, ...job } as never);
        return `Job ${job.state}`;
      },
    );
  },
});
