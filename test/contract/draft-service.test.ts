/** `npm run draft:service`: the row that a vendor's page describes, and what is left to fill in. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { body, draft, draftOf, page, row, run, saved, status } from "../helpers/draft.ts";
import { runScript } from "../helpers/run-main.ts";
import { ditaPage } from "../helpers/vendor-page.ts";

const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/draft/${name}`, import.meta.url));

const noPrefix = "what stands before the region in the service's endpoint";
const noSentence = "pending, running, succeeded or failed; the page lists the word without a sentence";

const rds = {
  title: "Relational Database Service",
  path: "/v3/{project_id}/jobs?id={job_id}",
  hosts: { prefix: `FILL IN: ${noPrefix}; the page's address has "rds"` },
  fields: {
    id: "job.id",
    type: "job.name",
    status: "job.status",
    startedAt: "job.created",
    endedAt: "job.ended",
    reason: "job.fail_reason",
    progress: "job.process",
  },
  states: { Running: "running", Completed: "succeeded", Failed: "failed" },
  time: "utc",
};

describe("ECS: words and examples in list items, sub-jobs in a nested object", () => {
  test("is known in all its parts, the host by an example request", async () => {
    const { exit, row, marks } = await draft(fixture("ecs.otc.html"));
    expect({ exit, marks }).toEqual({ exit: 0, marks: [] });
    expect(row).toEqual({
      path: "/v1/{project_id}/jobs/{job_id}",
      hosts: { prefix: "ecs" },
      fields: {
        id: "job_id",
        type: "job_type",
        status: "status",
        startedAt: "begin_time",
        endedAt: "end_time",
        code: "error_code",
        reason: "fail_reason",
      },
      states: {
        SUCCESS: "succeeded",
        RUNNING: "running",
        FAIL: "failed",
        INIT: "pending",
        PENDING_PAYMENT: "pending",
      },
      subJobs: { list: "entities.sub_jobs", total: "entities.sub_jobs_total" },
      time: "utc",
    });
  });

  test("shows the sentence behind each state that it took from one", async () => {
    const { taken } = await draft(fixture("ecs.otc.html"));
    expect(taken).toHaveLength(5);
    expect(taken[0]).toBe(
      'states.SUCCESS: succeeded, since the page says "indicates that the task ended successfully."',
    );
  });
});

describe("ELB: a model for the job and one for its sub-jobs, words without sentences", () => {
  test("has everything but the host, the words' meanings and the time zone", async () => {
    const { exit, row, marks, taken } = await draft(fixture("elb.huaweicloud.html"));
    const words = ["INIT", "RUNNING", "SUCCESS", "FAIL", "ROLLBACKING", "COMPLETE", "ROLLBACK_FAIL", "CANCEL"];
    const inJob = {
      id: "job_id",
      type: "job_type",
      status: "status",
      startedAt: "begin_time",
      endedAt: "end_time",
      code: "error_code",
      reason: "error_msg",
    };
    const time =
      '"utc", "epoch-milliseconds" or "epoch-seconds"; the page says "When the task began. When the task ended.", and shows 2024-01-12T03:04:05';
    expect(row).toEqual({
      title: "Elastic Load Balance",
      path: "/v3/{project_id}/elb/jobs/{job_id}",
      hosts: { prefix: `FILL IN: ${noPrefix}; the page's address has "elb"` },
      fields: Object.fromEntries(Object.entries(inJob).map(([fact, name]) => [fact, `job.${name}`])),
      states: Object.fromEntries(words.map((word) => [word, `FILL IN: ${noSentence}`])),
      subJobs: { list: "job.sub_jobs", fields: inJob },
      time: `FILL IN: ${time}`,
    });
    expect({ exit, taken }).toEqual({ exit: 1, taken: [] });
    expect(marks).toEqual([
      `hosts.prefix: ${noPrefix}; the page's address has "elb"`,
      ...words.map((word) => `states.${word}: ${noSentence}`),
      `time: ${time}`,
    ]);
  });
});

describe("RDS: an ID in the query, cells with Definition, Constraints, Range and Default Value", () => {
  test("has everything but the host", async () => {
    const { exit, row, marks, taken } = await draft(fixture("rds.huaweicloud.html"));
    expect(row).toEqual(rds);
    expect({ exit, marks }).toEqual({ exit: 1, marks: [`hosts.prefix: ${noPrefix}; the page's address has "rds"`] });
    expect(taken).toEqual([
      'states.Running: running, since the page says "The task is being executed."',
      'states.Completed: succeeded, since the page says "The task was executed successfully."',
      'states.Failed: failed, since the page says "The task failed to be executed."',
    ]);
  });

  test("is the same as plain text, which lacks the address", async () => {
    const { exit, row } = await draft(fixture("rds.huaweicloud.txt"));
    expect({ exit, row }).toEqual({ exit: 1, row: { ...rds, hosts: { prefix: `FILL IN: ${noPrefix}` } } });
  });

  const html = readFileSync(fixture("rds.huaweicloud.html"), "utf8");

  test("has nothing left when an example request names the host", async () => {
    const { exit, row } = await draftOf(
      html.replace("https://{endpoint}/", "https://rds.cn-north-4.myhuaweicloud.com/"),
    );
    expect({ exit, row }).toEqual({ exit: 0, row: { ...rds, hosts: { prefix: "rds" } } });
  });

  test.each([
    ["a required parameter of a URI without a query is put there", "jobs", "jobs?id={id}"],
    ["a query parameter that may be left out is left out", "jobs?id={id}&limit={limit}", "jobs?id={id}"],
  ])("%s", async (_what, uri, path) => {
    const limit = "<tr><td>limit</td><td>No</td><td>How many.</td></tr>";
    const text = html.replace("jobs?id={job_id}", uri).replace("</tbody>", `${limit}</tbody>`);
    expect((await draftOf(text)).row.path).toBe(`/v3/{project_id}/${path}`);
  });
});

test("no text of a page is obeyed by a terminal", async () => {
  const words = row(
    "status",
    "String",
    "Enumeration values:",
    "* SUCCESS: successful",
    "* DONE: red \u001b[31m \u009b31m",
  );
  const { stdout, stderr } = await run(saved(ditaPage(page({ tables: body(words) }))));
  expect(stderr).toContain("red");
  expect(`${stdout}${stderr}`).not.toMatch(/(?!\n)\p{Cc}/u);
});

describe("exit code 2, and one line", () => {
  test.each<[string, string[], string]>([
    ["no argument", [], "draft:service: expected one file or URL; --help says more"],
    ["two arguments", ["a.html", "b.html"], "draft:service: expected one file or URL; --help says more"],
    ["an unknown option", ["--json", "a.html"], "draft:service: Unknown option '--json'"],
    ["a missing file", ["absent.html"], "absent.html: no such file"],
  ])("for %s", async (_what, argv, line) => {
    const { exit, stdout, stderr } = await run(...argv);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).toContain(line);
  });

  const things = body(row("name"), row("size", "Integer"));
  test.each([
    ["is no reference", "<h1>News</h1>", "not a reference page in English"],
    [
      "starts a job",
      ditaPage(page({ uri: "POST /v1/{project_id}/things", tables: body(row("job_id")) })),
      "not a GET of one job",
    ],
    [
      "lists jobs",
      ditaPage(page({ uri: "GET /v1/{project_id}/jobs", tables: body(status) })),
      "have no place for an ID",
    ],
    [
      "shows a thing without a status",
      ditaPage(page({ uri: "GET /v1/things/{id}", tables: things })),
      "its response has no status",
    ],
  ])("for a page that %s", async (_what, text, line) => {
    const { exit, stdout, stderr } = await run(saved(text));
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
    expect(stderr).toMatch(/page\.html: [^\n]+\n$/);
    expect(stderr).toContain(line);
  });
});

test("--help says how it is used", async () => {
  expect(await run("--help")).toMatchObject({
    exit: 0,
    stdout: expect.stringMatching(/^Usage: npm run draft:service -- /),
  });
});

test("runs as a script", async () => {
  const { exit, stdout } = await runScript("scripts/draft-service.ts", [fixture("ecs.otc.html")]);
  expect([exit, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ hosts: { prefix: "ecs" } })]);
});
