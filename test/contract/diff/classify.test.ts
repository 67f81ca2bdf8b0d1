import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { placeOf } from "../../../scripts/diff/classify.ts";
import { type ApiReport, compare } from "../../../scripts/diff/compare.ts";
import { folderWith, listing } from "./folders.ts";

/** A response body with a field of every kind that the cases below change. */
const properties = () => ({
  id: { type: "string" },
  name: { type: "string", maxLength: 5 },
  size: { type: ["integer", "string"] },
  kind: { type: "string", enum: ["a", "b"] },
  status: {
    anyOf: [
      { type: "string", enum: ["run", "done"] },
      { type: "string", maxLength: 55 },
    ] as object[],
  },
  sub_jobs: { type: "array", items: { type: "object", properties: { step: { type: "string" } } } },
});

const operation = (id: string) => ({
  operationId: id,
  description: "Text.",
  parameters: [
    { name: "id", in: "path", required: true, schema: { type: "string" } as Record<string, unknown> },
    { name: "limit", in: "query", required: false, schema: { type: ["integer", "string"] } as Record<string, unknown> },
  ],
  responses: {
    "200": {
      description: "A job.",
      headers: { "X-Request-Id": { schema: { type: "string" } } },
      content: {
        "application/json": {
          schema: { type: "object", required: ["id"], properties: properties() },
        },
      },
    },
    "404": {
      description: "No job.",
      content: {
        "application/json": {
          schema: {
            anyOf: [
              { type: "object", properties: { code: { type: "string" } } },
              { type: "object", properties: { error: { type: "string" } } },
            ],
          },
        },
      },
    },
  },
});

type Operation = ReturnType<typeof operation>;

const bodyOf = ({ responses }: Operation) => responses["200"].content["application/json"].schema;
const fieldsOf = (get: Operation) => bodyOf(get).properties;
const wordsOf = (get: Operation): string[] => (fieldsOf(get).status.anyOf[0] as { enum: string[] }).enum;
const remove = (from: object, key: string): boolean => Reflect.deleteProperty(from, key);

