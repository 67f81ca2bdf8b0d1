/** What of a page becomes what of a row. */
import { describe, expect, test } from "vitest";
import { body, draftOf, page, row, status } from "../helpers/draft.ts";
import { barredPage, ditaPage, plainPage, sphinxPage } from "../helpers/vendor-page.ts";

describe.each(Object.entries({ ditaPage, sphinxPage, plainPage, barredPage }))(
  "a page as %s makes it",
  (_form, made) => {
    test("may have two IDs, and the job as the only item of a list", async () => {
      const { exit, row: found } = await draftOf(
        made(
          page({
            uri: "GET https://dms.eu-de.otc.t-systems.com/v2/{project_id}/instances/{instance_id}/tasks/{task_id}",
            tables: {
              ...body(row("task_count"), row("tasks", "Array of tasks objects")),
              tasks: [
                row("id"),
                row("name"),
                row("status", "String", "The status.", "Range:", "* EXECUTING: executing", "* SUCCESS: successful"),
                row("created_at", "String", "In UTC."),
              ],
            },
          }),
        ),
      );
      expect({ exit, row: found }).toEqual({
        exit: 0,
        row: {
          path: "/v2/{project_id}/instances/{instance_id}/tasks/{task_id}",
          hosts: { prefix: "dms" },
          fields: { id: "tasks.0.id", type: "tasks.0.name", status: "tasks.0.status", startedAt: "tasks.0.created_at" },
          states: { EXECUTING: "running", SUCCESS: "succeeded" },
          time: "utc",
        },
      });
    });
  },
);

describe("facts", () => {
  test("may stand beside the object that has the status, as in CCE", async () => {
    const job = [
      row("metadata", "JobMetadata object"),
      row("spec", "JobSpec object"),
      row("status", "JobStatus object"),
    ];
    const tables = {
      ...body(row("kind"), ...job),
      JobSpec: [row("type"), row("subJobs", "Array of Job objects")],
      Job: job,
      JobMetadata: [row("uid"), row("creationTimestamp")],
      JobStatus: [row("phase", "String", "The status.", "* Running: running", "* Success: successful"), row("reason")],
    };
    const example = {
      metadata: { uid: "1", creationTimestamp: "2019-02-25 06:19:05.789462 +0000 UTC" },
      status: { phase: "Success" },
    };
    expect((await draftOf(ditaPage(page({ tables, example })))).row).toMatchObject({
      fields: {
        id: "metadata.uid",
        type: "spec.type",
        status: "status.phase",
        startedAt: "metadata.creationTimestamp",
        reason: "status.reason",
      },
      subJobs: { list: "spec.subJobs" },
      time: "utc",
    });
  });

  test("are those of an example where the tables lack them, or have a list for an object", async () => {
    const tables = body(status, row("entities", "Array of EntityInfo objects"));
    const example = { status: "SUCCESS", job_id: "1", entities: { sub_jobs: [{ status: "SUCCESS", job_id: "2" }] } };
    const { row: found } = await draftOf(
      ditaPage(page({ tables: { ...tables, EntityInfo: [row("sub_jobs")] }, example })),
    );
    expect(found).toMatchObject({ fields: { id: "job_id" }, subJobs: { list: "entities.sub_jobs" } });
  });

  test("are not those of an error", async () => {
    const parts = page({ tables: body(status), example: { error_code: "X.1", error_msg: "no" } });
    expect((await draftOf(ditaPage(parts))).row.fields).toEqual({ status: "status" });
  });
});

