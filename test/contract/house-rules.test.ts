import fs from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { Document } from "@stoplight/spectral-core";
import { Yaml } from "@stoplight/spectral-parsers";
import { describe, expect, it } from "vitest";
import { answer, api, at, BODY, body, houseRules, lint, linterFor, media, PATH, ruleset } from "./spectral.ts";

const source = { page: "https://docs.example/page.html", section: "Table 3" };
const observed = { where: "a provider's source code", note: "The word comes in upper case" };

const DcsError = { type: "object" };
const GatewayError = { type: "object" };
const error = (...names: string[]): object =>
  api(
    {
      operationId: "showDcsJob",
      responses: {
        "404": {
          content: {
            "application/json": { schema: { anyOf: names.map((name) => ({ $ref: `#/components/schemas/${name}` })) } },
          },
        },
      },
    },
    { schemas: { DcsError, GatewayError } },
  );

const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

const code = {
  codes: ["DCS.4001"],
  status: [404],
  meaning: "There is no such resource.",
  action: "Correct the URL.",
  source: "opentelekomcloud-docs/distributed-cache-service, api-ref/source/appendix/error_codes.rst",
};

/** A body with a list of words, for itself and for its parts. */
const status = { anyOf: [{ enum: ["INIT", "FAIL"] }, { type: "string" }] };
const listed = { properties: { status, parts: { type: "array", items: { properties: { status } } } } };

interface Case {
  good: object;
  bad: object;
  /** One "path: message" for each finding in `bad`. */
  findings: string[];
}

