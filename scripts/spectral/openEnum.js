import { componentAt, valueAt } from "./lib/document.js";

/** A string that may be anything, or nothing: `type` is a word or a list of words. */
const isPlainString = (schema) =>
  [schema?.type].flat().includes("string") && !("enum" in schema) && !("const" in schema);

/** Reports an enum that is not in an anyOf with a plain string. */
export default function openEnum(schema, _options, { path, documentInventory }) {
  if (!Array.isArray(schema?.enum)) {
    return [];
  }
  const place = path.slice(0, -1);
  const neighbours = path.at(-2) === "anyOf" ? valueAt(documentInventory.resolved, place) : [];
  if (neighbours.some(isPlainString)) {
    return [];
  }
  const component = componentAt(path, documentInventory);
  const list = component ? `{ $ref: ${component.name}.yaml }` : "{ $ref: <list of words> }";
  const property = path.findLast((key) => key !== "anyOf" && Number.isNaN(Number(key)));
  const message = `"${property}" is a closed enum, which breaks on the next word; write "anyOf: [${list}, { type: string }]".`;
  // For a component, report the place that uses it.
  return [{ message, path: component ? place : path }];
}
