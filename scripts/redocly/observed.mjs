const isObject = (node) => typeof node === "object" && node !== null && !Array.isArray(node);
const markersOf = (node) => [node["x-observed"] ?? []].flat();

/**
 * Adds each `x-observed` marker to the description as a paragraph, unless it is there already: bundling a bundle changes
 * nothing.
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

/** A description beside a $ref hides that of the target, so it starts with the target's. */
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
      // `any` visits the target of a $ref, each object once; `ref` visits the $ref itself.
      oas3: { describe: () => ({ any: { enter: describe }, ref: { enter: describeReference } }) },
    },
  };
}
