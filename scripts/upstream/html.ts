/** HTML as blocks. Knows elements, not what a reference page says with them. */
import { type Block, BULLET, type Cell, type Table, tidy } from "./blocks.ts";
import { grid } from "./grid.ts";
import { attribute, childrenOf, type Element, has, type Node, parseWithin, textOf } from "./tree.ts";

const silent = new Set(["script", "style", "noscript", "template", "nav", "button", "svg", "select", "iframe"]);
const inline = new Set(
  "a abbr b bdi big cite code data dfn em font i kbd label mark q s samp small span strong sub sup time tt u var wbr".split(
    " ",
  ),
);

export function htmlBlocks(html: string): Block[] {
  return blocksOf(parseWithin(html));
}

/**
 * The text inside the elements in which viewers show the lines of a source file; a page saved from such a viewer has
 * the HTML there, escaped.
 */
export function shownSource(html: string): string | undefined {
  const shown = (node: Node): Element[] => {
    if (!("tagName" in node)) {
      return childrenOf(node).flatMap(shown);
    }
    const isLine = /\b(?:blob-code|lines-code|line-content|code-inner|blob-content)\b/.test(attribute(node, "class"));
    return isLine || ["pre", "textarea"].includes(node.tagName) ? [node] : node.childNodes.flatMap(shown);
  };
  const text = shown(parseWithin(html)).map(textOf).join("\n");
  return /<t[dr]\b/i.test(text) ? text : undefined;
}

/** Some pages put a text, tables and all, or a block of code into a table for the looks of it. */
const isLayout = (table: Element): boolean =>
  has(table, "h1", "h2", "h3", "h4", "h5", "h6") || (has(table, "table", "pre") && !hasHeader(table));

const hasHeader = (node: Node): boolean =>
  childrenOf(node).some(
    (child) => "tagName" in child && (child.tagName === "th" || (child.tagName !== "table" && hasHeader(child))),
  );

/** The blocks beneath a node: one for each paragraph, list item, heading, preformatted text and table. */
function blocksOf(root: Node): Block[] {
  const blocks: Block[] = [];
  let line = "";
  let bullet = "";
  let anchors: string[] = [];

  const endLine = (): void => {
    const text = tidy(line);
    if (text !== "") {
      blocks.push({ kind: "text", text: bullet + text });
      bullet = "";
    }
    line = "";
  };
  const isolated = (block: Block): void => {
    endLine();
    blocks.push(block);
  };

  const visit = (node: Node): void => {
    if ("value" in node) {
      line += node.value;
    }
    if (!("tagName" in node)) {
      childrenOf(node).forEach(visit);
      return;
    }
    const { tagName: name } = node;
    if (silent.has(name) || attribute(node, "class").split(" ").includes("headerlink")) {
      return;
    }
    anchors.push(
      ...[attribute(node, "id"), name === "a" ? attribute(node, "name") : ""].filter((anchor) => anchor !== ""),
    );
    if (/^h[1-6]$/.test(name)) {
      isolated({ kind: "heading", text: headingText(node), level: Number(name[1]) });
      anchors = [];
    } else if (name === "pre") {
      isolated({ kind: "code", text: textOf(node) });
    } else if (name === "table" && !isLayout(node)) {
      isolated({ ...tableOf(node), anchors });
      anchors = [];
    } else if (inline.has(name)) {
      node.childNodes.forEach(visit);
    } else {
      endLine();
      bullet = name === "li" ? BULLET : bullet;
      node.childNodes.forEach(visit);
      endLine();
    }
  };

  visit(root);
  endLine();
  return blocks;
}

/** Without the sign that Sphinx adds for a link to the heading. */
function headingText(heading: Element): string {
  return linesOf({ ...heading, tagName: "div", nodeName: "div" }).join(" ");
}

function tableOf(table: Element): Table {
  const rows: Element[] = [];
  let caption = "";
  const collect = (node: Node): void => {
    if ("tagName" in node && node.tagName === "tr") {
      rows.push(node);
    } else if ("tagName" in node && node.tagName === "caption") {
      caption = linesOf(node).join(" ");
    } else {
      childrenOf(node).forEach(collect);
    }
  };
  table.childNodes.forEach(collect);
  return { kind: "table", caption, anchors: [], rows: grid(rows.map((row) => row.childNodes.flatMap(spanOf))) };
}

const linesOf = (node: Node): string[] =>
  blocksOf(node)
    .flatMap((block) => (block.kind === "table" ? [] : block.text.split("\n").map(tidy)))
    .filter((text) => text !== "");

function spanOf(node: Node): { cell: Cell; columns: number; rows: number }[] {
  if (!("tagName" in node) || !["td", "th"].includes(node.tagName)) {
    return [];
  }
  const cell = { lines: linesOf(node), links: linksIn(node) };
  return [{ cell, columns: Number(attribute(node, "colspan")), rows: Number(attribute(node, "rowspan")) }];
}

/** The parts behind "#" of the links, whichever page they name: a saved copy has them with the page's address. */
function linksIn(node: Node): string[] {
  const own = "tagName" in node && node.tagName === "a" ? attribute(node, "href").split("#").slice(1) : [];
  return [...own, ...childrenOf(node).flatMap(linksIn)];
}
