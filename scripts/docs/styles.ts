import { readFileSync } from "node:fs";

/** Style sheets of this folder as one. */
export function styles(...names: readonly string[]): string {
  return names.map((name) => readFileSync(new URL(name, import.meta.url), "utf8")).join("\n");
}
