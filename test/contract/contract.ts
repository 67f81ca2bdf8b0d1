import { readFileSync } from "node:fs";
import { resolve } from "../../scripts/lib/resolve.ts";
import { type ServiceName, builtInServices as table } from "../../src/services/index.ts";

export { resolve };

/** The keywords of the contract that validators do not know. */
export const extensions = ["components", "x-source", "x-observed", "x-enumDescriptions", "x-error-codes"];

export interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  enum?: string[];
  "x-enumDescriptions"?: Record<string, string>;
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  minLength?: number;
  maxLength?: number;
}

interface Marked {
  description: string;
  "x-source"?: Source | Source[];
  "x-observed"?: unknown;
}

interface Source {
  page: string;
  edition?: string;
}

export interface Response extends Marked {
  headers?: Record<string, unknown>;
  content: { "application/json": { schema: Schema; examples: Record<string, { $ref: string }> } };
}

export interface Parameter extends Marked {
  name: string;
  in: string;
  required: boolean;
  schema: Schema;
  example: string;
}

interface Operation extends Marked {
  parameters: { $ref: string }[];
  responses: Record<string, { $ref: string }>;
  "x-iam-action"?: string;
  "x-request-examples"?: string[];
}

export interface Contract {
  paths: Record<string, { get: Operation }>;
  components: { schemas: Record<string, Schema>; responses: Record<string, Response> };
}

/** Reads a JSON file of the repository; the name goes without the ending. */
export function readJson<T>(folder: string, name: string): T {
  return JSON.parse(readFileSync(new URL(`../../${folder}/${name}.json`, import.meta.url), "utf8"));
}

export const services = Object.keys(table) as ServiceName[];

export const contracts = Object.fromEntries(
  services.map((service) => [service, readJson<Contract>("generated", service)]),
) as Record<ServiceName, Contract>;

export function operationOf(contract: Contract): Operation {
  const [item] = Object.values(contract.paths);
  if (item === undefined) {
    throw new Error("The contract has no path.");
  }
  return item.get;
}

/** The responses of the operation by status. */
export function responsesOf(contract: Contract): Record<string, Response> {
  const listed = Object.entries(operationOf(contract).responses);
  return Object.fromEntries(listed.map(([status, response]) => [status, resolve<Response>(contract, response)]));
}

/** The values of a response's named examples. */
export function examplesOf(contract: Contract, response: Response): Record<string, unknown> {
  const named = Object.entries(response.content["application/json"].examples);
  return Object.fromEntries(
    named.map(([name, example]) => [name, resolve<{ value: unknown }>(contract, example).value]),
  );
}

export const pagesOf = ({ "x-source": source = [] }: Marked): string[] => [source].flat().map(({ page }) => page);
