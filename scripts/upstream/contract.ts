/** The bundled contract, read as the same facts as a page. */
import {
  type Contract,
  type ExampleObject,
  type Marked,
  markersOf,
  type OperationObject,
  observedWords,
  onlyObserved,
  type Parameter,
  type Response,
  resolve,
  type Schema,
  sourcesOf,
} from "../lib/openapi.ts";
import type { Limits } from "./limits.ts";
import { limitNames } from "./limits.ts";
import { type Field, nested, type Operation, type Place } from "./model.ts";

export interface ContractField extends Field {
  /** Marked as seen in practice only: the field itself, some of its words. */
  readonly observed: boolean;
  readonly observedWords: readonly string[];
}

export interface ContractResponse {
  readonly observed: boolean;
  readonly schema: Schema;
  readonly examples: readonly ContractExample[];
}

export interface ContractExample {
  readonly value: unknown;
  /** Whether the vendor's pages show it. */
  readonly documented: boolean;
}

export interface ContractOperation extends Operation {
  readonly document: Contract;
  /** Addresses of the vendor's pages that the contract names as its sources. */
  readonly sources: readonly string[];
  readonly fields: ReadonlyMap<Place, ContractField>;
  readonly responses: ReadonlyMap<string, ContractResponse>;
  /** "METHOD /path" of each request that the pages show. */
  readonly requests: readonly string[];
  readonly action: string | undefined;
}

/** A job is read with GET: the house rules of the contract allow nothing else. */
export function operationsOf(document: Contract): ContractOperation[] {
  return Object.entries(document.paths).map(([path, { get }]) => new Reader(document).operation("GET", path, get));
}

class Reader {
  readonly #document: Contract;
  readonly #fields = new Map<Place, ContractField>();

  constructor(document: Contract) {
    this.#document = document;
  }

  operation(method: string, path: string, operation: OperationObject): ContractOperation {
    for (const reference of operation.parameters) {
      const parameter = this.#resolve<Parameter>(reference);
      this.#add(`${parameter.in} ${parameter.name}`, parameter.schema, parameter.required ?? false, [parameter]);
    }
    this.#addSecurity(operation);
    const responses = Object.entries(operation.responses).map(
      ([status, reference]) => [status, this.#response(status, reference)] as const,
    );
    const sources = sourcesOf(operation).map(({ page }) => page);
    return {
      method,
      path,
      document: this.#document,
      sources,
      fields: this.#fields,
      responses: new Map(responses),
      requests: operation["x-request-examples"] ?? [],
      action: operation["x-iam-action"],
    };
  }

  /** Pages list the header of the token among the parameters. It is mandatory where nothing can take its place. */
  #addSecurity(operation: OperationObject): void {
    const choices = operation.security ?? this.#document.security ?? [];
    for (const [name, scheme] of Object.entries(this.#document.components.securitySchemes ?? {})) {
      const isChoice = choices.some((choice) => name in choice);
      if (isChoice && scheme.type === "apiKey" && scheme["in"] === "header") {
        this.#add(
          `header ${scheme["name"]}`,
          { type: "string" },
          choices.every((choice) => name in choice),
          [scheme],
        );
      }
    }
  }

  #response(status: string, reference: Schema): ContractResponse {
    const response = this.#resolve<Response>(reference);
    for (const [name, header] of Object.entries(response.headers ?? {})) {
      const resolved = this.#resolve<Schema & { schema?: Schema }>(header);
      this.#add(`${status} header ${name}`, resolved.schema ?? {}, undefined, [resolved]);
    }
    const { schema, examples: named } = response.content["application/json"];
    // The service's own body stands first; what follows are bodies of others in its place.
    const body = this.#resolve<Schema>(schema);
    this.#addProperties(`${status} body`, undefined, this.#resolve<Schema>(body.anyOf?.[0] ?? body), []);
    const examples = Object.values(named).map((reference) => {
      const example = this.#resolve<ExampleObject>(reference);
      return { value: example.value, documented: sourcesOf(example).length > 0 };
    });
    return { observed: onlyObserved(response), schema, examples };
  }

  #resolve<T>(value: unknown): T {
    return resolve<T>(this.#document, value);
  }

  #addProperties(place: Place, type: string | undefined, object: Schema, above: readonly Marked[]): void {
    // A schema that contains itself is read once.
    if (above.includes(object)) {
      return;
    }
    for (const [name, property] of Object.entries(object.properties ?? {})) {
      const at = type === undefined ? `${place} ${name}` : nested(place, type, name);
      this.#add(at, property, object.required === undefined ? undefined : object.required.includes(name), [
        ...above,
        object,
      ]);
    }
  }

  #add(place: Place, property: Schema, mandatory: boolean | undefined, above: readonly Marked[]): void {
    const branches = [property, ...(this.#resolve<Schema>(property).anyOf ?? [])].map((branch) =>
      this.#resolve<Schema>(branch),
    );
    const type = this.#type(branches);
    const limits: Limits = {};
    for (const name of limitNames) {
      const limit = branches.map((branch) => branch[name]).find((value) => typeof value === "number");
      if (limit !== undefined) {
        limits[name] = limit;
      }
    }
    this.#fields.set(place, {
      ...(type === undefined ? {} : { type }),
      ...(mandatory === undefined ? {} : { mandatory }),
      words: branches.flatMap((branch) => branch.enum ?? []).map(String),
      limits,
      observed: markersOf(property).length > 0 || above.slice(-1).some(onlyObserved),
      observedWords: branches.flatMap(observedWords),
    });
    const main = branches.find((branch) => (branch.properties ?? branch.items) !== undefined) ?? {};
    this.#addProperties(
      place,
      type ?? "object",
      main.items === undefined ? main : this.#resolve<Schema>(main.items),
      above,
    );
  }

  #type(branches: readonly Schema[]): string | undefined {
    // The first type is what the pages say; what follows is taken as well.
    const types = new Set(
      branches.flatMap((branch) => [branch.type ?? []].flat().find((type) => type !== "null") ?? []),
    );
    const items = branches
      .flatMap((branch) => branch.items ?? [])
      .map((item) => this.#type([this.#resolve<Schema>(item)]));
    const names = [...types].map((type) =>
      type === "array" && items[0] !== undefined ? `array of ${items[0]}` : type,
    );
    return names.length === 0 ? undefined : names.join(" or ");
  }
}
