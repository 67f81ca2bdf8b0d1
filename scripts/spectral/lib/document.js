export const valueAt = (document, path) => path.reduce((node, key) => node?.[key], document);

/**
 * The component at a path of the resolved document. The $ref with its name is resolved there, but Spectral still knows
 * which file or local component the value came from.
 */
export function componentAt(path, inventory) {
  const item = inventory.findAssociatedItemForPath(path, true);
  if (!item) {
    return undefined;
  }
  const source = [item.document.source, ...item.path].join("/");
  const [, kind, name] = /components\/(\w+)\/(\w+)(?:\.ya?ml)?$/.exec(source) ?? [];
  return name === undefined ? undefined : { kind, name };
}
