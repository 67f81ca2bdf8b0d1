const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** Compares the words of an enum with the keys of x-enumDescriptions. */
export default function enumDescriptions(schema, _options, { path }) {
  if (!isObject(schema) || !Array.isArray(schema.enum)) {
    return [];
  }
  const key = "x-enumDescriptions";
  const descriptions = isObject(schema[key]) ? schema[key] : {};
  const words = schema.enum.map(String);
  const hasText = (word) => typeof descriptions[word] === "string" && descriptions[word].trim() !== "";

  const missing = words
    .filter((word) => !hasText(word))
    .map((word) => ({
      message: `x-enumDescriptions must say what "${word}" means; for example "${word}: The job is over."`,
      path: [...path, "enum", words.indexOf(word)],
    }));
  const extra = Object.keys(descriptions)
    .filter((word) => !words.includes(word))
    .map((word) => ({
      message: `x-enumDescriptions speaks of "${word}", which is no word of the enum; add it there or remove it here.`,
      path: [...path, key, word],
    }));
  return [...missing, ...extra];
}
