import { readFileSync } from "node:fs";
import type { BuiltInService } from "../../src/services/contract.ts";
import { builtInServices } from "../../src/services/index.ts";
import { resolve } from "../lib/resolve.ts";

export interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  enum?: string[];
  "x-enumDescriptions"?: Record<string, string>;
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
}

export interface Operation {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  parameters: { name: string; description: string; schema: Schema; example: string }[];
  responses: Record<string, { description: string; content: { "application/json": Content } }>;
  "x-codeSamples": { lang: string; label: string; source: string }[];
  "x-source": Source | Source[];
}

type Content = { schema: Schema; examples: Record<string, { summary: string; value: object }> };
type Source = { page: string; section?: string };

export interface Contract {
  info: { title: string; summary: string; description: string };
  servers: { url: string; description: string }[];
  paths: Record<string, { get: Operation }>;
}

/** One service: its row in the table of services, and its contract. */
export interface Described {
  readonly name: string;
  readonly row: BuiltInService;
  readonly contract: Contract;
}

export const described: readonly Described[] = Object.entries<BuiltInService>(builtInServices).map(([name, row]) => ({
  name,
  row,
  contract: JSON.parse(readFileSync(new URL(`../../generated/${name}.json`, import.meta.url), "utf8")),
}));

/** The one operation of a contract, with its parameters and responses in place. */
export function operationOf({ contract, row }: Described): Operation {
  const operation = contract.paths[row.path]?.get;
  if (operation === undefined) {
    throw new Error(`The contract has no GET ${row.path}.`);
  }
  const responses = Object.entries(operation.responses).map(([status, one]) => [status, resolve(contract, one)]);
  const parameters = operation.parameters.map((one) => resolve<Operation["parameters"][number]>(contract, one));
  return { ...operation, parameters, responses: Object.fromEntries(responses) };
}

/** The first of the schemas that a response's body may have: the service's own. */
export function bodyOf(service: Described, status: "200" | "404"): Schema {
  const schema = operationOf(service).responses[status]?.content["application/json"].schema ?? {};
  return resolve(service.contract, schema.anyOf?.[0] ?? schema);
}
