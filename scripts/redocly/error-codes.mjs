const row = (cells) => `| ${cells.join(" | ")} |`;
const quoted = (codes) => codes.map((code) => `\`${code}\``).join(", ");

/** The codes of `x-error-codes` as a table for readers. */
function tableOf(entries) {
  return [
    row(["code", "status", "meaning", "what to do"]),
    row(["---", "---", "---", "---"]),
    ...entries.map(({ codes, status, meaning, action }) => row([quoted(codes), status.join(", "), meaning, action])),
  ].join("\n");
}

/** Adds the table to the schema's description, unless it is there already: bundling a bundle changes nothing. */
function describe(schema) {
  const entries = schema?.["x-error-codes"];
  const table = Array.isArray(entries) ? tableOf(entries) : "";
  if (table !== "" && !schema.description?.includes(table)) {
    schema.description = [schema.description?.trim(), table].filter(Boolean).join("\n\n");
  }
}

/** `any`, as the decorator for `x-observed` uses it: the tables come first, since this plugin is listed first. */
export default function errorCodesPlugin() {
  return { id: "error-codes", decorators: { oas3: { describe: () => ({ any: { enter: describe } }) } } };
}
