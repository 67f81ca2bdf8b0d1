/** What is read from the cells and the layout of a page, however they are written. */
import { describe, expect, test } from "vitest";
import { limitsOf } from "../../scripts/upstream/limits.ts";
import { readPage } from "../../scripts/upstream/read-page.ts";
import { mandatoryOf, typeOf } from "../../scripts/upstream/types.ts";
import { listedWords, wordsOf } from "../../scripts/upstream/words.ts";

describe("types", () => {
  test.each<[text: string, name: string | undefined, model?: string]>([
    ["String", "string"],
    ["string", "string"],
    ["String(64)", "string"],
    ["Integer", "integer"],
    ["Long", "integer"],
    ["Float", "number"],
    ["Double", "number"],
    ["Boolean", "boolean"],
    ["Object", "object"],
    ["JobEntities object", "object", "JobEntities"],
    ["JobEntities data structure", "object", "JobEntities"],
    ["Map<String,String>", "object"],
    ["Array", "array"],
    ["Array of strings", "array of string"],
    ["Array of integers", "array of integer"],
    ["Array of GetSubJobDetail objects", "array of object", "GetSubJobDetail"],
    ["Array of objects", "array of object"],
    ["List<Job>", "array of object", "Job"],
    ["List of String", "array of string"],
    ["String array", "array of string"],
    ["job[]", "array of object", "job"],
    ["Array<Array<String>>", undefined],
    ["", undefined],
    ["-", undefined],
  ])("%j is %s of %s", (text, name, model?: string) => {
    const type = typeOf(text);
    expect(type?.known ? type.name : undefined).toBe(name);
    expect(type?.known ? type.model : undefined).toBe(model);
  });

  test.each([
    ["Yes", true],
    ["no", false],
    ["M", true],
    ["Optional", false],
    ["Mandatory", true],
    ["", undefined],
    ["see below", undefined],
  ])("%j is mandatory: %s", (text, mandatory) => {
    expect(mandatoryOf(text)).toBe(mandatory);
  });
});

describe("words", () => {
  test.each<[string, string[], string[]]>([
    [
      "a list with meanings",
      ["What.", "Enumerated values:", "• success: it did", "• failed - it did not"],
      ["success", "failed"],
    ],
    ["a list after an introduction", ["What. Options:", "• INIT: queued", "• FAIL (final)"], ["INIT", "FAIL"]],
    [
      "two lists, both counting",
      ["Options:", "• a: one", "• b: two", "• c: three", "Enumeration values:", "• a", "• b"],
      ["a", "b", "c"],
    ],
    [
      "lines without bullets",
      ["Enumeration values:", "INIT", "RUNNING", "What else there is to say."],
      ["INIT", "RUNNING"],
    ],
    [
      "a sentence",
      ["The status, which can be success, running, failed, or waiting"],
      ["success", "running", "failed", "waiting"],
    ],
    ["a sentence of its own", ["The value can be INIT, RUNNING or FAIL."], ["INIT", "RUNNING", "FAIL"]],
    ["quoted words", ['The value can be "a" or "b".'], ["a", "b"]],
    ["words with remarks", ["The value can be on (the default) or off."], ["on", "off"]],
    ["values in line", ["Enumerated values: asc, desc"], ["asc", "desc"]],
    ["one value", ["Enumeration values:", "• only"], ["only"]],
    [
      "a range in the new style",
      ["Definition", "What.", "Range", "• a: one", "• b: two", "Default Value", "N/A"],
      ["a", "b"],
    ],
    ["numbers", ["Options:", "• 0: no", "• 1: yes"], ["0", "1"]],
    ["words in a row of their own length", ["Enumerated values:", "• a_very.long-word_1"], ["a_very.long-word_1"]],
    ["no list", ["The value can be changed later or left out."], []],
    ["a range of numbers", ["Value range: 1-100"], []],
    ["limits behind a list", ["Enumeration values:", "• a", "Minimum: 1", "Maximum: 2"], ["a"]],
    ["a time", ["The time, for example, 2016-01-02 15:04:05."], []],
    ["a list without a lead", ["The state.", "• INIT: it waits.", "• FAIL: it failed."], ["INIT", "FAIL"]],
    ["a list that is not of words", ["The name:", "• It begins with a letter.", "• Unique: it is."], []],
    ["nothing", [], []],
  ])("%s", (_what, lines, words) => {
    expect(wordsOf(lines)).toEqual(words);
  });
});

