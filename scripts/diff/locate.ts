import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { keysOf } from "./document.ts";

/** A place in the files of a description. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

interface File {
  readonly path: string;
  readonly document: Document;
  readonly lines: LineCounter;
}

/** A member or an item, and where it starts. */
interface Child {
  readonly node: Node | null;
  readonly offset: number;
}

/**
 * Follows a pointer through a description of several files, as far as it leads.
 *
 * @param folder - what the place's file is relative to
 */
export function locate(root: string, pointer: string, folder: string): Place {
  let file = load(root);
  let child: Child | undefined = { node: file.document.contents as Node | null, offset: 0 };
  let offset = 0;
  let way = keysOf(pointer);
  while (child !== undefined) {
    const { node }: Child = child;
    offset = child.offset;
    const reference = isMap(node) ? node.get("$ref") : undefined;
    if (typeof reference === "string") {
      const [path = "", fragment = ""] = reference.split("#");
      file = path === "" ? file : load(resolve(dirname(file.path), path));
      child = { node: file.document.contents as Node | null, offset: 0 };
      way = [...keysOf(fragment), ...way];
    } else {
      const [key, ...rest] = way;
      child = key === undefined ? undefined : childOf(node, key);
      way = rest;
    }
  }
  const { line, col: column } = file.lines.linePos(offset);
  return { file: relative(folder, file.path), line, column };
}

function load(path: string): File {
  const lines = new LineCounter();
  return { path, lines, document: parseDocument(readFileSync(path, "utf8"), { lineCounter: lines }) };
}

/** What a key leads to; a member starts with its name. */
function childOf(node: Node | null, key: string): Child | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(key)];
    return isNode(item) ? { node: item, offset: item.range?.[0] ?? 0 } : undefined;
  }
  const pair = isMap(node)
    ? node.items.find((entry) => isScalar(entry.key) && String(entry.key.value) === key)
    : undefined;
  return pair && { node: pair.value as Node | null, offset: (pair.key as Node).range?.[0] ?? 0 };
}
