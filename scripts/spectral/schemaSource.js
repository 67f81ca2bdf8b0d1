import { componentAt } from "./lib/document.js";

/** Requires x-source or x-observed for schema components and enums; other inline schemas need neither. */
export default function schemaSource(schema, _options, { path, documentInventory }) {
  if (typeof schema !== "object" || schema === null || "x-source" in schema || "x-observed" in schema) {
    return [];
  }
  const component = componentAt(path, documentInventory);
  const isComponent = component?.kind === "schemas";
  if (!isComponent && !Array.isArray(schema.enum)) {
    return [];
  }
  const what = isComponent ? `Schema "${component.name}"` : "The list of words";
  return [
    {
      message: `${what} needs "x-source: { page }" (a vendor page says so) or "x-observed: { where, note }" (practice shows it).`,
      path,
    },
  ];
}