describe("the sentence behind a word", () => {
  test.each<[string, string[], (string | undefined)[]]>([
    ["a colon", ["* a", "* b: it is done."], [undefined, "it is done."]],
    ["a dash", ["* a - it did", "* b – it did not"], ["it did", "it did not"]],
    ["brackets", ["* a (final)", "* b=on (the default)"], ["final", "on (the default)"]],
  ])("is what stands behind %s", (_what, items, sentences) => {
    const lines = ["Enumeration values:", ...items.map((text) => text.replace("* ", "• "))];
    expect(listedWords(lines).map(({ sentence }) => sentence)).toEqual(sentences);
  });

  test("is the one of the list that has it", () => {
    const lines = ["Options:", "• a: one", "• b: two", "Enumeration values:", "• a", "• b"];
    expect(listedWords(lines)).toEqual([
      { word: "a", sentence: "one" },
      { word: "b", sentence: "two" },
    ]);
  });
});

describe("limits", () => {
  test.each<[string, string | undefined, object]>([
    ["Minimum: 8", "string", { minLength: 8 }],
    ["Maximum: 1,024", "string", { maxLength: 1024 }],
    ["Maximum length: 64", "string", { maxLength: 64 }],
    ["Minimum: 0", "integer", { minimum: 0 }],
    ["Maximum: -1", "integer", { maximum: -1 }],
    ["Minimum: 1", "array of object", { minItems: 1 }],
    ["The value ranges from 1 to 1000.", "integer", { minimum: 1, maximum: 1000 }],
    ["Value range: 0–100", "integer", { minimum: 0, maximum: 100 }],
    ["1–1000", "integer", { minimum: 1, maximum: 1000 }],
    ["The minimum value is 1 and the maximum value is 50.", "integer", { minimum: 1, maximum: 50 }],
    ["It has 1 to 64 characters.", "string", { minLength: 1, maxLength: 64 }],
    ["It cannot exceed 255 characters.", "string", { maxLength: 255 }],
    ["At most 20 characters, at least 3 characters.", "string", { minLength: 3, maxLength: 20 }],
    ["The value can contain 36 characters.", "string", { minLength: 36, maxLength: 36 }],
    ["The time, in ms, such as 1684191545379.", "string", {}],
    ["For example, 2016-01-02 15:04:05.", "string", {}],
  ])("%s (%s)", (text, type, limits) => {
    expect(limitsOf([text], type)).toEqual(limits);
  });
});

const page = (tables: string, uri = "GET /v1/{project_id}/things/{id}"): ReturnType<typeof readPage> =>
  readPage(`<h4>URI</h4><p>${uri}</p>${tables}`);
const fieldsOf = (tables: string): Record<string, unknown> => Object.fromEntries(page(tables).fields);
const head = "<tr><th>Parameter</th><th>Type</th><th>Description</th></tr>";
const response = `<h4>Response Parameters</h4><p>Status code: 200</p>`;

