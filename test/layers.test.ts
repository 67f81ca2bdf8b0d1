import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const src = fileURLToPath(new URL("../src", import.meta.url));

/** The floors of src/, top down: a folder, or files that share a floor. */
const floors = [
  ["cli"],
  ["simulator"],
  ["bullmq"],
  ["index.ts", "schedule.ts"],
  ["typed-errors.ts"],
  ["client.ts"],
  ["looking.ts"],
  ["client-options.ts", "connection.ts", "jobs-client.ts"],
  ["endpoints.ts"],
  ["waiting"],
  ["services"],
  ["transport"],
  ["credentials"],
  ["http"],
  ["clouds.ts"],
  ["validate.ts"],
  ["errors"],
  ["events.ts"],
  ["alarms.ts"],
  ["job.ts", "clock.ts", "values.ts", "version.ts"],
  ["abort.ts", "heap.ts"],
];

const floorOf = (path: string): number => floors.findIndex((names) => names.includes(path.split("/")[0] ?? ""));

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

test("every file of src/ stands on a floor", () => {
  expect(files.filter((path) => floorOf(path) === -1)).toEqual([]);
});

test("an import goes down or stays in its folder, never up", () => {
  const wrong = files.flatMap((path) =>
    importsOf(path)
      .filter((target) => dirname(path) === "." || !target.startsWith(`${path.split("/")[0]}/`))
      .filter((target) => floorOf(target) <= floorOf(path))
      .map((target) => `${path} -> ${target}`),
  );
  expect(wrong).toEqual([]);
});

test("no file imports itself by way of others", () => {
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
