/** What `npm run check:upstream` finds when a page and the contract part ways. */
import { describe, expect, test } from "vitest";
import type { Accepted } from "../../scripts/upstream/accepted.ts";
import { editionName, editionOf } from "../../scripts/upstream/edition.ts";
import { vendorOf } from "../../scripts/upstream/vendor.ts";
import { sfsTurboPage } from "../helpers/sfs-turbo-page.ts";
import { checkTexts, driftOf, row, sfsTurboPageWith } from "../helpers/upstream.ts";
import { ditaPage, type Part, type Row, sphinxPage, type TableSketch } from "../helpers/vendor-page.ts";

/** Tables of the sketch: 1 path, 2 request headers, 3 headers of 200, 4 the job, 5 its sub-job, 7 the error of 400. */
const changed = (table: number, change: (table: TableSketch) => TableSketch): string =>
  ditaPage(sfsTurboPageWith({ [table]: change }));
const adding =
  (...rows: Row[]) =>
  (table: TableSketch): TableSketch => ({ ...table, rows: [...table.rows, ...rows] });
const typed = (type: string) => (before: Row) => ({ ...before, type });
const saying =
  (...text: string[]) =>
  (before: Row) => ({ ...before, text });
/** Puts parts behind the one with that text. */
const behind = (text: string, ...more: Part[]): Part[] =>
  sfsTurboPage.flatMap((part) => (Object.values(part)[0] === text ? [part, ...more] : [part]));
const list = (...words: string[]): string[] => ["Enumerated values:", ...words.map((word) => `* ${word}`)];
const replacing = (from: string, to: string): string => {
  const page = ditaPage(sfsTurboPage);
  expect(page).toContain(from);
  return page.replaceAll(from, to);
};

describe("the page has what the contract lacks", () => {
  test.each<[string, string, string[]]>([
    [
      "a field",
      changed(4, adding({ name: "progress", type: "Integer" })),
      ["missing | 200 body progress | integer | -"],
    ],
    [
      "a field of an object in an array",
      changed(5, adding({ name: "host", type: "String" })),
      ["missing | 200 body sub_jobs[].host | string | -"],
    ],
    [
      "a parameter in the path",
      changed(1, adding({ name: "region", mandatory: "No", type: "String" })),
      ["missing | path region | string | -"],
    ],
    [
      "a request header",
      changed(2, adding({ name: "X-Language", mandatory: "No", type: "String" })),
      ["missing | header X-Language | string | -"],
    ],
    [
      "a response header",
      changed(3, adding({ name: "X-More", type: "String" })),
      ["missing | 200 header X-More | string | -"],
    ],
    [
      "a query parameter",
      ditaPage(
        behind("GET /v1/{project_id}/sfs-turbo/jobs/{job_id}", {
          table: { caption: "Query Parameters", rows: [{ name: "limit", mandatory: "No", type: "Integer" }] },
        }),
      ),
      ["missing | query limit | integer | -"],
    ],
    [
      "a word",
      changed(
        4,
        row("status", saying("Enumerated values:", "* success", "* failed", "* waiting", "* running", "* paused")),
      ),
      ["missing | 200 body status | words | paused | -"],
    ],
    ["a limit", changed(4, row("job_id", saying("Maximum: 64"))), ["missing | 200 body job_id | maxLength | 64 | -"]],
    [
      "a status",
      replacing("<p>500</p>", "<p>418</p>"),
      ["missing | status 418 | - | -", "differs | status 500 | listed | No | Yes"],
    ],
    [
      "a body for a request that has none",
      ditaPage(
        behind("Request Parameters", {
          table: { caption: "Request body parameters", rows: [{ name: "name", mandatory: "Yes", type: "String" }] },
        }),
      ),
      ["missing | request body name | string, mandatory | -"],
    ],
    [
      "an example",
      replacing("SFS.TURBO.0005", "SFS.TURBO.0099"),
      [
        'missing | 500 example | {"errCode":"SFS.TURBO.0099","errMsg":"Internal server error"} | -',
        'only | 500 example | - | {"errCode":"SFS.TURBO.0005","errMsg":"Internal server error"}',
      ],
    ],
    [
      "a request example",
      ditaPage(behind("Example Requests", { text: "GET https://host/v1/abc/sfs-turbo/jobs/def" })),
      ["missing | request example | GET /v1/abc/sfs-turbo/jobs/def | -"],
    ],
    [
      "a second request line",
      ditaPage(behind("GET /v1/{project_id}/sfs-turbo/jobs/{job_id}", { text: "GET /v1/{project_id}/jobs" })),
      ["differs | uri | value | GET /v1/{project_id}/jobs | GET /v1/{project_id}/sfs-turbo/jobs/{job_id}"],
    ],
  ])("%s", async (_what, page, findings) => {
    expect(await driftOf(page)).toEqual(findings);
  });

  test("an object is told without its fields", async () => {
    const page = sfsTurboPageWith({ 4: adding({ name: "owner", type: "Owner object" }) });
    const owner = { table: { caption: "Owner", rows: [{ name: "id", type: "String" }] } };
    const at = page.findIndex((part) => "text" in part && part.text === "Status code: 400");
    expect(await driftOf(ditaPage(page.toSpliced(at, 0, owner)))).toEqual(["missing | 200 body owner | object | -"]);
  });
});

