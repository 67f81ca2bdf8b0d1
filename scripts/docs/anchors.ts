import { type Contract, type Described, operationOf, resolve, type Schema } from "./contract.ts";

/**
 * Redoc's deep links. They are made of tag, operation, status and field name alone, so that they survive a rebuild; a
 * test opens each of them.
 */
function routeOf(service: Described): { tag: string; page: string; id: string } {
  const { tags, operationId } = operationOf(service);
  const tag = `${tags[0]}`.toLowerCase();
  const id = `${tag}/${operationId.toLowerCase()}`;
  return { tag: `#/${tag}`, page: `#/${id}`, id };
}

export const operationAnchor = (service: Described): string => routeOf(service).page;

export function responseAnchor(service: Described, status: string): string {
  const { page, id } = routeOf(service);
  return `${page}#${id}/response&c=${status.toLowerCase()}/body`;
}

export function fieldAnchor(service: Described, status: string, path: string): string {
  const { page, id } = routeOf(service);
  return `${page}#${id}/t=response&c=${status.toLowerCase()}&path=${path.toLowerCase()}`;
}

/** Every deep link into a service's page. */
export function anchorsOf(service: Described): string[] {
  const { contract } = service;
  const responses = Object.entries(operationOf(service).responses).flatMap(([status, response]) => {
    const { schema } = resolve(contract, response).content["application/json"];
    // Of several bodies the first one, the service's own, is open.
    const paths = schema.anyOf ? pathsOf(contract, schema.anyOf[0] ?? {}, "&oneof=0/") : pathsOf(contract, schema, "");
    return [responseAnchor(service, status), ...paths.map((path) => fieldAnchor(service, status, path))];
  });
  return ["#/", routeOf(service).tag, operationAnchor(service), ...responses];
}

/** The fields of an object, `list[]/field` for those of a list's items. */
function pathsOf(contract: Contract, schema: Schema, prefix: string): string[] {
  const { properties = {} } = resolve(contract, schema);
  return Object.entries(properties).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const { items } = resolve(contract, field);
    return [path, ...pathsOf(contract, items ?? field, `${path}${items ? "[]" : ""}/`)];
  });
}
