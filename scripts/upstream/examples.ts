/** A page's examples against the contract: they fit its schemas, use its words, and stand among its own examples. */
import { isDeepStrictEqual } from "node:util";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import type { Contract, Schema } from "../lib/openapi.ts";
import type { ContractOperation } from "./contract.ts";
import type { Finding } from "./findings.ts";
import { type Example, nested } from "./model.ts";

export function exampleFindings({ status, text, value }: Example, contract: ContractOperation): Finding[] {
  const at = `${status} example`;
  if (value === undefined) {
    return [{ kind: "unread", at, what: "value", page: shorten(text) }];
  }
  const response = contract.responses.get(status);
  if (response === undefined) {
    return [];
  }
  const wrong = [
    ...errorsOf(contract.document, response.schema, value),
    ...unknownWords(contract, `${status} body`, undefined, value),
  ];
  if (wrong.length > 0) {
    return wrong.map((what): Finding => ({ kind: "differs", at, what: "value", page: what }));
  }
  const isOurs = response.examples.some((own) => isDeepStrictEqual(own.value, value));
  return isOurs ? [] : [{ kind: "missing", at, what: "presence", page: shorten(JSON.stringify(value)) }];
}

/** The examples of the vendor's pages that this page does not show. */
export function vanishedExamples(shown: readonly Example[], { responses }: ContractOperation): Finding[] {
  return [...responses].flatMap(([status, { examples }]) =>
    examples
      .filter(({ documented }) => documented)
      .filter(({ value }) => !shown.some((own) => own.status === status && isDeepStrictEqual(own.value, value)))
      .map(({ value }): Finding => {
        return { kind: "only", at: `${status} example`, what: "presence", contract: shorten(JSON.stringify(value)) };
      }),
  );
}

const shorten = (text: string): string => (text.length > 100 ? `${text.slice(0, 99)}…` : text);

const validators = new WeakMap<Schema, ValidateFunction>();

/** Knows no fields but the schema's own. */
function validatorFor(document: Contract, schema: Schema): ValidateFunction {
  const known = validators.get(schema);
  if (known !== undefined) {
    return known;
  }
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false });
  const validate = ajv.compile({ ...schema, components: { schemas: closed(document.components.schemas) } });
  validators.set(schema, validate);
  return validate;
}

/** The first fault of each field. */
function errorsOf(document: Contract, schema: Schema, value: unknown): string[] {
  const validate = validatorFor(document, schema);
  validate(value);
  const [own = ""] = (schema.anyOf ?? []).map(({ $ref = "" }) => $ref.split("/").at(-1) ?? "");
  // Where several bodies are possible, the faults against the service's own are the telling ones.
  const errors = (validate.errors ?? []).filter(
    ({ keyword, schemaPath }) => keyword !== "anyOf" && (own === "" || schemaPath.includes(own)),
  );
  return [...new Map(errors.map((error) => [error.instancePath, tell(error)])).values()];
}

function tell({ instancePath, keyword, params, message = "" }: ErrorObject): string {
  const where = instancePath === "" ? "" : `${instancePath.slice(1)} `;
  return keyword === "additionalProperties"
    ? `${where}has the unknown field ${(params as { additionalProperty: string }).additionalProperty}`
    : `${where}${message}`;
}

const closed = (schemas: Contract["components"]["schemas"]): Record<string, Schema> =>
  Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      schema.properties ? { ...schema, additionalProperties: false } : schema,
    ]),
  );

/** Lists of words are open in the contract, so a schema accepts any word; here a new one counts. */
function unknownWords(contract: ContractOperation, place: string, type: string | undefined, value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => unknownWords(contract, place, "array", item));
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([name, child]) =>
      unknownWords(contract, type === undefined ? `${place} ${name}` : nested(place, type, name), "object", child),
    );
  }
  const { words = [] } = contract.fields.get(place) ?? {};
  return words.length === 0 || typeof value !== "string" || words.includes(value)
    ? []
    : [`${place.split(" ").at(-1)} has the unknown word ${value}`];
}