describe("the two differ", () => {
  test.each<[string, string, string[]]>([
    [
      "in a type",
      changed(4, row("begin_time", typed("Long"))),
      ["differs | 200 body begin_time | type | integer | string"],
    ],
    [
      "in the type of an array",
      changed(4, row("sub_jobs", typed("Array of strings"))),
      [
        "differs | 200 body sub_jobs | type | array of string | array of object",
        ...["status", "job_id", "job_type", "begin_time", "end_time", "error_code", "fail_reason"].map(
          (name) => `only | 200 body sub_jobs[].${name} | - | -`,
        ),
        "unread | table | GetSubJobDetail | -",
      ],
    ],
    [
      "in a type that is no type",
      changed(4, row("end_time", typed("Moment"))),
      ["differs | 200 body end_time | type | Moment | string"],
    ],
    [
      "in whether a parameter is mandatory",
      changed(
        1,
        row("job_id", (before) => ({ ...before, mandatory: "No" })),
      ),
      ["differs | path job_id | mandatory | No | Yes"],
    ],
    [
      "in whether a field is mandatory",
      changed(
        4,
        row("job_id", (before) => ({ ...before, mandatory: "Yes" })),
      ),
      ["differs | 200 body job_id | mandatory | Yes | No"],
    ],
    [
      "in a placeholder of the address",
      replacing("jobs/{job_id}", "jobs/{task_id}"),
      [
        "differs | uri | value | GET /v1/{project_id}/sfs-turbo/jobs/{task_id} | GET /v1/{project_id}/sfs-turbo/jobs/{job_id}",
      ],
    ],
    [
      "in the IAM action",
      replacing("See the list of actions.", "sfsturbo:jobs:get"),
      ["missing | IAM action | sfsturbo:jobs:get | -"],
    ],
    [
      "in a word that only one of a field's two lists has",
      changed(
        4,
        row(
          "status",
          saying("Which can be success, failed or waiting", ...list("success", "failed", "waiting", "running")),
        ),
      ),
      ["differs | 200 body status | words | in one of its lists only: running | -"],
    ],
  ])("%s", async (_what, page, findings) => {
    expect(await driftOf(page)).toEqual(findings);
  });

  test.each([
    ["field", '"status": "success"', '"status": "success", "percent": 100', "has the unknown field percent"],
    ["type", '"status": "success"', '"status": 1', "status must be string,null"],
    ["word", '"status": "success"', '"status": "done"', "status has the unknown word done"],
    ["error code", '"errCode": "SFS.TURBO.0005"', '"errCode": 1', "errCode must be string,null"],
  ])("in an example's %s", async (_what, from, to, fault) => {
    expect(await driftOf(replacing(from, to))).toEqual([
      expect.stringMatching(new RegExp(`^differs \\| \\d+ example \\| value \\| ${fault} \\| -$`)),
      expect.stringMatching(/^only \| \d+ example \| - \| \{/),
    ]);
  });

  test("an example that is no JSON is not passed over", async () => {
    expect(await driftOf(replacing('"status": "success"', '"status": success'))).toEqual([
      expect.stringContaining("unread | 200 example | value | { "),
      expect.stringContaining("only | 200 example | - | {"),
    ]);
  });

  test("a page that the contract names as its source, with another address of the operation", async () => {
    const url = "https://support.huaweicloud.com/intl/en-us/api-sfs/ShowJobDetail.html";
    const page = replacing("GET /v1/", "GET /v3/");
    const finding =
      "differs | uri | value | GET /v3/{project_id}/sfs-turbo/jobs/{job_id} | GET /v1/{project_id}/sfs-turbo/jobs/{job_id}";
    expect(await driftOf(page, url)).toContain(finding);
    expect(await driftOf(`<link rel="canonical" href="${url}">${page}`, "saved.html")).toContain(finding);
    expect(await driftOf(page, "saved.html")).toEqual([expect.stringContaining("is no operation of the contract")]);
  });
});

describe("the contract alone has", () => {
  test.each<[string, string, string[]]>([
    ["a field", changed(4, row("fail_reason")), ["only | 200 body fail_reason | - | -"]],
    [
      "words",
      changed(4, row("status", saying("Enumerated values:", "* success", "* failed"))),
      ["only | 200 body status | words | - | waiting, running"],
    ],
    [
      "an array, told without its fields",
      changed(4, row("sub_jobs")),
      ["only | 200 body sub_jobs | - | -", "unread | table | GetSubJobDetail | -"],
    ],
    ["a type", changed(4, row("job_id", typed(""))), ["only | 200 body job_id | type | - | string"]],
    [
      "whether a parameter is mandatory",
      changed(
        1,
        row("job_id", (before) => ({ ...before, mandatory: "" })),
      ),
      ["only | path job_id | mandatory | - | Yes"],
    ],
    [
      "an example",
      ditaPage(sfsTurboPage.filter((part) => !("code" in part && part.code.includes("0005")))),
      ['only | 500 example | - | {"errCode":"SFS.TURBO.0005","errMsg":"Internal server error"}'],
    ],
    [
      "the fields of an object",
      ditaPage(sfsTurboPage.filter((part) => !("table" in part && part.table.caption === "GetSubJobDetail"))),
      ["only | 200 body sub_jobs | fields | - | -"],
    ],
  ])("%s", async (_what, page, findings) => {
    expect(await driftOf(page)).toEqual(findings);
  });

  test("what it marks as observed is told as such", async () => {
    const { exitCode, pages } = await checkTexts({ "page.html": ditaPage(sfsTurboPage) });
    const observed = pages[0]?.findings.filter((finding) => finding.observed);
    expect(observed?.map(({ kind, at, what, contract }) => [kind, at, what, contract])).toEqual([
      ["only", "200 body sub_jobs[].status", "words", "FAIL"],
      ["only", "status 401", "presence", undefined],
      ["only", "status 403", "presence", undefined],
      ...["405", "413", "414"].map((status) => ["only", `status ${status}`, "presence", undefined]),
      ...["429", "494", "502", "503", "504"].map((status) => ["only", `status ${status}`, "presence", undefined]),
    ]);
    expect(exitCode).toBe(0);
  });

  test("a status that practice shows may come onto the page", async () => {
    expect(await driftOf(replacing("<p>500</p>", "<p>500</p></td></tr><tr><td>503</td><td><p>later</p>"))).toEqual([]);
  });
});

describe("what is accepted", () => {
  const page = ditaPage(sfsTurboPage);

  test("is told with its reason, and is no drift", async () => {
    const { exitCode, pages, stale } = await checkTexts({ "otc.html": page });
    const found = pages[0]?.findings.find(({ at }) => at === "header Content-Type");
    expect(found).toEqual({
      kind: "missing",
      at: "header Content-Type",
      what: "presence",
      page: "string, mandatory",
      accepted: expect.stringContaining("OpenAPI ignores"),
    });
    // The page of our own has the words that Open Telekom Cloud's lacks.
    expect(stale.map(({ edition, at, what }) => [edition, at, what])).toEqual(
      ["200 body job_type", "200 body sub_jobs[].job_type"].map((at) => ["otc undated", at, "words"]),
    );
    expect(exitCode).toBe(1);
  });

  const entry: Accepted = {
    operation: "GET /v1/{project_id}/sfs-turbo/jobs/{job_id}",
    kind: "missing",
    at: "200 body progress",
    what: "presence",
    page: "integer",
    reason: "It is not there.",
  };
  const withProgress = (type: string): string => changed(4, adding({ name: "progress", type }));
  const staleness = async (pages: Record<string, string>, list: Accepted[]) => {
    const { pages: reports, stale } = await checkTexts(pages, list);
    const found = reports.flatMap(({ findings }) => findings).find(({ at }) => at.endsWith("progress"));
    return { accepted: found?.accepted, stale: stale.length };
  };

  test.each<[string, string, Partial<Accepted>, { accepted: string | undefined; stale: number }]>([
    ["at its place", "Integer", {}, { accepted: "It is not there.", stale: 0 }],
    ["not for another value", "Long64", {}, { accepted: undefined, stale: 1 }],
    ["not at another place", "Integer", { at: "400 body progress" }, { accepted: undefined, stale: 1 }],
    ["not for another kind", "Integer", { kind: "only" }, { accepted: undefined, stale: 1 }],
    ["for the vendor it is about", "Integer", { editions: ["otc"] }, { accepted: "It is not there.", stale: 0 }],
    ["not for the other vendor", "Integer", { editions: ["huaweicloud"] }, { accepted: undefined, stale: 0 }],
    [
      "for the edition it is about",
      "Integer",
      { editions: ["huaweicloud undated", "otc 2025-12-03"] },
      { accepted: "It is not there.", stale: 0 },
    ],
    ["not for another edition", "Integer", { editions: ["otc undated"] }, { accepted: undefined, stale: 0 }],
    [
      "not for another operation",
      "Integer",
      { operation: "GET /v2/{project_id}/jobs/{job_id}" },
      { accepted: undefined, stale: 0 },
    ],
  ])("counts %s", async (_when, type, change, expected) => {
    expect(await staleness({ "page.2025-12-03.otc.html": withProgress(type) }, [{ ...entry, ...change }])).toEqual(
      expected,
    );
  });

  test("is stale when no page of its edition shows it", async () => {
    const editions = ["otc", "huaweicloud 2026-01-22"];
    const pages = { "a.otc.html": withProgress("Integer"), "b.2026-01-22.huaweicloud.html": page };
    const { stale } = await checkTexts(pages, [{ ...entry, editions }]);
    expect(stale.map(({ edition }) => edition)).toEqual(["huaweicloud 2026-01-22"]);
  });

  test("is stale when no page of the run shows it", async () => {
    expect(await staleness({ "a.html": page, "b.html": withProgress("Integer") }, [entry])).toMatchObject({ stale: 0 });
    expect(await staleness({ "a.html": page, "b.html": page }, [entry])).toMatchObject({ stale: 1 });
  });

  test("counts for a page of a vendor unknown, and is not due there", async () => {
    const own = { ...entry, editions: ["otc"] };
    expect(await staleness({ "saved.html": withProgress("Integer") }, [own])).toEqual({
      accepted: entry.reason,
      stale: 0,
    });
    expect(await staleness({ "saved.html": page }, [own])).toMatchObject({ stale: 0 });
  });
});

test("no fact of a page can change unnoticed", async () => {
  const page = ditaPage(sfsTurboPage);
  const others: Record<string, string> = { String: "Integer", Yes: "No" };
  const facts = [...page.matchAll(/(?<=<p>)[\w-]+(?=<\/p>|: its meaning)/g)].filter(
    ([word]) => !["Description", "None"].includes(word),
  );
  expect(facts.length).toBeGreaterThan(100);
  for (const { 0: word, index } of facts) {
    const other = others[word] ?? (/^\d+$/.test(word) ? "418" : `${word}X`);
    const { exitCode } = await checkTexts({ page: page.slice(0, index) + other + page.slice(index + word.length) });
    expect([word, index, exitCode]).toEqual([word, index, 1]);
  }
});

test.each([
  ["pages/dcs.huaweicloud.txt", "Updated on 2025-10-23 GMT+08:00", "huaweicloud 2025-10-23"],
  ["https://support.huaweicloud.com/a.html", "<p>Updated on\n2025-10-23</p>", "huaweicloud 2025-10-23"],
  ["pages/2024-01-01/sfs.2026-01-22.otc.html", "", "otc 2026-01-22"],
  ["pages/sfs.huaweicloud.txt", "since 2024-01-01", "huaweicloud undated"],
  ["page.html", "Updated on 2025-10-23", undefined],
])("the edition of %s that says %s is %s", (source, text, name) => {
  const edition = editionOf([source], text);
  expect(edition && editionName(edition)).toBe(name);
});

test.each([
  ["https://docs.otc.t-systems.com/scalable-file-service/api-ref/page.html", "otc"],
  ["https://github.com/opentelekomcloud-docs/doc-exports/blob/main/page.html?plain=1", "otc"],
  ["https://support.huaweicloud.com/intl/en-us/api-sfs/ShowJobDetail.html#x", "huaweicloud"],
  ["pages/sfs-turbo.otc.html", "otc"],
  ["C:\\pages\\dcs.huaweicloud.txt", "huaweicloud"],
  ["otc/huaweicloud/page.html", undefined],
])("%s is of %s", (source, vendor) => {
  expect(vendorOf(source)).toBe(vendor);
});

test("both vendors' markups show the same drift", async () => {
  const parts = sfsTurboPageWith({ 4: adding({ name: "progress", type: "Integer" }), 5: row("error_code") });
  const expected = ["missing | 200 body progress | integer | -", "only | 200 body sub_jobs[].error_code | - | -"];
  expect(await driftOf(ditaPage(parts))).toEqual(expected);
  expect(await driftOf(sphinxPage(parts))).toEqual(expected);
});
