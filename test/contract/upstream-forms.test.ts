/** The vendor's pages come in several markups and copies; all say the same. */
import { describe, expect, test } from "vitest";
import { readPage } from "../../scripts/upstream/read-page.ts";
import { sfsTurboPage } from "../helpers/sfs-turbo-page.ts";
import { checkTexts, driftOf } from "../helpers/upstream.ts";
import {
  barredPage,
  ditaPage,
  markdownPage,
  numberedCopy,
  plainPage,
  sphinxPage,
  viewerCopy,
  viewerPage,
} from "../helpers/vendor-page.ts";

const dita = ditaPage(sfsTurboPage);
const forms = {
  "HTML as published by Huawei Cloud": dita,
  "HTML as published by Open Telekom Cloud": sphinxPage(sfsTurboPage),
  "a viewer's copy with bars": viewerCopy(dita),
  "a viewer's copy with numbers": numberedCopy(dita),
  "a viewer's copy with numbers on lines of their own": dita
    .split("\n")
    .map((line, index) => `${index + 1}\n${line}`)
    .join("\n"),
  "a viewer's own page": viewerPage(dita),
  Markdown: markdownPage(sfsTurboPage),
  "plain text": plainPage(sfsTurboPage),
  "plain text with bars and without captions": barredPage(sfsTurboPage),
  "Windows line ends": dita.replaceAll("\n", "\r\n").replaceAll("\r\n", "\n"),
  "a page inside a table for the looks": `<table><tr><td>${dita}</td></tr></table>`,
};

describe.each(Object.entries(forms))("%s", (_form, page) => {
  test("has all the facts", () => {
    expect(readPage(page)).toEqual(readPage(dita));
  });

  test("shows no drift", async () => {
    expect(await driftOf(page)).toEqual([]);
  });
});

test("what a page says is all there", () => {
  const { operations, fields, statuses, examples, unread } = readPage(dita);
  expect(operations).toEqual([{ method: "GET", path: "/v1/{project_id}/sfs-turbo/jobs/{job_id}" }]);
  expect(fields.size).toBe(2 + 2 + 1 + 8 + 7 + 3 * 3);
  expect(fields.get("path job_id")).toEqual({ type: "string", mandatory: true, words: [], limits: {} });
  expect(fields.get("200 body sub_jobs[].status")?.words).toEqual(["success", "failed", "waiting", "running"]);
  expect([...fields.keys()].filter((place) => place.includes("header"))).toEqual([
    "header X-Auth-Token",
    "header Content-Type",
    ...["200", "400", "404", "500"].map((status) => `${status} header X-request-id`),
  ]);
  expect(statuses).toEqual(["200", "400", "404", "500"]);
  expect(examples.map(({ status }) => status)).toEqual(["200", "400", "404", "500"]);
  expect(unread).toEqual([]);
});

test.each([
  ["a directive", "URI\n---\n\nGET /v1/a\n\n.. table:: **Table 1** Path Parameters\n"],
  ["a label", ".. _ShowJobInfo:\n\nURI\n---\n\nGET /v1/a\n"],
  ["the name that Sphinx keeps", ":original_name: ShowJobInfo.html\n\nURI\n---\n"],
  ["a table that is drawn", "URI\n\nGET /v1/a\n\n   +------+------+\n   | Name | Type |\n   +======+======+\n"],
])("reStructuredText with %s is refused in one line", async (_what, page) => {
  const { exitCode, pages } = await checkTexts({ "page.rst": page });
  expect([exitCode, pages[0]?.error]).toEqual([2, expect.stringMatching(/^reStructuredText is not read: [^\n]+$/)]);
});

test("several pages of one operation are each compared", async () => {
  const { exitCode, pages } = await checkTexts({ "a.html": dita, "b.txt": plainPage(sfsTurboPage) });
  expect(pages.map(({ source, exitCode: own }) => [source, own])).toEqual([
    ["a.html", 0],
    ["b.txt", 0],
  ]);
  expect(exitCode).toBe(0);
});
