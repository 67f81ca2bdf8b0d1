import { readFileSync } from "node:fs";
import type { BuiltInService } from "../../src/services/contract.ts";
import { builtInServices } from "../../src/services/index.ts";
import {
  type Contract,
  type OperationObject,
  type Parameter,
  type Response,
  resolve,
  type Schema,
} from "../lib/openapi.ts";

/** An operation with its parameters and responses in place. */
export interface Operation extends Omit<OperationObject, "parameters" | "responses"> {
  readonly parameters: readonly Parameter[];
  readonly responses: Readonly<Record<string, Response>>;
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

/** The one operation of a contract. */
export function operationOf({ contract, row }: Described): Operation {
  const operation = contract.paths[row.path]?.get;
  if (operation === undefined) {
    throw new Error(`The contract has no GET ${row.path}.`);
  }
  const responses = Object.entries(operation.responses).map(([status, one]) => [status, resolve(contract, one)]);
  const parameters = operation.parameters.map((one) => resolve<Parameter>(contract, one));
  return { ...operation, parameters, responses: Object.fromEntries(responses) };
}

/** The first of the schemas that a response's body may have: the service's own. */
export function bodyOf(service: Described, status: "200" | "404"): Schema {
  const schema = operationOf(service).responses[status]?.content["application/json"].schema ?? {};
  return resolve(service.contract, schema.anyOf?.[0] ?? schema);
}
