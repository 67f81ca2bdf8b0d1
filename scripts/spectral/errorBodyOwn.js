import { componentAt, valueAt } from "./lib/document.js";

/**
 * Requires the schema `<Service>Error` in an error response; the operationId names the service. Only a component that is
 * called `Gateway…` is sent by the gateway alone, before the service has seen the request.
 */
export default function errorBodyOwn(response, _options, { path, documentInventory }) {
  if (componentAt(path, documentInventory)?.name.startsWith("Gateway")) {
    return [];
  }
  const { operationId } = valueAt(documentInventory.resolved, path.slice(0, 3)) ?? {};
  const own = `${/^show(\w+)Job$/.exec(operationId)?.[1] ?? ""}Error`;
  const places = Object.entries(response?.content ?? {}).map(([type, { schema } = {}]) => {
    const members = Array.isArray(schema?.anyOf) ? schema.anyOf.map((_, index) => ["anyOf", String(index)]) : [[]];
    return members.map((member) => [...path, "content", type, "schema", ...member]);
  });
  const hasOwn =
    places.length > 0 && places.every((bodies) => bodies.some((body) => isOwn(body, own, documentInventory)));
  const message = `The error response needs the service's own body, "${own}"; one that only the gateway sends is a component called "Gateway…".`;
  return hasOwn ? [] : [{ message, path }];
}

const isOwn = (path, name, inventory) => componentAt(path, inventory)?.name === name;
