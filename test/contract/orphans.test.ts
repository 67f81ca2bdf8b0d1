/** A component file that nothing refers to is found by no linter; `npm run lint:contract` looks for it. */
import { expect, test } from "vitest";
import { orphanFiles } from "../../scripts/lib/orphans.ts";
import { folderWith } from "./diff/folders.ts";

const files = {
  "dcs.yaml": { paths: { "/": { get: { responses: { "200": { $ref: "components/responses/DcsJob.yaml" } } } } } },
  "components/responses/DcsJob.yaml": {
    content: { "application/json": { schema: { properties: { status: { $ref: "../schemas/Status.yaml" } } } } },
    examples: { running: { $ref: "../examples/Running.yaml#/value" } },
  },
  "components/schemas/Status.yaml": { enum: ["INIT"], items: { $ref: "#/enum" } },
  "components/examples/Running.yaml": { value: {} },
};

test("a component that an operation leads to, over others, is none", () => {
  expect(orphanFiles(folderWith(files))).toEqual([]);
});

test("a schema, an example and what only they refer to are orphans", () => {
  const more = {
    "components/schemas/Old.yaml": { properties: { kind: { $ref: "OldKind.yaml" } } },
    "components/schemas/OldKind.yaml": { enum: ["a"] },
    "components/examples/Forgotten.yaml": { value: {} },
  };
  expect(orphanFiles(folderWith({ ...files, ...more }))).toEqual([
    "components/examples/Forgotten.yaml",
    "components/schemas/Old.yaml",
    "components/schemas/OldKind.yaml",
  ]);
});

test("a reference to a file that does not exist is the linters' to report", () => {
  const broken = { ...files, "components/schemas/Status.yaml": { items: { $ref: "Gone.yaml" } } };
  expect(orphanFiles(folderWith(broken))).toEqual([]);
});