/** What happens to the operation, and what it is to those who use it. */
const cases: Record<string, [impact: string, rule: string, change: (get: Operation) => unknown]> = {
  "a field is removed": ["major", "property-removed", (get) => remove(fieldsOf(get), "name")],
  "a field of a list's items is removed": [
    "major",
    "property-removed",
    (get) => remove(fieldsOf(get).sub_jobs.items.properties, "step"),
  ],
  "a field is renamed": [
    "major",
    "property-removed",
    (get) => {
      Object.assign(fieldsOf(get), { title: fieldsOf(get).name });
      remove(fieldsOf(get), "name");
    },
  ],
  "a field may be missing that was always there": [
    "major",
    "required-properties-removed",
    (get) => remove(bodyOf(get), "required"),
  ],
  "a closed list in a response gains a word": [
    "major",
    "enum-values-added",
    (get) => fieldsOf(get).kind.enum.push("c"),
  ],
  "a closed list in a response loses a word": ["major", "response-narrowed", (get) => fieldsOf(get).kind.enum.pop()],
  "a free text in a response becomes a closed list": [
    "major",
    "response-narrowed",
    (get) => Object.assign(fieldsOf(get).id, { enum: ["a"] }),
  ],
  "an open list in a response is closed": [
    "major",
    "response-narrowed",
    (get) => Object.assign(fieldsOf(get), { status: { type: "string", enum: ["run", "done"] } }),
  ],
  "an open list loses the free text beside it": [
    "major",
    "response-narrowed",
    (get) => fieldsOf(get).status.anyOf.pop(),
  ],
  "an open list that is closed gains a word": [
    "major",
    "enum-values-added",
    (get) => {
      wordsOf(get).push("paused");
      fieldsOf(get).status.anyOf.pop();
    },
  ],
  "a type in a response is narrowed": [
    "major",
    "response-narrowed",
    (get) => Object.assign(fieldsOf(get).size, { type: "integer" }),
  ],
  "a type in a response is widened": [
    "major",
    "schema-type-changed",
    (get) => Object.assign(fieldsOf(get).id, { type: ["string", "null"] }),
  ],
  "a type in a response is another one": [
    "major",
    "schema-type-changed",
    (get) => Object.assign(fieldsOf(get).id, { type: "integer" }),
  ],
  "a limit in a response is lifted": [
    "major",
    "schema-constraint-changed",
    (get) => remove(fieldsOf(get).name, "maxLength"),
  ],
  "an error loses one of its bodies": [
    "major",
    "response-narrowed",
    ({ responses }) => responses["404"].content["application/json"].schema.anyOf.pop(),
  ],
  "a response is removed": ["major", "response-removed", ({ responses }) => remove(responses, "404")],
  "a header of a response is removed": [
    "major",
    "response-header-removed",
    ({ responses }) => remove(responses["200"], "headers"),
  ],
  "a required parameter is added": [
    "major",
    "parameter-became-required",
    ({ parameters }) => parameters.push({ name: "cloud", in: "query", required: true, schema: { type: "string" } }),
  ],
  "a parameter becomes required": [
    "major",
    "parameter-became-required",
    ({ parameters }) => Object.assign(parameters[1] ?? {}, { required: true }),
  ],
  "a parameter's type is narrowed": [
    "major",
    "schema-type-changed",
    ({ parameters }) => Object.assign(parameters[1]?.schema ?? {}, { type: "integer" }),
  ],
  "a parameter is removed": ["major", "parameter-removed", ({ parameters }) => parameters.pop()],
  "an operation gets another ID": [
    "major",
    "operation-id-changed",
    (get) => Object.assign(get, { operationId: "other" }),
  ],

  "a field is added": ["minor", "added", (get) => Object.assign(fieldsOf(get), { more: { type: "string" } })],
  "a response is added": [
    "minor",
    "added",
    ({ responses }) => Object.assign(responses, { "429": { description: "Slow." } }),
  ],
  "an optional parameter is added": [
    "minor",
    "added",
    ({ parameters }) => parameters.push({ name: "more", in: "query", required: false, schema: { type: "string" } }),
  ],
  "an open list gains a word": ["minor", "open-list-changed", (get) => wordsOf(get).push("paused")],
  "an open list loses a word": ["minor", "open-list-changed", (get) => wordsOf(get).pop()],
  "an open list that stands second gains a word": [
    "minor",
    "open-list-changed",
    (get) => {
      wordsOf(get).push("paused");
      fieldsOf(get).status.anyOf.reverse();
    },
  ],

  "a description changes": ["patch", "modified", (get) => Object.assign(get, { description: "Other text." })],
  "a field's description changes": [
    "patch",
    "modified",
    (get) => Object.assign(fieldsOf(get).id, { description: "ID." }),
  ],
  "a field is always there": ["patch", "modified", (get) => bodyOf(get).required.push("name")],
  "a parameter's type is widened": [
    "patch",
    "modified",
    ({ parameters }) => Object.assign(parameters[0]?.schema ?? {}, { type: ["string", "integer"] }),
  ],
};

const fileOf = (name: string): string => `openapi/cases/${name.replace(/\W+/g, "-")}.yaml`;

/** All cases in one description, each a path in a file of its own, by which its findings are told apart. */
function description(change: (name: string, get: Operation) => void): Record<string, unknown> {
  const files = Object.keys(cases).map((name, index) => {
    const get = operation(`show${index}`);
    change(name, get);
    return [fileOf(name), { get }] as const;
  });
  const paths = files.map(([file], index) => [`/v1/${index}/{id}`, { $ref: file.replace("openapi/", "") }]);
  return {
    ...Object.fromEntries(files),
    "redocly.yaml": listing("jobs"),
    "openapi/jobs.yaml": { openapi: "3.1.0", info: { title: "T", version: "1.0.0" }, paths: Object.fromEntries(paths) },
  };
}

let reports: Promise<ApiReport[]> | undefined;

function compareAll(): Promise<ApiReport[]> {
  const base = folderWith(description(() => {}));
  const revision = folderWith(description((name, get) => cases[name]?.[2](get)));
  return compare(base, revision);
}

const expected = Object.entries(cases).map(([name, [impact, rule]]) => ({ name, impact, rule }));

test.each(expected)("$name: $impact", async ({ name, impact, rule }) => {
  reports ??= compareAll();
  const findings = (await reports).flatMap((report) => report.findings).filter(({ file }) => file === fileOf(name));
  expect(findings[0]).toMatchObject({ impact, rule });
});

