import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { answer, api, body, houseRules, lint, media } from "./spectral.ts";

const page = readFileSync(new URL("../../openapi/HOUSE-RULES.md", import.meta.url), "utf8");

/** A section: the reason in words, and two snippets. */
const sections = page
  .split(/^## /m)
  .slice(1)
  .map((section) => {
    const [, name = "", reason = "", wrong = "", right = ""] =
      /^(\S+)\n\n(.+?)\n\n```yaml\n# wrong\n(.*?)# right\n(.*?)```\n/s.exec(section) ?? [];
    return { name, reason, wrong, right };
  });

const list = { DcsJobStatus: { type: "string", enum: ["INIT"] } };
const bodies = { DcsError: { type: "object" }, GatewayError: { type: "object" } };
const inError = (schema: object) =>
  api(
    { operationId: "showDcsJob", responses: { "404": { content: { "application/json": { schema } } } } },
    { schemas: bodies },
  );
const inPaths = (paths: object) => ({ openapi: "3.1.0", paths });
const inField = (schema: object) => body({ status: schema });
const asComponent = (schema: object) => body({ status: { $ref: "#/components/schemas/Status" } }, { Status: schema });

const inResponse = (status: string) => (response: object) => api({ responses: { [status]: response } });
const inDocument = (part: object) => ({ ...api({}), ...part });

/** Where the snippet of a rule stands in a document. */
const places: Readonly<Record<string, (snippet: object) => object>> = {
  "jobs-body-no-format": body,
  "jobs-body-no-limits": body,
  "jobs-described": body,
  "jobs-enum-descriptions": inField,
  "jobs-enum-open": (properties) => body(properties, list),
  "jobs-error-body-order": inError,
  "jobs-error-body-own": inError,
  "jobs-error-codes": (schema) => body({}, { DcsError: schema }),
  "jobs-example-summary": (example) => media({ examples: { running: example } }),
  "jobs-example-words": media,
  "jobs-get-only": inPaths,
  "jobs-json-only": (content) => answer({ content }),
  "jobs-no-header-parameters": api,
  "jobs-observed-by-marker": inField,
  "jobs-observed-shape": inField,
  "jobs-operation-id": api,
  "jobs-path-parameters": inPaths,
  "jobs-path-version": inPaths,
  "jobs-request-id": inResponse("200"),
  "jobs-required-responses": api,
  "jobs-response-example": (content) => ({
    ...answer({ content }),
    components: { schemas: { ShowDcsJobRunningExample: {} } },
  }),
  "jobs-retry-after": inResponse("429"),
  "jobs-security": inDocument,
  "jobs-semver": (info) => inDocument({ info }),
  "jobs-servers-https": (server) => inDocument({ servers: [server] }),
  "jobs-source": (response) => api({ "x-observed": {}, responses: { "429": response } }),
  "jobs-source-schema": asComponent,
  "jobs-source-shape": api,
  "jobs-statuses": api,
};

/** The snippet in its place; components are files in the contract and parts of the document here. */
function documentOf(name: string, snippet: string): object {
  const inOneFile = snippet.replace(/\$ref: (?:\.\.\/\w+\/)?(\w+)\.yaml/g, '$ref: "#/components/schemas/$1"');
  return places[name]?.(parse(inOneFile)) ?? {};
}

test("every rule has a section with a reason and two snippets", () => {
  expect(sections.map(({ name }) => name)).toEqual(houseRules);
  expect(sections.filter(({ reason }) => reason.length < 40)).toEqual([]);
});

describe.each(sections)("$name", ({ name, wrong, right }) => {
  test("refuses what the page calls wrong", async () => {
    expect(await lint(name, documentOf(name, wrong))).not.toEqual([]);
  });

  test("accepts what the page calls right", async () => {
    expect(await lint(name, documentOf(name, right))).toEqual([]);
  });
});
