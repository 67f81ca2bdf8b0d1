export const valueAt = (document, path) => path.reduce((node, key) => node?.[key], document);

/**
 * Names the component that stands at a path of the resolved document: the $ref with the name is gone there, but Spectral
 * still knows which file, or which local component, the value came from.
 */
export function componentAt(path, inventory) {
  const item = inventory.findAssociatedItemForPath(path, true);
  if (!item) {
    return undefined;
  }
  const place = [item.document.source, ...item.path].join("/");
  const [, kind, name] = /components\/(\w+)\/(\w+)(?:\.ya?ml)?$/.exec(place) ?? [];
  return name === undefined ? undefined : { kind, name };
}
