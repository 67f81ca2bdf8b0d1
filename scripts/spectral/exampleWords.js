const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const branchesOf = (schema) => [schema, ...(schema?.anyOf ?? []), ...(schema?.oneOf ?? []), ...(schema?.allOf ?? [])];

/** Reports the words in the examples of a response that the list of words beside them lacks: the lists are open. */
export default function exampleWords(media, _options, { path }) {
  return Object.entries(media?.examples ?? {}).flatMap(([name, example]) =>
    faults(media.schema, example?.value, [...path, "examples", name, "value"]),
  );
}

function faults(schema, value, path) {
  const branches = branchesOf(schema).filter(isObject);
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
