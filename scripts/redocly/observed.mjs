const isObject = (node) => typeof node === "object" && node !== null && !Array.isArray(node);
const markersOf = (node) => [node["x-observed"] ?? []].flat();

/**
 * Adds what `x-observed` says to the description, one paragraph per marker. The marker is the only source of the
 * text, and a paragraph that is there already is left alone: bundling a bundle changes nothing.
 */
function describe(node) {
  if (!isObject(node)) {
    return;
  }
  for (const { where, note } of markersOf(node)) {
    const paragraph = `Observed, not documented: ${note.trim()} (${where.trim()})`;
    const description = node.description?.trim() ?? "";
    if (!description.includes(paragraph)) {
      node.description = description === "" ? paragraph : `${description}\n\n${paragraph}`;
    }
  }
}

/** A marker beside a $ref makes a description there, which would hide the target's: so it begins with that one. */
function describeReference(reference, _context, { node: target }) {
  if (markersOf(reference).length > 0 && reference.description === undefined && isObject(target)) {
    describe(target);
    reference.description = target.description ?? "";
  }
  describe(reference);
}

export default function observedPlugin() {
  return {
    id: "observed",
    decorators: {
      // `any` sees what stands behind a $ref, each object once; `ref` sees the $ref itself.
      oas3: { describe: () => ({ any: { enter: describe }, ref: { enter: describeReference } }) },
    },
  };
}
