import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { isMap, isScalar, parseDocument, visit } from "yaml";

/**
 * The files in `components/` to which no root file leads: neither linter sees them. Paths are relative to the folder.
 *
 * @param folder - the one with the root files
 */
export function orphanFiles(folder: string): string[] {
  const roots = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  const reached = new Set<string>();
  const left = roots.map((name) => resolve(folder, name));
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    if (!reached.has(file) && existsSync(file)) {
      reached.add(file);
      left.push(...referencesIn(file));
    }
  }
  const files = readdirSync(join(folder, "components"), { recursive: true, encoding: "utf8" });
  return files
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => join("components", name))
    .filter((path) => !reached.has(resolve(folder, path)))
    .sort();
}

/** The files that a file's `$ref`s name. */
function referencesIn(file: string): string[] {
  const found: string[] = [];
  visit(parseDocument(readFileSync(file, "utf8")), {
    Map(_, map) {
      const reference = isMap(map) ? map.get("$ref", true) : undefined;
      const [path] = isScalar(reference) ? String(reference.value).split("#") : [];
      if (path) {
        found.push(resolve(file, "..", path));
      }
    },
  });
  return found;
}
