import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parse } from "parse5";
import { UnreadablePage } from "./blocks.ts";

export type Node = DefaultTreeAdapterTypes.ChildNode | DefaultTreeAdapterTypes.Document;
export type Element = DefaultTreeAdapterTypes.Element;

/** Far above any page that people write, and low enough for a broken one to be done with in no time. */
const MAX_ELEMENTS = 50_000;
const MAX_DEPTH = 250;

/** Parses HTML as browsers do; throws UnreadablePage when it is far too large or too deep. */
export function parseWithin(html: string): DefaultTreeAdapterTypes.Document {
  let elements = 0;
  let depth = 0;
  return parse(html, {
    treeAdapter: {
      ...defaultTreeAdapter,
      createElement(...args) {
        elements += 1;
        if (elements > MAX_ELEMENTS) {
          throw new UnreadablePage(`HTML with more than ${MAX_ELEMENTS} elements, no single page`);
        }
        return defaultTreeAdapter.createElement(...args);
      },
      onItemPush() {
        depth += 1;
        if (depth > MAX_DEPTH) {
          throw new UnreadablePage(`HTML with more than ${MAX_DEPTH} elements inside each other`);
        }
      },
      onItemPop() {
        depth -= 1;
      },
    },
  });
}

export const childrenOf = (node: Node): Node[] => ("childNodes" in node ? node.childNodes : []);
export const attribute = (element: Element, name: string): string =>
  element.attrs.find((candidate) => candidate.name === name)?.value ?? "";
/** All text beneath a node, but for the line numbers that Sphinx can put before code. */
export const textOf = (node: Node): string => {
  if ("value" in node) {
    return node.value;
  }
  return "tagName" in node && attribute(node, "class") === "linenos" ? "" : childrenOf(node).map(textOf).join("");
};
export const has = (node: Node, ...names: string[]): boolean =>
  childrenOf(node).some((child) => ("tagName" in child && names.includes(child.tagName)) || has(child, ...names));
