import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const src = fileURLToPath(new URL("../src", import.meta.url));

/** The layers of src/, top down, as CONTRIBUTING lists them: folders, and files of the root. */
const layers = readLayers(readFileSync(new URL("../CONTRIBUTING.md", import.meta.url), "utf8"));

function readLayers(markdown: string): string[] {
  const list = /^```layers\n(.*?)^```/ms.exec(markdown)?.[1] ?? "";
  return list.split("\n").flatMap((line) => /^(?:[\w-]+(?:\/|\.ts) *)+/.exec(line)?.[0].trim().split(" ") ?? []);
}

/** The folder or file in the root of src/ that has this path. */
const topLevelOf = (path: string): string => path.replace(/\/.*/, "/");
const layerOf = (path: string): number => layers.indexOf(topLevelOf(path));

const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".ts"));

function importsOf(path: string): string[] {
  const code = readFileSync(join(src, path), "utf8");
  const specifiers = [...code.matchAll(/(?:from|import)\s*\(?"(\.[^"]+)"/g)].map(([, specifier]) => specifier ?? "");
  return specifiers
    .map((specifier) => relative(src, join(src, dirname(path), specifier)).replaceAll("\\", "/"))
    .filter((target) => !target.startsWith(".."));
}

test("the list of layers is complete, and each of them exists", () => {
  expect([...layers].sort()).toEqual([...new Set(files.map(topLevelOf))].sort());
});

test("an import goes down the list or stays in its folder, never up", () => {
  const wrong = files.flatMap((path) =>
    importsOf(path)
      .filter((target) => topLevelOf(target) !== topLevelOf(path))
      .filter((target) => layerOf(target) <= layerOf(path))
      .map((target) => `${path} -> ${target}`),
  );
  expect(wrong).toEqual([]);
});

test("no file imports itself through others", () => {
  const graph = new Map(files.map((path) => [path, importsOf(path)]));
  const finished = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(" -> "));
    } else if (!finished.has(path)) {
      for (const target of graph.get(path) ?? []) {
        visit(target, [...trail, path]);
      }
      finished.add(path);
    }
  };
  for (const path of files) {
    visit(path, []);
  }
  expect(cycles).toEqual([]);
});
