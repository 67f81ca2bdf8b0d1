const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const branchesOf = (schema) =>
  [schema, ...(schema?.anyOf ?? []), ...(schema?.oneOf ?? []), ...(schema?.allOf ?? [])].filter(isObject);

/** Reports the words in the examples of a response and its schemas that the list of words beside them lacks: lists are open. */
export default function exampleWords(media, _options, { path }) {
  const named = Object.entries(media?.examples ?? {}).flatMap(([name, example]) =>
    faults(media.schema, example?.value, [...path, "examples", name, "value"]),
  );
  return [
    ...named,
    ...faults(media?.schema, media?.example, [...path, "example"]),
    ...within(media?.schema, [...path, "schema"]),
  ];
}

/** The faults in the examples that a schema and the schemas inside it have. */
function within(schema, path) {
  if (!isObject(schema)) {
    return [];
  }
  const inner = [
    ...Object.entries(schema.properties ?? {}).map(([name, property]) => [property, "properties", name]),
    ...["anyOf", "oneOf", "allOf"].flatMap((key) => (schema[key] ?? []).map((part, index) => [part, key, index])),
    [schema.items, "items"],
  ];
  return [
    ...faults(schema, schema.example, [...path, "example"]),
    ...(schema.examples ?? []).flatMap((example, index) => faults(schema, example, [...path, "examples", index])),
    ...inner.flatMap(([part, ...keys]) => within(part, [...path, ...keys])),
  ];
}

function faults(schema, value, path) {
  const branches = branchesOf(schema);
  if (Array.isArray(value)) {
    const items = branches.map((branch) => branch.items).find(isObject);
    return value.flatMap((item, index) => faults(items, item, [...path, index]));
  }
  if (isObject(value)) {
    const properties = Object.assign({}, ...branches.map((branch) => branch.properties).filter(isObject));
    return Object.entries(value).flatMap(([name, member]) => faults(properties[name], member, [...path, name]));
  }
  const words = branches.flatMap((branch) => branch.enum ?? []);
  const isKnown = words.length === 0 || typeof value !== "string" || words.includes(value);
  return isKnown ? [] : [{ message: `"${value}" is not a word of its list (${words.join(", ")}).`, path }];
}