describe("sub-jobs", () => {
  test("have the words that the job's status lacks", async () => {
    const tables = {
      ...body(status, row("sub_jobs", "Array of Sub objects")),
      Sub: [row("status", "String", "The status.", "* WAITING: waiting", "* SUCCESS: successful")],
    };
    const { row: found, taken } = await draftOf(ditaPage(page({ tables })));
    expect(found.subJobs).toEqual({ list: "sub_jobs", states: { WAITING: "pending", SUCCESS: "succeeded" } });
    expect(taken).toContain('subJobs.states.WAITING: pending, since the page says "waiting"');
  });

  test("of which a page says nothing have marked names where the job's own cannot be theirs", async () => {
    const job = { "Response body parameters": [row("job", "Job object")], Job: [status, row("sub_jobs", "Array")] };
    expect((await draftOf(ditaPage(page({ tables: job })))).row.subJobs).toEqual({
      list: "job.sub_jobs",
      fields: "FILL IN: the names within a sub-job; the page does not describe one",
    });
    const { row: found } = await draftOf(ditaPage(page({ tables: body(status, row("sub_jobs", "Array")) })));
    expect(found.subJobs).toEqual({ list: "sub_jobs" });
  });
});

describe("a status word", () => {
  test.each([
    ["pending", "waiting for execution"],
    ["pending", "To be executed."],
    ["pending", "The task is being initialized."],
    ["running", "The job is in progress."],
    ["succeeded", "The task is successfully executed."],
    ["failed", "indicates that the task has failed"],
    [undefined, "The task is complete."],
    [undefined, "The task is not successful."],
    [undefined, "Some of the subtasks failed."],
    [undefined, "The task is being rolled back after a failure."],
    [undefined, "The task succeeded or failed."],
  ])("is %s by the sentence %j", async (state, sentence) => {
    const words = row("status", "String", "Enumeration values:", `* WORD: ${sentence}`, "* OTHER: successful");
    const { row: found } = await draftOf(ditaPage(page({ tables: body(words) })));
    const mark = `FILL IN: pending, running, succeeded or failed; the page says "${sentence}"`;
    expect(found.states).toEqual({ WORD: state ?? mark, OTHER: "succeeded" });
  });

  test("that only an example has is marked as such", async () => {
    const { row: found } = await draftOf(ditaPage(page({ tables: body(status), example: { status: "DONE" } })));
    expect(found.states).toEqual({
      SUCCESS: "succeeded",
      DONE: "FILL IN: pending, running, succeeded or failed; the page has the word in an example only",
    });
  });

  test("is missing: the list of words, or the one that means succeeded", async () => {
    const without = async (...text: string[]) =>
      (await draftOf(ditaPage(page({ tables: body(row("status", "String", ...text)) })))).row.states;
    expect(await without("The status.")).toEqual({
      "FILL IN": 'FILL IN: the words of status and their states; the page says "The status."',
    });
    expect(await without("Enumeration values:", "* FAIL: failed")).toEqual({
      FAIL: "failed",
      "FILL IN": "FILL IN: the word of status that means succeeded; the page has none",
    });
  });
});

test.each([
  ["utc", "In UTC.", undefined],
  ["utc", "What it is.", "2016-04-25T20:04:47.591Z"],
  ["utc", "What it is.", "2018-08-06T10:41:14+0800"],
  ["epoch-milliseconds", "The time, in ms, such as 1684191545379.", undefined],
  ["epoch-milliseconds", "What it is.", 1684191545379],
  ["epoch-seconds", "What it is.", "1684191545"],
  ['FILL IN: … the page says "In UTC+8."', "In UTC+8.", undefined],
  ['FILL IN: … the page says "What it is.", and shows 2016-04-25 20:04:47', "What it is.", "2016-04-25 20:04:47"],
  ['FILL IN: … the page says "In UTC.", and shows 1684191545379', "In UTC.", "1684191545379"],
  [undefined, undefined, undefined],
])("a time is %j by %j and the example %j", async (time, text, begin_time) => {
  const tables = body(status, ...(text === undefined ? [] : [row("begin_time", "String", text)]));
  const { row: found } = await draftOf(ditaPage(page({ tables, example: { status: "SUCCESS", begin_time } })));
  expect(found.time?.replace('"utc", "epoch-milliseconds" or "epoch-seconds";', "…")).toBe(time);
});

test("a page by its old name for the project has the new one in the path", async () => {
  const parts = page({ uri: "GET /v1/{tenant_id}/jobs/{job_id}", tables: body(status) });
  expect((await draftOf(ditaPage(parts))).row.path).toBe("/v1/{project_id}/jobs/{job_id}");
});
