import { readFileSync } from "node:fs";
import type { BuiltInService } from "../../src/services/contract.ts";
import { builtInServices as services } from "../../src/services/index.ts";

export interface Schema {
  $ref?: string;
  description?: string;
  enum?: string[];
  "x-enumDescriptions"?: Record<string, string>;
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  examples?: unknown[];
}

interface Example {
  summary: string;
  value: unknown;
}

interface Response {
  description: string;
  headers?: Record<string, unknown>;
  content: { "application/json": { schema: Schema; examples: Record<string, Example> } };
}

interface Parameter {
  name: string;
  description: string;
}

export interface Operation {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  parameters: Parameter[];
  responses: Record<string, Response>;
  "x-codeSamples": { lang: string; label: string; source: string }[];
}

export interface Contract {
  info: { title: string; version: string; summary: string };
  externalDocs: { description: string; url: string };
  servers: { url: string; description: string }[];
  paths: Record<string, { get: Operation }>;
  components: { schemas: Record<string, Schema> };
}

/** One service with all that the site tells of it: its row in the table of services, and its contract. */
export interface Described {
  readonly name: string;
  readonly row: BuiltInService;
  readonly contract: Contract;
  /** The bundled contract as it is in `generated/`. */
  readonly json: string;
}

export const described: readonly Described[] = Object.entries<BuiltInService>(services).map(([name, row]) => {
  const json = readFileSync(new URL(`../../generated/${name}.json`, import.meta.url), "utf8");
  return { name, row, contract: JSON.parse(json), json };
});

/** What stands at a `$ref`, or the value itself. */
export function resolve<T extends object>(contract: Contract, value: T): T {
  const { $ref } = value as { $ref?: string };
  const keys = $ref?.slice(2).split("/") ?? [];
  return $ref === undefined
    ? value
    : (keys.reduce((node, key) => (node as Record<string, unknown>)[key], contract as unknown) as T);
}

/** The one operation of a contract. */
export function operationOf({ contract, row }: Described): Operation {
  const operation = contract.paths[row.path]?.get;
  if (operation === undefined) {
    throw new Error(`The contract has no GET ${row.path}.`);
  }
  return operation;
}

export function responseOf(service: Described, status: string): Response {
  const response = operationOf(service).responses[status];
  if (response === undefined) {
    throw new Error(`The contract of ${service.name} has no response ${status}.`);
  }
  return resolve(service.contract, response);
}

/** The first of the schemas that a response's body may have: the service's own. */
export function bodyOf(service: Described, status: string): Schema {
  const { schema } = responseOf(service, status).content["application/json"];
  return resolve(service.contract, schema.anyOf?.[0] ?? schema);
}

/** A member of the job's body. */
export function fieldOf(service: Described, name: string): Schema {
  const field = bodyOf(service, "200").properties?.[name];
  if (field === undefined) {
    throw new Error(`The job of ${service.name} has no ${name}.`);
  }
  return field;
}

/** The list of known words behind a field that is open for others. */
export function wordsOf(service: Described, field: Schema): Schema {
  const [list] = field.anyOf ?? [];
  return list === undefined ? {} : resolve(service.contract, list);
}