describe("tables", () => {
  test("a name that spans rows goes on with its description", () => {
    const rows = `<tr><td rowspan="2">state</td><td rowspan="2">String</td><td>Enumerated values:</td></tr>
      <tr><td><ul><li>on</li><li>off</li></ul></td></tr><tr><td>id</td><td>String</td><td></td></tr>`;
    expect(fieldsOf(`${response}<table>${head}${rows}</table>`)).toEqual({
      "200 body state": { type: "string", words: ["on", "off"], limits: {} },
      "200 body id": { type: "string", words: [], limits: {} },
    });
  });

  test("a row across all columns is a title", () => {
    const rows = `<tr><td colspan="3">For experts</td></tr><tr><td>id</td><td>String</td></tr>`;
    expect(Object.keys(fieldsOf(`${response}<table>${head}${rows}</table>`))).toEqual(["200 body id"]);
  });

  test("columns may be missing, in another order, or have other names", () => {
    const rows = `<tr><th>Type</th><th>Remarks</th><th>Name</th><th>Mandatory (Yes/No)</th></tr>
      <tr><td>Integer</td><td>Minimum: 3</td><td>size</td><td>No</td></tr>`;
    expect(fieldsOf(`${response}<table>${rows}</table>`)).toEqual({
      "200 body size": { type: "integer", mandatory: false, words: [], limits: { minimum: 3 } },
    });
    const bare = "<tr><td>Parameter</td><td>Description</td></tr><tr><td>size</td><td>How much.</td></tr>";
    expect(fieldsOf(`${response}<table>${bare}</table>`)).toEqual({ "200 body size": { words: [], limits: {} } });
  });

  test("fields may be called as columns are", () => {
    const rows = ["name", "key", "type", "status"].map(
      (name) => `<tr><td>${name}</td><td>String</td><td>What.</td></tr>`,
    );
    expect(Object.keys(fieldsOf(`${response}<table>${head}${rows.join("")}${head}</table>`))).toEqual([
      "200 body name",
      "200 body key",
      "200 body type",
      "200 body status",
    ]);
  });

  test("white space, entities, invisible characters and marks do not matter", () => {
    const rows = `<tr><td>\n <p> job\u200b_&shy;id </p></td><td><code>Array&nbsp;of <b>Job</b>\n objects</code></td>
      <td>Enumerated&#32;values:<br>a&amp;b<br/><br/></td></tr><tr><td>Job</td></tr>`;
    expect(Object.keys(fieldsOf(`${response}<table>${head}${rows}</table>`))).toEqual([
      "200 body job_id",
      "200 body Job",
    ]);
  });

  test("a block of code or a table inside a description leaves the table whole", () => {
    const rows = `<tr><td>a</td><td>String</td><td><pre>{ "a": 1 }</pre></td></tr>
      <tr><td>b</td><td>String</td><td><table><tr><td>x</td><td>y</td></tr></table></td></tr>`;
    expect(Object.keys(fieldsOf(`${response}<table>${head}${rows}</table>`))).toEqual(["200 body a", "200 body b"]);
  });

  test.each([
    ["by its link", `<a href="page.html#x1">Other</a> object`, `<a name="x1"></a>`, "Table 7 Something"],
    [
      "by a link in its description",
      `Object</td><td>See <a href="#x1">Table 7</a>.`,
      `<a name="x1"></a>`,
      "Table 7 More",
    ],
    ["by the model in its caption", "Owner object", "", "Table 7 Owner"],
    ["by the field in its caption", "Object", "", "Table 7 Description of the owner field"],
    ["by being the next one without a caption", "Object", "", ""],
    ["by a caption above it", "Owner object", "<p>Table 7 Owner</p>", ""],
    ["by the name alone", "Owner", "", "Table 7 Owner"],
  ])("an object's own table is found %s", (_how, type, before, caption) => {
    const own = `<table>${caption && `<caption>${caption}</caption>`}${head}<tr><td>id</td><td>String</td></tr></table>`;
    const body = `<table><caption>Table 6 Response body parameters</caption>${head}<tr><td>owner</td><td>${type}</td></tr></table>`;
    expect(Object.keys(fieldsOf(response + body + before + own))).toEqual(["200 body owner", "200 body owner.id"]);
  });

  test("objects inside each other end somewhere", () => {
    const table = (name: string, child: string): string =>
      `<table><caption>Table 1 ${name}</caption>${head}<tr><td>${child}</td><td>Array of ${child} objects</td></tr></table>`;
    const { fields } = page(response + table("Response body parameters", "a") + table("a", "b") + table("b", "a"));
    expect(fields.size).toBeLessThan(20);
  });

  test("a cell of plain text may have a paragraph that is called as a section is", () => {
    const cell = ["Definition", "What.", "Constraints", "N/A", "Range", "• on: it is on", "• off: it is not"];
    const lines = ["URI", "GET /v1/things/{id}", "Response", "Parameter", "Type", "Description"];
    const { fields } = readPage(
      [...lines, "state", "String", ...cell, "id", "String", "Constraints", "None"].join("\n"),
    );
    expect([...fields.keys()]).toEqual(["200 body state", "200 body id"]);
    expect(fields.get("200 body state")?.words).toEqual(["on", "off"]);
  });

  test("a column that is not understood is told, one with examples is left alone", () => {
    const rows =
      "<tr><th>Parameter</th><th>Kind</th><th>Type</th><th>Example Value</th></tr><tr><td>id</td><td>x</td><td>String</td><td>7</td></tr>";
    const { fields, unread } = page(`${response}<table>${rows}</table>`);
    expect(fields.get("200 body id")?.type).toBe("string");
    expect(unread).toEqual(["column Kind"]);
  });

  test("a table without a known header is told", () => {
    const table = "<table><tr><th>Item</th><th>Kind</th></tr><tr><td>id</td><td>x</td></tr></table>";
    expect(page(response + table).unread).toEqual(["table Item, Kind"]);
  });

  test("a table that belongs nowhere is told", () => {
    const lost = `<table><caption>Table 9 Lost</caption>${head}<tr><td>x</td><td>String</td></tr></table>`;
    const body = `<table>${head}<tr><td>id</td><td>String</td></tr></table>`;
    expect(page(response + body + lost).unread).toEqual(["Lost"]);
  });
});

