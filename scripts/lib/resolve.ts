/** What a value of a bundled document stands for: the target of its `$ref`, or the value itself. */
export function resolve<T>(document: object, value: unknown): T {
  const $ref = (value as { readonly $ref?: string } | undefined)?.$ref;
  if ($ref === undefined) {
    return value as T;
  }
  const keys = $ref.slice("#/".length).split("/");
  return resolve(
    document,
    keys.reduce((node, key) => (node as Readonly<Record<string, unknown>>)[key], document as unknown),
  );
}
