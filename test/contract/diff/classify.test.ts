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
  one: { type: ["string"] },
  when: { type: "string", format: "date-time" },
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
type Impact = "major" | "minor" | "patch" | "none";

const cases: Record<string, [impact: Impact, rule: string, why: string, change: (get: Operation) => unknown]> = {
  "a field is removed": [
    "major",
    "property-removed",
    "code that reads it does not compile",
    (get) => remove(fieldsOf(get), "name"),
  ],
  "a field of a list's items is removed": [
    "major",
    "property-removed",
    "code that reads it does not compile",
    (get) => remove(fieldsOf(get).sub_jobs.items.properties, "step"),
  ],
  "a field is renamed": [
    "major",
    "property-removed",
    "for code it is removed, and another one added",
    (get) => {
      Object.assign(fieldsOf(get), { title: fieldsOf(get).name });
      remove(fieldsOf(get), "name");
    },
  ],
  "a field may be missing that was always there": [
    "major",
    "required-properties-removed",
    "code that relies on it fails",
    (get) => remove(bodyOf(get), "required"),
  ],
  "a closed list in a response gains a word": [
    "major",
    "enum-values-added",
    "a switch is no longer exhaustive",
    (get) => fieldsOf(get).kind.enum.push("c"),
  ],
  "a closed list in a response loses a word": [
    "major",
    "response-narrowed",
    "a case for the word does not compile",
    (get) => fieldsOf(get).kind.enum.pop(),
  ],
  "a free text in a response becomes a closed list": [
    "major",
    "response-narrowed",
    "a comparison with another text does not compile",
    (get) => Object.assign(fieldsOf(get).id, { enum: ["a"] }),
  ],
  "an open list in a response is closed": [
    "major",
    "response-narrowed",
    "a comparison with another word does not compile",
    (get) => Object.assign(fieldsOf(get), { status: { type: "string", enum: ["run", "done"] } }),
  ],
  "an open list loses the free text beside it": [
    "major",
    "response-narrowed",
    "a comparison with another word does not compile",
    (get) => fieldsOf(get).status.anyOf.pop(),
  ],
  "an open list that is closed gains a word": [
    "major",
    "enum-values-added",
    "it is closed, and a switch is no longer exhaustive",
    (get) => {
      wordsOf(get).push("paused");
      fieldsOf(get).status.anyOf.pop();
    },
  ],
  "a type in a response is narrowed": [
    "major",
    "response-narrowed",
    "code for the other type does not compile",
    (get) => Object.assign(fieldsOf(get).size, { type: "integer" }),
  ],
  "a type in a response is widened": [
    "major",
    "schema-type-changed",
    "code does not expect the new type",
    (get) => Object.assign(fieldsOf(get).id, { type: ["string", "null"] }),
  ],
  "a type in a response is another one": [
    "major",
    "schema-type-changed",
    "code expects the old type",
    (get) => Object.assign(fieldsOf(get).id, { type: "integer" }),
  ],
  "a limit in a response is lifted": [
    "major",
    "schema-constraint-changed",
    "code may rely on the length",
    (get) => remove(fieldsOf(get).name, "maxLength"),
  ],
  "an error loses one of its bodies": [
    "major",
    "response-narrowed",
    "code that reads it does not compile",
    ({ responses }) => responses["404"].content["application/json"].schema.anyOf.pop(),
  ],
  "a response is removed": [
    "major",
    "response-removed",
    "code that reads it does not compile",
    ({ responses }) => remove(responses, "404"),
  ],
  "a header of a response is removed": [
    "major",
    "response-header-removed",
    "code that reads it gets nothing",
    ({ responses }) => remove(responses["200"], "headers"),
  ],
  "a required parameter is added": [
    "major",
    "parameter-became-required",
    "no call passes it yet",
    ({ parameters }) => parameters.push({ name: "cloud", in: "query", required: true, schema: { type: "string" } }),
  ],
  "a parameter becomes required": [
    "major",
    "parameter-became-required",
    "some calls do not pass it",
    ({ parameters }) => Object.assign(parameters[1] ?? {}, { required: true }),
  ],
  "a parameter's type is narrowed": [
    "major",
    "schema-type-changed",
    "calls that pass the other type fail",
    ({ parameters }) => Object.assign(parameters[1]?.schema ?? {}, { type: "integer" }),
  ],
  "a parameter is removed": [
    "major",
    "parameter-removed",
    "calls that pass it do not compile",
    ({ parameters }) => parameters.pop(),
  ],
  "an operation gets another ID": [
    "major",
    "operation-id-changed",
    "generators name functions and types by it",
    (get) => Object.assign(get, { operationId: "other" }),
  ],

  "a field is added": [
    "minor",
    "added",
    "code may read it, and need not",
    (get) => Object.assign(fieldsOf(get), { more: { type: "string" } }),
  ],
  "a response is added": [
    "minor",
    "added",
    "it was possible before, now it has a type",
    ({ responses }) => Object.assign(responses, { "429": { description: "Slow." } }),
  ],
  "an optional parameter is added": [
    "minor",
    "added",
    "calls may pass it, and need not",
    ({ parameters }) => parameters.push({ name: "more", in: "query", required: false, schema: { type: "string" } }),
  ],
  "an open list gains a word": [
    "minor",
    "open-list-changed",
    "every word was allowed before",
    (get) => wordsOf(get).push("paused"),
  ],
  "an open list loses a word": [
    "minor",
    "open-list-changed",
    "every word is still allowed",
    (get) => wordsOf(get).pop(),
  ],
  "an open list that stands second gains a word": [
    "minor",
    "open-list-changed",
    "the order of the alternatives means nothing",
    (get) => {
      wordsOf(get).push("paused");
      fieldsOf(get).status.anyOf.reverse();
    },
  ],

  "a description changes": [
    "patch",
    "modified",
    "it is for readers",
    (get) => Object.assign(get, { description: "Other text." }),
  ],
  "a field's description changes": [
    "patch",
    "modified",
    "it is for readers",
    (get) => Object.assign(fieldsOf(get).id, { description: "ID." }),
  ],
  "a field is always there": [
    "patch",
    "modified",
    "code that copes without it still works",
    (get) => bodyOf(get).required.push("name"),
  ],
  "a parameter's type is widened": [
    "patch",
    "modified",
    "every call still fits",
    ({ parameters }) => Object.assign(parameters[0]?.schema ?? {}, { type: ["string", "integer"] }),
  ],

  "a field gets a format": [
    "major",
    "format-changed",
    "generators make another type of it",
    (get) => Object.assign(fieldsOf(get).id, { format: "uuid" }),
  ],
  "a field loses its format": [
    "major",
    "schema-constraint-changed",
    "generators make another type of it",
    (get) => remove(fieldsOf(get).when, "format"),
  ],
  "a media type is removed": [
    "major",
    "media-type-removed",
    "code asks for it",
    ({ responses }) => remove(responses["200"].content, "application/json"),
  ],
  "a text becomes an open list": [
    "minor",
    "open-list-changed",
    "every word is still allowed",
    (get) => Object.assign(fieldsOf(get), { id: { anyOf: [{ type: "string", enum: ["a"] }, { type: "string" }] } }),
  ],
  "an open list becomes a text": [
    "minor",
    "open-list-changed",
    "every word is still allowed",
    (get) => Object.assign(fieldsOf(get), { status: { type: "string", maxLength: 55 } }),
  ],
  "an operation is deprecated": [
    "minor",
    "deprecated",
    "editors strike it through, and it still works",
    (get) => Object.assign(get, { deprecated: true }),
  ],
  "a field is deprecated": [
    "minor",
    "deprecated",
    "editors strike it through, and it still works",
    (get) => Object.assign(fieldsOf(get).id, { deprecated: true }),
  ],
  "a header of a response is added": [
    "minor",
    "added",
    "code may read it, and need not",
    ({ responses }) => Object.assign(responses["200"].headers, { "Retry-After": { schema: { type: "string" } } }),
  ],
  "a media type is added": [
    "minor",
    "added",
    "code may ask for it, and need not",
    ({ responses }) => Object.assign(responses["200"].content, { "text/html": { schema: { type: "string" } } }),
  ],
  "a property moves into an allOf": [
    "patch",
    "restated",
    "the same fields, written in another way",
    (get) => {
      const { id, ...rest } = fieldsOf(get);
      Object.assign(bodyOf(get), { allOf: [{ properties: { id } }], properties: rest });
    },
  ],
  "an example is added": [
    "patch",
    "modified",
    "it is for readers",
    (get) => Object.assign(fieldsOf(get).id, { examples: ["a"] }),
  ],
  "a source is added": [
    "patch",
    "added",
    "it is for readers",
    (get) => Object.assign(get, { "x-source": { page: "https://docs.example/page.html" } }),
  ],
  "the words of an open list have another order": ["none", "", "order means nothing", (get) => wordsOf(get).reverse()],
  "the words of a closed list have another order": [
    "none",
    "",
    "order means nothing",
    (get) => fieldsOf(get).kind.enum.reverse(),
  ],
  "the types of a field have another order": [
    "none",
    "",
    "order means nothing",
    (get) => fieldsOf(get).size.type.reverse(),
  ],
  "the alternatives of a field have another order": [
    "none",
    "",
    "order means nothing",
    (get) => fieldsOf(get).status.anyOf.reverse(),
  ],
  "the bodies of an error have another order": [
    "none",
    "",
    "order means nothing",
    ({ responses }) => responses["404"].content["application/json"].schema.anyOf.reverse(),
  ],
  "a type becomes a list of one": [
    "none",
    "",
    "the same type in another spelling",
    (get) => Object.assign(fieldsOf(get).id, { type: ["string"] }),
  ],
  "a list of one becomes its type": [
    "none",
    "",
    "the same type in another spelling",
    (get) => Object.assign(fieldsOf(get).one, { type: "string" }),
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
  const revision = folderWith(description((name, get) => cases[name]?.[3](get)));
  return compare(base, revision);
}

const expected = Object.entries(cases).map(([name, [impact, rule, why]]) => ({ name, impact, rule, why }));

test.each(expected)("$name: $impact, since $why", async ({ name, impact, rule }) => {
  reports ??= compareAll();
  const findings = (await reports).flatMap((report) => report.findings).filter(({ file }) => file === fileOf(name));
  expect(findings[0]).toEqual(impact === "none" ? undefined : expect.objectContaining({ impact, rule }));
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

const Work = { type: "object", properties: { id: { type: "string" } } };

/** A description whose body is this schema, with these components. */
const withBody = (schema: object, schemas: object) => {
  const get = operation("showJob");
  Object.assign(get.responses["200"].content, { "application/json": { schema } });
  const { securitySchemes } = document().components;
  return { paths: { "/v1/jobs/{id}": { get } }, components: { securitySchemes, schemas } };
};
const refTo = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const [first, second] = document().servers;
const regions = (...enumerated: string[]) => ({
  servers: [{ url: first?.url, variables: { region: { default: "x", enum: enumerated } } }, second],
});

interface Change {
  readonly name: string;
  readonly impact: Impact;
  readonly rule: string;
  readonly why: string;
  readonly from?: object;
  readonly to: object;
}

const changes: Change[] = [
  {
    name: "a path changes",
    impact: "major",
    rule: "path-removed",
    why: "code writes the path",
    to: { paths: { "/v2/jobs/{id}": { get: operation("showJob") } } },
  },
  {
    name: "a parameter of a path is renamed",
    impact: "major",
    rule: "path-renamed",
    why: "code writes the path and the name",
    to: {
      paths: {
        "/v1/jobs/{job_id}": {
          get: {
            ...operation("showJob"),
            parameters: operation("showJob").parameters.map((own) =>
              own.name === "id" ? { ...own, name: "job_id" } : own,
            ),
          },
        },
      },
    },
  },
  {
    name: "a component is renamed",
    impact: "major",
    rule: "component-removed",
    why: "code imports the name",
    from: withBody(refTo("Job"), { Job: Work }),
    to: withBody(refTo("Work"), { Work }),
  },
  {
    name: "a component is written where it is used",
    impact: "major",
    rule: "component-removed",
    why: "code imports the name",
    from: withBody(refTo("Work"), { Work }),
    to: withBody(Work, {}),
  },
  {
    name: "a schema becomes a component",
    impact: "minor",
    rule: "component-added",
    why: "there is a name more, and the same type",
    from: withBody(Work, {}),
    to: withBody(refTo("Work"), { Work }),
  },
  {
    name: "a security scheme is renamed",
    impact: "major",
    rule: "security-requirement-changed",
    why: "generated clients name credentials by it",
    to: {
      security: [{ key: [] }],
      components: { securitySchemes: { key: document().components.securitySchemes.token } },
    },
  },
  {
    name: "a server goes",
    impact: "major",
    rule: "server-removed",
    why: "whoever uses it has none",
    to: { servers: document().servers.slice(0, 1) },
  },
  {
    name: "a server's region goes",
    impact: "major",
    rule: "server-variable-narrowed",
    why: "whoever works there has none",
    to: regions("x"),
  },
  {
    name: "a server's region comes",
    impact: "minor",
    rule: "server-variable-widened",
    why: "there is one more",
    to: regions("x", "y", "z"),
  },
  {
    name: "a server takes any region",
    impact: "minor",
    rule: "server-variable-widened",
    why: "all that were listed are still taken",
    to: { servers: [{ url: first?.url, variables: { region: { default: "x" } } }, second] },
  },
  {
    name: "a server that took any region has a list",
    impact: "major",
    rule: "server-variable-narrowed",
    why: "whoever works elsewhere has none",
    from: { servers: [{ url: first?.url, variables: { region: { default: "x" } } }, second] },
    to: {},
  },
  {
    name: "the regions have another order",
    impact: "patch",
    rule: "modified",
    why: "it is for readers",
    to: regions("y", "x"),
  },
  {
    name: "a server comes",
    impact: "minor",
    rule: "added",
    why: "there is one more",
    to: { servers: [...document().servers, { url: "https://c.example" }] },
  },
  {
    name: "the servers have another order",
    impact: "patch",
    rule: "servers-reordered",
    why: "all are there, and another one stands first",
    to: { servers: document().servers.toReversed() },
  },
  {
    name: "the title changes",
    impact: "patch",
    rule: "modified",
    why: "it is for readers",
    to: { info: { title: "Other", version: "1.0.0" } },
  },
];

const apiOf = (name: string): string => name.replace(/\W+/g, "-");

/** Each change in an API of its own, so that one process bundles all. */
function compareChanges(): Promise<ApiReport[]> {
  const [base, revision] = (["from", "to"] as const).map((side) =>
    folderWith({
      "redocly.yaml": listing(...changes.map(({ name }) => apiOf(name))),
      ...Object.fromEntries(changes.map((change) => [`openapi/${apiOf(change.name)}.yaml`, document(change[side])])),
    }),
  );
  return compare(`${base}`, `${revision}`);
}

let changeReports: Promise<ApiReport[]> | undefined;

test.each(changes)("$name: $impact, since $why", async ({ name, impact, rule }) => {
  changeReports ??= compareChanges();
  const report = (await changeReports).find(({ api }) => api === apiOf(name));
  expect(report?.impact).toBe(impact);
  expect(report?.findings[0]).toMatchObject({ impact, rule, file: `openapi/${apiOf(name)}.yaml` });
});

test("there are more than fifty verdicts", () => {
  expect(expected.length + changes.length).toBeGreaterThan(50);
});

test("a component in a file of its own is named with its file", async () => {
  const get = operation("showJob");
  Object.assign(get.responses["200"].content, {
    "application/json": { schema: { $ref: "components/schemas/Job.yaml" } },
  });
  const files = {
    "redocly.yaml": listing("jobs"),
    "openapi/jobs.yaml": document({ paths: { "/v1/jobs/{id}": { get } } }),
    "openapi/components/schemas/Job.yaml": Work,
  };
  const moved = JSON.parse(JSON.stringify(files).replaceAll("Job.yaml", "Work.yaml"));
  const [report] = await compare(folderWith(files), folderWith(moved));
  expect(report?.findings).toEqual([
    {
      impact: "major",
      rule: "component-removed",
      message: "components.schemas.Job is gone: code that names it does not compile.",
      file: "openapi/jobs.yaml",
      line: expect.any(Number),
      column: 1,
    },
    {
      impact: "minor",
      rule: "component-added",
      message: "components.schemas.Work is new.",
      file: "openapi/components/schemas/Work.yaml",
      line: 1,
      column: 1,
    },
  ]);
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
