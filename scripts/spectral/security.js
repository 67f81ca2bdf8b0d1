const isObject = (value) => typeof value === "object" && value !== null;
const operations = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** Requires `security` at the root, with an alternative at least and none that is empty, and forbids it elsewhere. */
export default function security(document) {
  const alternatives = document?.security;
  const root =
    !Array.isArray(alternatives) || alternatives.length === 0
      ? [{ message: 'The document needs "security: [{ AuthToken: [] }, { AkSkSignature: [] }]".', path: ["security"] }]
      : alternatives.flatMap((alternative, index) =>
          Object.keys(alternative ?? {}).length > 0
            ? []
            : [
                {
                  message: "An empty alternative lets requests through without a credential.",
                  path: ["security", index],
                },
              ],
        );
  const own = Object.entries(document?.paths ?? {}).flatMap(([path, item]) =>
    operations
      .filter((method) => isObject(item?.[method]) && "security" in item[method])
      .map((method) => ({
        message: '"security" does not belong to an operation: the one of the document is for all of them.',
        path: ["paths", path, method, "security"],
      })),
  );
  return [...root, ...own];
}