const cases: Record<string, Case> = {
  "jobs-body-no-format": {
    good: body({ id: { type: "string" }, sub_jobs_total: { type: "integer", format: "int32" } }),
    bad: body({
      id: { type: "string", format: "uuid" },
      reason: { type: ["string", "null"], pattern: "^[A-Z]" },
    }),
    findings: [
      `${at(...BODY, "schema", "properties", "id", "format")}: A string in a response body must not have "format": the vendor's own examples would break it. Describe its form in the description.`,
      `${at(...BODY, "schema", "properties", "reason", "pattern")}: A string in a response body must not have "pattern": the vendor's own examples would break it. Describe its form in the description.`,
    ],
  },
  "jobs-body-no-limits": {
    good: body({ id: { type: "string" } }),
    bad: api({
      responses: {
        "200": {
          headers: { "X-Request-Id": { schema: { type: "string", maxLength: 32 } } },
          content: {
            "application/json": {
              schema: {
                properties: {
                  id: { type: "string", maxLength: 9 },
                  total: { type: ["integer", "null"], minimum: 0 },
                  rate: { type: "number", exclusiveMaximum: 1 },
                },
              },
            },
          },
        },
      },
    }),
    findings: [
      `${at("responses", "200", "headers", "X-Request-Id", "schema", "maxLength")}: A field of a response must not have "maxLength": the limits of the pages are not kept. Say in the description which edition has one.`,
      `${at(...BODY, "schema", "properties", "rate", "exclusiveMaximum")}: A field of a response must not have "exclusiveMaximum": the limits of the pages are not kept. Say in the description which edition has one.`,
      `${at(...BODY, "schema", "properties", "id", "maxLength")}: A field of a response must not have "maxLength": the limits of the pages are not kept. Say in the description which edition has one.`,
      `${at(...BODY, "schema", "properties", "total", "minimum")}: A field of a response must not have "minimum": the limits of the pages are not kept. Say in the description which edition has one.`,
    ],
  },
  "jobs-described": {
    good: api({
      parameters: [{ name: "job_id", description: "Identifier of the job." }],
      responses: {
        "200": {
          headers: { "X-Request-Id": { description: "Identifier of the request." } },
          content: {
            "application/json": { schema: { properties: { id: { description: "Identifier of the job." } } } },
          },
        },
      },
    }),
    bad: api({
      parameters: [{ name: "job_id" }],
      responses: {
        "200": {
          headers: { "X-Request-Id": {} },
          content: { "application/json": { schema: { properties: { id: { description: "" } } } } },
        },
      },
    }),
    findings: [
      `${at("parameters", "0")}: It needs a description; for example "description: Identifier of the job."`,
      `${at("responses", "200", "headers", "X-Request-Id")}: It needs a description; for example "description: Identifier of the job."`,
      `${at(...BODY, "schema", "properties", "id", "description")}: It needs a description; for example "description: Identifier of the job."`,
    ],
  },
  "jobs-enum-descriptions": {
    good: body({ status: { enum: ["INIT"], "x-enumDescriptions": { INIT: "Waits to be started." } } }),
    bad: body({
      status: { enum: ["INIT", "FAIL"], "x-enumDescriptions": { INIT: "", FAIL: "Failed.", DONE: "Over." } },
    }),
    findings: [
      `${at(...BODY, "schema", "properties", "status", "enum", "0")}: x-enumDescriptions must say what "INIT" means; for example "INIT: The job is over."`,
      `${at(...BODY, "schema", "properties", "status", "x-enumDescriptions", "DONE")}: x-enumDescriptions speaks of "DONE", which is no word of the enum; add it there or remove it here.`,
    ],
  },
  "jobs-enum-open": {
    good: body(
      { status: { anyOf: [{ $ref: "#/components/schemas/DcsJobStatus" }, { type: "string" }] } },
      { DcsJobStatus: { type: "string", enum: ["INIT"] } },
    ),
    bad: body(
      {
        status: { $ref: "#/components/schemas/DcsJobStatus" },
        type: { anyOf: [{ enum: ["swap"] }, { type: "string", enum: ["modify"] }] },
      },
      { DcsJobStatus: { type: "string", enum: ["INIT"] } },
    ),
    findings: [
      `${at(...BODY, "schema", "properties")}: "status" is a closed enum, which breaks on the next word; write "anyOf: [{ $ref: DcsJobStatus.yaml }, { type: string }]".`,
      `${at(...BODY, "schema", "properties", "type", "anyOf", "0")}: "type" is a closed enum, which breaks on the next word; write "anyOf: [{ $ref: <list of words> }, { type: string }]".`,
      `${at(...BODY, "schema", "properties", "type", "anyOf", "1")}: "type" is a closed enum, which breaks on the next word; write "anyOf: [{ $ref: <list of words> }, { type: string }]".`,
    ],
  },
  "jobs-error-body-order": {
    good: error("DcsError", "GatewayError"),
    bad: error("GatewayError", "DcsError"),
    findings: [
      `${at("responses", "404", "content", "application/json", "schema", "anyOf")}: "DcsError" stands last, where "GatewayError" belongs; for example "anyOf: [DcsError, GatewayError]".`,
      `${at("responses", "404", "content", "application/json", "schema", "anyOf")}: "GatewayError" stands first, where the service's own schema belongs; for example "anyOf: [DcsError, GatewayError]".`,
    ],
  },
  "jobs-error-body-own": {
    good: api(
      {
        operationId: "showDcsJob",
        responses: {
          "404": { content: { "application/json": { schema: { anyOf: [ref("DcsError"), ref("GatewayError")] } } } },
          "413": { $ref: "#/components/responses/GatewayBodyTooLarge" },
        },
      },
      {
        schemas: { DcsError, GatewayError },
        responses: { GatewayBodyTooLarge: { content: { "application/json": { schema: ref("GatewayError") } } } },
      },
    ),
    bad: api(
      {
        operationId: "showDcsJob",
        responses: {
          "404": { content: { "application/json": { schema: ref("GatewayError") } } },
          "500": { description: "No body at all." },
        },
      },
      { schemas: { GatewayError } },
    ),
    findings: ["404", "500"].map(
      (status) =>
        `${at("responses", status)}: The error response needs the service's own body, "DcsError"; one that only the gateway sends is a component called "Gateway…".`,
    ),
  },
  "jobs-error-codes": {
    good: body({}, { DcsError: { "x-error-codes": [code] } }),
    bad: body(
      {},
      {
        DcsError: { "x-error-codes": [{ ...code, action: undefined }] },
        OldError: { "x-error-codes": [{ ...code, source: "a table" }] },
      },
    ),
    findings: [
      `components > schemas > DcsError > x-error-codes > 0: x-error-codes must be a list of "{ codes, status, meaning, action, source, hint? }": Item at index 0 must have required property "action".`,
      `components > schemas > OldError > x-error-codes > 0 > source: x-error-codes must be a list of "{ codes, status, meaning, action, source, hint? }": "source" property must match pattern "^https://\\S+$|^[\\w.-]+/[\\w.-]+, \\S+$".`,
    ],
  },
  "jobs-example-summary": {
    good: media({ examples: { running: { summary: "The job is running" } } }),
    bad: media({ examples: { running: { value: {} }, failed: { summary: "The job failed." } } }),
    findings: [
      `${at(...BODY, "examples", "running")}: The example needs a summary without a full stop; for example "summary: The job is running".`,
      `${at(...BODY, "examples", "failed", "summary")}: The example needs a summary without a full stop; for example "summary: The job is running".`,
    ],
  },
  "jobs-example-words": {
    good: media({
      schema: { ...listed, examples: [{ status: "INIT" }] },
      example: { status: "FAIL" },
      examples: { done: { value: { status: "FAIL", reason: "Any." } } },
    }),
    bad: media({
      schema: {
        properties: { ...listed.properties, status: { ...status, examples: ["FAIL", "LATE"] } },
        examples: [{ parts: [{ status: "EARLY" }] }],
      },
      example: { status: "OVER" },
      examples: { done: { value: { status: "PAUSED", parts: [{ status: "GONE" }] } } },
    }),
    findings: [
      `${at(...BODY, "schema", "properties", "status", "examples", "1")}: "LATE" is not a word of its list (INIT, FAIL).`,
      `${at(...BODY, "schema", "examples", "0", "parts", "0", "status")}: "EARLY" is not a word of its list (INIT, FAIL).`,
      `${at(...BODY, "example", "status")}: "OVER" is not a word of its list (INIT, FAIL).`,
      `${at(...BODY, "examples", "done", "value", "status")}: "PAUSED" is not a word of its list (INIT, FAIL).`,
      `${at(...BODY, "examples", "done", "value", "parts", "0", "status")}: "GONE" is not a word of its list (INIT, FAIL).`,
    ],
  },
  "jobs-get-only": {
    good: api({ operationId: "showDcsJob" }),
    bad: { openapi: "3.1.0", paths: { [PATH]: { get: { requestBody: {} }, delete: {} } } },
    findings: [
      `${at("requestBody")}: "requestBody" does not belong here: a job is read with "get", without a requestBody.`,
      `paths > ${PATH} > delete: "delete" does not belong here: a job is read with "get", without a requestBody.`,
    ],
  },
  "jobs-json-only": {
    good: media({}),
    bad: answer({ content: { "text/html": {} } }),
    findings: [
      `${at("responses", "200", "content", "text/html")}: "text/html" must be "application/json": it is what the services and the gateway send.`,
    ],
  },
  "jobs-no-header-parameters": {
    good: api({ parameters: [{ name: "job_id", in: "path" }] }),
    bad: api({ parameters: [{ name: "X-Auth-Token", in: "header" }] }),
    findings: [
      `${at("parameters", "0", "in")}: A header parameter does not belong here: the token and the signature are security schemes, other headers belong in the description.`,
    ],
  },
  "jobs-observed-by-marker": {
    good: api({ summary: "Show a job", description: "Seen in practice.", "x-observed": observed }),
    bad: api({ summary: "Show a job", description: "Observed, not documented: it answers." }),
    findings: [
      `${at("description")}: Leave "Observed, not documented" out and write x-observed: the text is made from it.`,
    ],
  },
  "jobs-observed-shape": {
    good: api({ "x-observed": observed, responses: { "404": { "x-observed": [observed, observed] } } }),
    bad: api({ "x-observed": { where: "a provider's source code" }, responses: { "404": { "x-observed": [] } } }),
    findings: [
      `${at("responses", "404", "x-observed")}: x-observed must be "{ where: <text>, note: <text> }", or a list of such: "x-observed" property must not have fewer than 1 items.`,
      `${at("x-observed")}: x-observed must be "{ where: <text>, note: <text> }", or a list of such: "x-observed" property must have required property "note".`,
    ],
  },
  "jobs-operation-id": {
    good: api({ operationId: "showSfsTurboJob" }),
    bad: api({ operationId: "ShowJobDetail" }),
    findings: [`${at("operationId")}: "ShowJobDetail" must be show<Service>Job; for example "showDcsJob".`],
  },
  "jobs-path-parameters": {
    good: api({ parameters: [{ name: "job_id", in: "path" }] }),
    bad: {
      openapi: "3.1.0",
      paths: {
        [PATH]: { get: { parameters: [{ name: "task_id", in: "path" }] } },
        "/v2/{project_id}/jobs/{task_id}": {},
        [`${PATH}/{part}`]: { parameters: [{ name: "part", in: "path" }] },
      },
    },
    findings: [
      `paths > ${PATH}/{part} > parameters > 0: The parameters of the path must be "{project_id}" and "{job_id}"; for example "/v2/{project_id}/jobs/{job_id}".`,
      `${at("parameters", "0")}: The parameters of the path must be "{project_id}" and "{job_id}"; for example "/v2/{project_id}/jobs/{job_id}".`,
      'paths > /v2/{project_id}/jobs/{task_id}: The parameters of the path must be "{project_id}" and "{job_id}"; for example "/v2/{project_id}/jobs/{job_id}".',
    ],
  },
  "jobs-path-version": {
    good: { openapi: "3.1.0", paths: { [PATH]: {} } },
    bad: { openapi: "3.1.0", paths: { "/jobs/v2": {} } },
    findings: ['paths > /jobs/v2: The path must start with a version; for example "/v2/{project_id}/jobs/{job_id}".'],
  },
  "jobs-request-id": {
    good: answer({ headers: { "X-request-id": {} } }),
    bad: api({ responses: { "200": { headers: { "X-Other": {} } }, "404": {} } }),
    findings: [
      `${at("responses", "200", "headers")}: The response needs the header "X-Request-Id"; for example "headers: { X-Request-Id: { $ref: ... } }".`,
      `${at("responses", "404")}: The response needs the header "X-Request-Id"; for example "headers: { X-Request-Id: { $ref: ... } }".`,
    ],
  },
  "jobs-required-responses": {
    good: api({ responses: { "200": {}, "401": {}, "403": {}, "404": {}, "429": {}, default: {} } }),
    bad: api({ responses: { "200": {}, "401": {}, "403": {}, "404": {} } }),
    findings: [
      `${at("responses")}: The operation must list "429"; for example "'429': { $ref: ... }".`,
      `${at("responses")}: The operation must list a server error; for example "'500': { $ref: ... }".`,
    ],
  },
  "jobs-response-example": {
    good: media({ examples: { running: {} } }),
    bad: api({
      responses: {
        "200": { content: { "application/json": { schema: {} } } },
        "404": { content: { "application/json": { examples: {} } } },
      },
    }),
    findings: [
      `${at(...BODY)}: The response needs "examples" with at least one name in it; for example "examples: { running: { $ref: ... } }".`,
      `${at("responses", "404", "content", "application/json", "examples")}: The response needs "examples" with at least one name in it; for example "examples: { running: { $ref: ... } }".`,
    ],
  },
  "jobs-retry-after": {
    good: api({ responses: { "429": { headers: { "Retry-After": {} } } } }),
    bad: api({ responses: { "429": { headers: {} }, "503": { headers: {} } } }),
    findings: [
      `${at("responses", "429", "headers")}: The response needs the header "Retry-After"; for example "headers: { Retry-After: { $ref: ... } }".`,
    ],
  },
  "jobs-security": {
    good: { ...api({}), security: [{ AuthToken: [] }, { AkSkSignature: [] }] },
    bad: { ...api({ security: [] }), security: [{ AuthToken: [] }, {}] },
    findings: [
      "security > 1: An empty alternative lets requests through without a credential.",
      `${at("security")}: "security" does not belong to an operation: the one of the document is for all of them.`,
    ],
  },
  "jobs-semver": {
    good: { ...api({}), info: { version: "0.2.0" } },
    bad: { ...api({}), info: { version: "v2" } },
    findings: ['info > version: info.version is "v2", and must have the form "1.2.3": diff:contract compares it.'],
  },
  "jobs-servers-https": {
    good: { ...api({}), servers: [{ url: "https://dcs.{region}.myhuaweicloud.com" }] },
    bad: {
      ...api({ servers: [{ url: "//dcs.example" }] }),
      servers: [{ url: "https://dcs.example" }, { url: "http://dcs.example" }],
    },
    findings: [
      'servers > 1 > url: The server\'s url must begin with "https://": a credential goes there.',
      `${at("servers", "0", "url")}: The server's url must begin with "https://": a credential goes there.`,
    ],
  },
  "jobs-source": {
    good: api({
      "x-source": source,
      parameters: [{ "x-source": source }],
      responses: { "404": { "x-observed": observed, headers: { "X-Request-Id": { "x-source": source } } } },
    }),
    bad: api({ parameters: [{}], responses: { "404": { headers: { "X-Request-Id": {} } } } }),
    findings: [[], ["parameters", "0"], ["responses", "404"], ["responses", "404", "headers", "X-Request-Id"]].map(
      (keys) =>
        `${at(...keys)}: It needs "x-source: { page }" (a vendor page says so) or "x-observed: { where, note }" (practice shows it).`,
    ),
  },
  "jobs-source-schema": {
    good: body(
      { sub_jobs: { type: "array", items: { $ref: "#/components/schemas/SubJob" } } },
      { SubJob: { type: "object", "x-source": source } },
    ),
    bad: body(
      {
        sub_jobs: { type: "array", items: { $ref: "#/components/schemas/SubJob" } },
        status: { anyOf: [{ enum: ["INIT"] }, { type: "string" }] },
      },
      { SubJob: { type: "object" } },
    ),
    findings: [
      'components > schemas > SubJob: Schema "SubJob" needs "x-source: { page }" (a vendor page says so) or "x-observed: { where, note }" (practice shows it).',
      `${at(...BODY, "schema", "properties", "status", "anyOf", "0")}: The list of words needs "x-source: { page }" (a vendor page says so) or "x-observed: { where, note }" (practice shows it).`,
    ],
  },
  "jobs-source-shape": {
    good: api({
      "x-source": { ...source, edition: "2025-10-23" },
      responses: {
        "404": { "x-source": [source, { page: "docs/doc-exports, docs/sfs/page.html", edition: "undated" }] },
      },
    }),
    bad: api({
      "x-source": { page: "The vendor's page" },
      responses: { "404": { "x-source": "page" }, "500": { "x-source": { ...source, edition: "of last year" } } },
    }),
    findings: [
      `${at("responses", "404", "x-source")}: x-source must be "{ page: <address, or owner/repository, path>, edition?: <text>, section?: <text> }", or a list of such: "x-source" property type must be object,array.`,
      `${at("responses", "500", "x-source", "edition")}: x-source must be "{ page: <address, or owner/repository, path>, edition?: <text>, section?: <text> }", or a list of such: "edition" property must match pattern "^(\\d{4}-\\d\\d-\\d\\d|undated)$".`,
      `${at("x-source", "page")}: x-source must be "{ page: <address, or owner/repository, path>, edition?: <text>, section?: <text> }", or a list of such: "page" property must match pattern "^https://\\S+$|^[\\w.-]+/[\\w.-]+, \\S+$".`,
    ],
  },
  "jobs-statuses": {
    good: api({ responses: { "200": {}, "503": {}, default: {} } }),
    bad: api({ responses: { "200": {}, "5XX": {} } }),
    findings: [
      `${at("responses", "5XX")}: "5XX" must be one status, such as "503", or "default": generators do not agree on ranges.`,
    ],
  },
};