const document = (more: object = {}) => ({
  openapi: "3.1.0",
  info: { title: "T", version: "1.0.0" },
  servers: [
    { url: "https://{region}.a.example", variables: { region: { default: "x", enum: ["x", "y"] } } },
    { url: "https://b.example" },
  ],
  security: [{ token: [] }],
  paths: { "/v1/jobs/{id}": { get: operation("showJob") } },
  components: { securitySchemes: { token: { type: "apiKey", in: "header", name: "X-Auth-Token" } } },
  ...more,
});

test.each([
  ["a path changes", "major", "path-removed", { paths: { "/v2/jobs/{id}": { get: operation("showJob") } } }],
  ["a server goes", "major", "server-removed", { servers: document().servers.slice(0, 1) }],
  [
    "a server's region goes",
    "major",
    "server-variable-narrowed",
    {
      servers: [
        { url: "https://{region}.a.example", variables: { region: { default: "x", enum: ["x"] } } },
        { url: "https://b.example" },
      ],
    },
  ],
  ["a server comes", "minor", "added", { servers: [...document().servers, { url: "https://c.example" }] }],
  ["the title changes", "patch", "modified", { info: { title: "Other", version: "1.0.0" } }],
])("%s: %s", async (_, impact, rule, more) => {
  const files = { "redocly.yaml": listing("jobs"), "openapi/jobs.yaml": document() };
  const [base, revision] = [folderWith(files), folderWith({ ...files, "openapi/jobs.yaml": document(more) })];
  const [report] = await compare(base, revision);
  expect(report?.findings[0]).toMatchObject({ impact, rule, file: "openapi/jobs.yaml" });
});

test("what was removed is reported where it stood", async () => {
  const yaml = (fields: string) => `type: object\nproperties:\n  id: { type: string }\n${fields}`;
  const get = operation("showJob");
  Object.assign(get.responses["200"].content, { "application/json": { schema: { $ref: "Job.yaml" } } });
  const files = {
    "redocly.yaml": listing("jobs"),
    "openapi/jobs.yaml": document({ paths: { "/v1/jobs/{id}": { get } } }),
    "openapi/Job.yaml": yaml("  name: { type: string }\n"),
  };
  const [report] = await compare(folderWith(files), folderWith({ ...files, "openapi/Job.yaml": yaml("") }));
  expect(report?.findings).toEqual([
    {
      impact: "major",
      rule: "property-removed",
      message: "Property `name` was removed.",
      file: "openapi/Job.yaml",
      line: 2,
      column: 1,
    },
  ]);
});

test("a new word in any list of the contract itself is minor", async () => {
  const repository = fileURLToPath(new URL("../../../", import.meta.url));
  const copy = folderWith({});
  for (const path of ["redocly.yaml", "openapi"]) {
    cpSync(join(repository, path), join(copy, path), { recursive: true });
  }
  const schemas = join(copy, "openapi/components/schemas");
  const lists = readdirSync(schemas).filter((file) => /^enum:/m.test(readFileSync(join(schemas, file), "utf8")));
  for (const file of lists) {
    const text = readFileSync(join(schemas, file), "utf8");
    writeFileSync(join(schemas, file), text.replace(/^enum:$/m, "enum:\n  - BRAND_NEW"));
  }
  const found = (await compare(repository, copy)).flatMap(({ findings }) => findings);
  expect(found.filter(({ impact }) => impact !== "minor")).toEqual([]);
  expect([...new Set(found.map(({ file }) => basename(file)))].sort()).toEqual(lists.sort());
});

test("a place is told as people say it", () => {
  const get = "#/paths/~1v1~1jobs~1{id}/get";
  const body = `${get}/responses/200/content/application~1json/schema`;
  expect(placeOf(`${body}/properties/sub_jobs/items/properties/step`)).toBe("GET /v1/jobs/{id} 200 sub_jobs[].step");
  expect(placeOf(`${body}/properties/items/properties/properties`)).toBe("GET /v1/jobs/{id} 200 items.properties");
  expect(placeOf(`${get}/parameters/1`)).toBe("GET /v1/jobs/{id}/parameters/1");
  expect(placeOf("#/servers/0/variables/region")).toBe("servers/0/variables/region");
});
