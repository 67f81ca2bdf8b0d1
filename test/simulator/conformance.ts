import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import {
  type Contract,
  type Response as Documented,
  extensions,
  responsesOf,
  type Schema,
} from "../contract/contract.ts";

/** A response of the simulator, and the requested job. */
interface SimulatedCall {
  readonly contract: Contract;
  readonly id: string;
  readonly response: Response;
}

/** Lists what the contract does not allow in a response: status, media type, request ID, body, or the job's ID. */
export async function violations({ contract, id, response }: SimulatedCall): Promise<string[]> {
  const documented = documentedFor(contract, response.status);
  if (documented === undefined) {
    return [`status ${response.status}`];
  }
  const mediaType = response.headers.get("content-type") ?? "none";
  const media = Object.entries(documented.content).find(([known]) => known === mediaType)?.[1];
  if (media === undefined) {
    return [`media type ${mediaType}`];
  }
  const body = parse(await response.text());
  const found = bodyViolations(contract, media.schema, body);
  if (response.headers.get("x-request-id") === null) {
    found.push("no request ID");
  }
  if (response.status === 200 && !Object.values(body ?? {}).includes(id)) {
    found.push("another job's ID");
  }
  return found;
}

function documentedFor(contract: Contract, status: number): Documented | undefined {
  const responses = responsesOf(contract);
  return responses[status] ?? responses["default"];
}

function bodyViolations(contract: Contract, schema: Schema, body: unknown): string[] {
  const validate = validators.get(schema) ?? compile(contract, schema);
  validators.set(schema, validate);
  validate(body);
  return (validate.errors ?? []).map(({ instancePath, message }) => `body${instancePath} ${message}`);
}

const validators = new Map<Schema, ValidateFunction>();

function compile(contract: Contract, schema: Schema): ValidateFunction {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, formats: { int32: true } });
  ajv.addVocabulary(extensions);
  const schemas = Object.entries(contract.components.schemas).map(([name, known]) => [name, closed(known)]);
  return ajv.compile({ ...schema, components: { schemas: Object.fromEntries(schemas) } });
}

/** The schema without unknown members and empty objects: the simulator must show only what the contract names. */
function closed(schema: Schema): object {
  return schema.properties ? { ...schema, additionalProperties: false, minProperties: 1 } : schema;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
