import { readFileSync } from "node:fs";
import {
  type Contract,
  type Marked,
  type OperationObject,
  type Response,
  resolve,
  type Schema,
  sourcesOf,
} from "../../scripts/lib/openapi.ts";
import { type ServiceName, builtInServices as table } from "../../src/services/index.ts";

export type { Parameter } from "../../scripts/lib/openapi.ts";
export { type Contract, type Response, resolve, type Schema };

/** The keywords of the contract that validators do not know. */
export const extensions = ["components", "x-source", "x-observed", "x-enumDescriptions", "x-error-codes"];

/** Reads a JSON file of the repository; the name goes without the ending. */
export function readJson<T>(folder: string, name: string): T {
  return JSON.parse(readFileSync(new URL(`../../${folder}/${name}.json`, import.meta.url), "utf8"));
}

export const services = Object.keys(table) as ServiceName[];

export const contracts = Object.fromEntries(
  services.map((service) => [service, readJson<Contract>("generated", service)]),
) as Record<ServiceName, Contract>;

export function operationOf(contract: Contract): OperationObject {
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

export const pagesOf = (marked: Marked): string[] => sourcesOf(marked).map(({ page }) => page);
