import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type BuildResult, build } from "esbuild";
import { afterAll, expect, inject, test } from "vitest";

/** A budget must not be exceeded. It may be larger than the goal; the table then shows that the goal is missed. */
const budgets = {
  token: { goal: 18_500, budget: 23_530 },
  wholeFacade: { goal: 20_500, budget: 25_990 },
  ownServices: { goal: 22_000, budget: 28_340 },
  oneSmallThing: { goal: 500, budget: 200 },
  packages: { goal: 4, budget: 3 },
  // 0.31 MiB are the contracts and their types, error codes and sources included.
  // 0.36 MiB of it are undici, which the command uses for proxies; 0.19 MiB are the declarations for `require`.
  bytes: { goal: 1.5, budget: 2.55 },
  onDisk: { goal: 1.5, budget: 3.55 },
};

const BLOCK = 4_096;
const MEBIBYTE = 2 ** 20;

const { project, root } = inject("installed");
const rows: string[] = [];

/** Adds a row to the table. */
function tell(what: string, value: number, unit: string, { goal, budget }: { goal: number; budget: number }): void {
  const figure = `${value.toLocaleString("en-GB", { maximumFractionDigits: 2 })} ${unit}`;
  const columns = [what.padEnd(52), figure.padStart(12), String(budget).padStart(8), String(goal).padStart(8)];
  rows.push(`${columns.join("  ")}  ${value <= goal ? "yes" : "no"}`);
}

afterAll(() => {
  const columns = ["".padEnd(52), "figure".padStart(12), "budget".padStart(8), "goal".padStart(8), "met"];
  process.stdout.write(`\n${[columns.join("  "), ...rows].join("\n")}\n\n`);
});

async function bundle(program: string) {
  const result: BuildResult<{ write: false; metafile: true }> = await build({
    stdin: { contents: program, resolveDir: project },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "neutral",
    write: false,
    metafile: true,
    logLevel: "error",
  });
  return { code: result.outputFiles[0]?.contents ?? new Uint8Array(), inputs: Object.keys(result.metafile.inputs) };
}

const facade = [
  "createJobsClient",
  "passwordCredentials",
  "credentialsFromEnv",
  "jobRefFromResponse",
  "isTerminal",
  "isJobsError",
  "JobFailedError",
  "WaitTimeoutError",
];

test.each([
  { what: "a client with a token", names: ["createJobsClient"], size: budgets.token },
  { what: "the whole facade, all credentials", names: facade, size: budgets.wholeFacade },
  {
    what: "the same with services of one's own",
    names: [...facade, "defineService", "readJobBody"],
    size: budgets.ownServices,
  },
])("$what: a program with it stays within its budget", async ({ what, names, size }) => {
  const list = names.join(", ");
  const { code } = await bundle(`import { ${list} } from "huaweicloud-jobs"; globalThis.used = [${list}];`);
  const bytes = gzipSync(code, { level: 9 }).length;
  tell(`${what}, minified, gzip`, bytes, "B", size);
  expect(bytes).toBeLessThanOrEqual(size.budget);
});

test("a program that imports one small function contains little else", async () => {
  const { code } = await bundle('import { isTerminal } from "huaweicloud-jobs"; globalThis.used = isTerminal;');
  tell("`isTerminal` alone, minified", code.length, "B", budgets.oneSmallThing);
  expect(code.length).toBeLessThanOrEqual(budgets.oneSmallThing.budget);
});

test("the package imports itself and openapi-fetch, no library of the command, and no module of Node", async () => {
  // A module of Node would be an error: the platform of the bundle is neutral.
  const { inputs } = await bundle('import * as all from "huaweicloud-jobs"; globalThis.used = all;');
  const modules = inputs.map((path) => path.replace(/^.*node_modules\//, "").replace(/shared\/\w+/, "shared/…"));
  expect([...new Set(modules)].sort()).toEqual([
    "<stdin>",
    "huaweicloud-jobs/dist/index.js",
    "huaweicloud-jobs/dist/shared/….js",
    "openapi-fetch/dist/index.mjs",
  ]);
});

/** The bytes of all installed files, and the disk blocks of files and folders. */
function installed(): { bytes: number; onDisk: number } {
  const folder = join(project, "node_modules");
  const entries = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) =>
    lstatSync(join(folder, path)),
  );
  const sum = (sizes: number[]): number => sizes.reduce((total, size) => total + size, 0);
  return {
    bytes: sum(entries.filter((entry) => entry.isFile()).map(({ size }) => size)),
    onDisk: sum(entries.map(({ size }) => Math.ceil(size / BLOCK) * BLOCK)),
  };
}

test("an installation stays within its budget", () => {
  const packages = readdirSync(join(root, "..")).filter((name) => !name.startsWith("."));
  const { bytes, onDisk } = installed();
  tell("packages", packages.length, "", budgets.packages);
  tell("bytes in their files", bytes / MEBIBYTE, "MiB", budgets.bytes);
  tell("the same on a disk with blocks of 4 KiB", onDisk / MEBIBYTE, "MiB", budgets.onDisk);
  expect(packages.length).toBeLessThanOrEqual(budgets.packages.budget);
  expect(bytes / MEBIBYTE).toBeLessThanOrEqual(budgets.bytes.budget);
  expect(onDisk / MEBIBYTE).toBeLessThanOrEqual(budgets.onDisk.budget);
});
