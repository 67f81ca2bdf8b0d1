import { readdirSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { builtInServices as table } from "../../src/services/index.ts";
import {
  type Contract,
  contracts,
  examplesOf,
  extensions,
  operationOf,
  type Parameter,
  readJson,
  resolve,
  responsesOf,
  type Schema,
  services,
} from "./contract.ts";

function validatorFor(contract: Contract, schema: Schema): ValidateFunction {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, formats: { int32: true } });
  ajv.addVocabulary(extensions);
  return ajv.compile({ ...schema, components: { schemas: contract.components.schemas } });
}

/** The same contract with every object closed, to catch fields that it does not know. */
function closed(contract: Contract): Contract {
  const close = (schema: Schema) => (schema.properties ? { ...schema, additionalProperties: false } : schema);
  const schemas = Object.entries(contract.components.schemas).map(([name, schema]) => [name, close(schema)]);
  return { ...contract, components: { ...contract.components, schemas: Object.fromEntries(schemas) } };
}

function errorsOf(contract: Contract, schema: Schema, value: unknown): unknown[] {
  const validate = validatorFor(contract, schema);
  validate(value);
  return validate.errors ?? [];
}

const bodySchema = (contract: Contract, status: string): Schema => {
  const response = responsesOf(contract)[status];
  if (response === undefined) {
    throw new Error(`The contract lists no ${status}.`);
  }
  return response.content["application/json"].schema;
};

/** The bodies of errors. */
const errorsIn = ({ components }: Contract): (readonly [string, Schema])[] =>
  Object.entries(components.schemas).filter(([name]) => name.endsWith("Error"));

/** The fields of a body and of what it contains, each with the first of its types, `null` aside. */
function fieldsOf(contract: Contract, body: Schema): [name: string, { type: string | undefined }][] {
  return Object.entries(resolve<Schema>(contract, body).properties ?? {}).map(([name, property]) => {
    const branches = [property, ...(property.anyOf ?? [])].map((branch) => resolve<Schema>(contract, branch));
    return [name, { type: branches.flatMap((branch) => branch.type ?? []).find((type) => type !== "null") }];
  });
}

describe.each(services)("%s", (service) => {
  const contract = contracts[service];
  const { fields } = table[service];
  const examples = Object.entries(responsesOf(contract)).flatMap(([status, response]) =>
    Object.entries(examplesOf(contract, response)).map(([name, value]) => ({ status, name, value })),
  );

  test.each(examples)("$status $name fits its schema", ({ status, value }) => {
    expect(errorsOf(contract, bodySchema(contract, status), value)).toEqual([]);
  });

  test.each(examples)("$status $name has only fields that the schema knows", ({ status, value }) => {
    expect(errorsOf(closed(contract), bodySchema(contract, status), value)).toEqual([]);
  });

  test("every job of the examples has the ID that the request asks for", () => {
    const jobs = examples.filter(({ status }) => status === "200").map(({ value }) => value as Record<string, unknown>);
    const ids = jobs.map((job) => job[fields.id]).filter((id) => id !== undefined);
    const asked = operationOf(contract)
      .parameters.map((parameter) => resolve<Parameter>(contract, parameter))
      .find(({ name }) => name === "job_id");
    expect(new Set(ids)).toEqual(new Set([asked?.example]));
  });

  test("a field of the wrong type does not fit", () => {
    expect(errorsOf(contract, bodySchema(contract, "200"), { [fields.status]: 1 })).not.toEqual([]);
  });

  const bodies = [["200", bodySchema(contract, "200")] as const, ...errorsIn(contract)];

  test.each(bodies)("a field of %s that is null, empty or very long fits", (_name, schema) => {
    const fields = fieldsOf(contract, schema);
    expect(fields.length).toBeGreaterThan(1);
    for (const [name, { type }] of fields) {
      const values = [null, ...(type === "string" ? ["", "x".repeat(5_000)] : [])];
      expect(values.map((value) => errorsOf(contract, schema, { [name]: value }))).toEqual(values.map(() => []));
    }
  });

  test("fields and words that nobody documented fit", () => {
    const job = { [fields.status]: "PAUSED", [fields.type]: "new", more: 1 };
    expect(errorsOf(contract, bodySchema(contract, "200"), job)).toEqual([]);
  });
});

test("a sub-job's fields may be null, empty or very long, too", () => {
  for (const [service, name] of [
    ["sfs-turbo", "SfsTurboSubJob"],
    ["workspace", "WorkspaceSubJob"],
    ["workspace", "WorkspaceSubJobEntities"],
  ] as const) {
    const schema = { $ref: `#/components/schemas/${name}` };
    for (const [field, { type }] of fieldsOf(contracts[service], schema)) {
      const values = [null, ...(type === "string" ? ["", "x".repeat(5_000)] : [])];
      expect(values.map((value) => errorsOf(contracts[service], schema, { [field]: value }))).toEqual(
        values.map(() => []),
      );
    }
  }
});

test("the times of DCS may be numbers", () => {
  const body = { begin_time: 1_684_191_545_379, end_time: 1_684_191_548_248 };
  expect(errorsOf(contracts.dcs, bodySchema(contracts.dcs, "200"), body)).toEqual([]);
});

describe("samples from public sources", () => {
  const samples = [
    { sample: "sfs-turbo-1", service: "sfs-turbo", status: "200" },
    { sample: "sfs-turbo-4", service: "sfs-turbo", status: "400" },
    { sample: "sfs-turbo-4", service: "sfs-turbo", status: "404" },
    { sample: "sfs-turbo-5", service: "sfs-turbo", status: "404" },
    { sample: "sfs-turbo-7", service: "sfs-turbo", status: "403" },
    { sample: "workspace-1", service: "workspace", status: "200" },
    { sample: "workspace-8", service: "workspace", status: "200" },
    { sample: "workspace-11", service: "workspace", status: "200" },
    { sample: "workspace-5", service: "workspace", status: "default" },
    { sample: "errors-1", service: "workspace", status: "403" },
    { sample: "dcs-1", service: "dcs", status: "200" },
    { sample: "dcs-3", service: "dcs", status: "400" },
    { sample: "dcs-5", service: "dcs", status: "401" },
    ...services.map((service) => ({ sample: "apigw-1", service, status: "429" })),
    ...services.map((service) => ({ sample: "apigw-4", service, status: "401" })),
  ] as const;

  // Answers of other operations, and a shape that no source shows for these services.
  const foreign = ["sfs-turbo-2", "dcs-8", "workspace-2", "iam-1", "errors-2"];

  test.each(samples)("$sample fits $status of $service", ({ sample, service, status }) => {
    const contract = contracts[service];
    const value = readJson("test/fixtures/samples", sample);
    expect(errorsOf(closed(contract), bodySchema(contract, status), value)).toEqual([]);
  });

  test("workspace-2, the sibling list, holds sub-jobs of the same model", () => {
    const { jobs } = readJson<{ jobs: unknown[] }>("test/fixtures/samples", "workspace-2");
    const schema = { type: "array", items: { $ref: "#/components/schemas/WorkspaceSubJob" } };
    expect(errorsOf(closed(contracts.workspace), schema, jobs)).toEqual([]);
  });

  test("every sample is looked at or known to be foreign", () => {
    const files = readdirSync(new URL("../fixtures/samples", import.meta.url));
    const names = files.filter((file) => file.endsWith(".json")).map((file) => file.replace(".json", ""));
    expect(names.sort()).toEqual([...new Set([...samples.map(({ sample }) => sample), ...foreign])].sort());
  });
});