describe("house rules", () => {
  it("stand in alphabetical order and have a good and a bad document each", () => {
    expect(houseRules).toEqual(Object.keys(cases));
    expect(houseRules).toEqual([...houseRules].sort());
  });

  it("are explained in HOUSE-RULES.md, in the same order", () => {
    const page = fs.readFileSync(new URL("../../openapi/HOUSE-RULES.md", import.meta.url), "utf8");

    expect(page.match(/(?<=^## ).+$/gm)).toEqual(houseRules);
  });

  it("are all errors", () => {
    expect(houseRules.filter((name) => ruleset.rules[name]?.severity !== 0)).toEqual([]);
  });

  it("point at the file of the component that is at fault", async () => {
    const folder = fs.mkdtempSync(join(tmpdir(), "house-rules-"));
    const write = (path: string, content: object): void => {
      fs.mkdirSync(join(folder, path, ".."), { recursive: true });
      fs.writeFileSync(join(folder, path), JSON.stringify(content));
    };
    write("components/responses/DcsJob.yaml", {
      content: { "application/json": { schema: { $ref: "../schemas/DcsJob.yaml" } } },
    });
    write("components/schemas/DcsJob.yaml", {
      "x-source": source,
      properties: { status: { $ref: "DcsJobStatus.yaml" } },
    });
    write("components/schemas/DcsJobStatus.yaml", { enum: ["INIT"] });
    const root = JSON.stringify(answer({ $ref: "components/responses/DcsJob.yaml" }));
    const found = async (name: string): Promise<string[]> => {
      const results = await linterFor(name).run(new Document(root, Yaml, join(folder, "dcs.yaml")));
      return results.map((result) => relative(folder, result.source ?? ""));
    };

    try {
      expect(await found("jobs-source-schema")).toEqual(["components/schemas/DcsJobStatus.yaml"]);
      expect(await found("jobs-enum-open")).toEqual(["components/schemas/DcsJob.yaml"]);
      expect(await found("jobs-source")).toEqual(["components/responses/DcsJob.yaml", "dcs.yaml"]);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  it.each(["jobs-described", "jobs-source"])("%s reads the parameters of a path, too", async (name) => {
    const ofPath = (parameter: object): object => ({
      openapi: "3.1.0",
      paths: { [PATH]: { parameters: [parameter] } },
    });
    expect(await lint(name, ofPath({ name: "job_id", description: "ID of the job.", "x-source": source }))).toEqual([]);
    expect(await lint(name, ofPath({ name: "job_id" }))).toEqual([
      expect.stringContaining(`paths > ${PATH} > parameters > 0: It needs`),
    ]);
  });

  describe.each(Object.entries(cases))("%s", (name, { good, bad, findings }) => {
    it("accepts the good document", async () => {
      expect(await lint(name, good)).toEqual([]);
    });

    it("reports each fault of the bad document where it stands", async () => {
      expect((await lint(name, bad)).sort()).toEqual(findings.sort());
    });
  });
});