describe("sections", () => {
  test("parameters of path, query and body are told apart", () => {
    const table = (caption: string, name: string): string =>
      `<table><caption>Table 1 ${caption}</caption>${head}<tr><td>${name}</td><td>String</td></tr></table>`;
    const { fields } = page(
      `${table("Path Parameters", "id")}${table("Query Parameters", "limit")}<h4>Request Parameters</h4>
       ${table("Request header parameters", "X-Auth-Token")}${table("Request body parameters", "name")}`,
      "POST /v1/{project_id}/things/{id}?action=x",
    );
    expect([...fields.keys()]).toEqual(["path id", "query limit", "header X-Auth-Token", "request body name"]);
  });

  test("an older page has one good answer without a status, and its example beneath a title of its own", () => {
    const { fields, statuses, examples } = page(
      `<h3>Response</h3><p>Response parameters</p><table>${head}<tr><td>id</td><td>String</td></tr></table>
       <h3>Examples</h3><pre>{ "id": "1" }</pre>
       <h3>Returned Value</h3><table><tr><th>Returned Value</th><th>Description</th></tr><tr><td>202 Accepted</td><td>fine</td></tr>
       <tr><td>default</td><td>not fine</td></tr><tr><td>Others</td></tr></table>`,
    );
    expect([...fields.keys()]).toEqual(["202 body id"]);
    expect(statuses).toEqual(["202", "default"]);
    expect(examples).toEqual([{ status: "202", text: '{ "id": "1" }', value: { id: "1" } }]);
  });

  test("examples may stand in list items, each up to the next item", () => {
    const item = (title: string, code: string): string => `<li>${title}<pre>${code}</pre></li>`;
    const uri = item("URI example", "GET https://{endpoint}/v1/1/things/2");
    const answers = ["Normal response example", "Abnormal response", "Example response:"].map((title, index) =>
      item(title, `{ "id": ${index} }`),
    );
    const { requests, examples } = page(
      `<h4>Request</h4><ul>${uri}</ul><h4>Response</h4><ul>${answers.join("")}</ul><p>Status code: 200</p>`,
    );
    expect(requests).toEqual([{ method: "GET", path: "/v1/1/things/2" }]);
    expect(examples.map(({ value }) => value)).toEqual([{ id: 0 }, { id: 2 }]);
  });

  test("a table outside of the request and the response is none of theirs", () => {
    const table = `<table>${head}<tr><td>x</td><td>String</td></tr></table>`;
    expect([...page(`<h2>Constraints</h2>${table}<h2>Status Codes</h2>${table}${response}`).fields]).toEqual([]);
  });

  test("the trail above a page names its service", () => {
    const trail = (text: string): string => `<div><a>Help Center</a>/ ${text}/ <a>Showing a Thing</a></div>`;
    const serviceOf = (text: string): string | undefined =>
      readPage(`${text}<h4>URI</h4><p>GET /v1</p>${response}`).service;
    expect(serviceOf(trail("<a>Elastic Cloud Server</a>/ <a>API Reference</a>"))).toBe("Elastic Cloud Server");
    expect(serviceOf(trail("<a>Elastic Cloud Server</a>/ <a>User Guide</a>"))).toBeUndefined();
  });

  test("the request line may have a query and name a host", () => {
    const line = "GET https://rds.eu-de.otc.t-systems.com/v3/{project_id}/jobs?id={id}&amp;x={x}.";
    expect(readPage(`<h4>URI</h4><p>${line}</p>${response}`).operations).toEqual([
      { method: "GET", path: "/v3/{project_id}/jobs", query: "id={id}&x={x}", host: "rds.eu-de.otc.t-systems.com" },
    ]);
  });

  test("the request line may be marked up, in a block of code, or with a host", () => {
    for (const line of [
      "<p>GET <em>/v1/{project_id}</em>/things</p>",
      "<pre>GET https://{Endpoint}/v1/{project_id}/things</pre>",
      "<ul><li>URI format<p>GET&nbsp; /v1/{project_id}/things.</p></li></ul>",
    ]) {
      expect(readPage(`<h4>URI</h4>${line}${response}`).operations).toEqual([
        { method: "GET", path: "/v1/{project_id}/things" },
      ]);
    }
  });
});
