/**
 * Changes the code of each area in many ways, and counts the changes that no test notices (Stryker):
 * `npm run mutation -- [AREA ...]`. Writes its row of RESULTS.md after each area; exit code 1 if fewer than 90 % are noticed.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { areas } from "./areas.ts";

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
}

interface Mutant {
  readonly status: "Killed" | "Timeout" | "Survived" | "NoCoverage" | "Ignored" | "RuntimeError" | "CompileError";
  readonly mutatorName: string;
  readonly replacement: string;
  readonly location: { readonly start: { readonly line: number } };
}

const GOAL = 0.9;

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in areas));
if (unknown.length > 0) {
  process.stderr.write(`mutation: "${unknown[0]}" is not an area; use one of: ${Object.keys(areas).join(", ")}\n`);
  process.exit(2);
}

for (const [name, { mutate }] of Object.entries(areas)) {
  if (wanted.length === 0 || wanted.includes(name)) {
    run(name, mutate);
    record(name);
  }
}

function run(area: string, mutate: readonly string[]): void {
  const stryker = file("node_modules/@stryker-mutator/core/bin/stryker.js");
  const args = [stryker, "run", file("stryker.config.json"), "--mutate", mutate.join()];
  const { status } = spawnSync(process.execPath, args, {
    stdio: "inherit",
    env: { ...process.env, MUTATION_AREA: area },
  });
  if (status !== 0) {
    throw new Error(`Stryker failed in the area "${area}".`);
  }
}

/** Puts the results of an area in the place of its former ones. */
function record(area: string): void {
  const report: Report = JSON.parse(readFileSync(file("report.json"), "utf8"));
  const rows = Object.entries(report.files).map(([path, { mutants }]) => {
    const counted = mutants.filter(({ status }) => !["Ignored", "RuntimeError", "CompileError"].includes(status));
    return { path, all: counted.length, unnoticed: counted.filter(({ status }) => isUnnoticed(status)) };
  });
  const all = rows.reduce((sum, row) => sum + row.all, 0);
  const noticed = all - rows.reduce((sum, row) => sum + row.unnoticed.length, 0);
  const share = noticed / all;
  const survivors = rows.flatMap(({ path, unnoticed }) =>
    unnoticed.map(({ location, mutatorName, replacement }) => {
      return `${path}:${location.start.line} ${mutatorName}: ${replacement.replaceAll(/\s+/g, " ").slice(0, 80)}`;
    }),
  );
  writeFileSync(file("survivors.txt"), survivors.map((line) => `${line}\n`).join(""));
  const line = `| ${area} | ${noticed} of ${all} | ${Math.floor(share * 100)} % | ${new Date().toISOString().slice(0, 10)} |`;
  const results = readFileSync(file("RESULTS.md"), "utf8");
  writeFileSync(
    file("RESULTS.md"),
    results.replace(new RegExp(`^\\| ${area} \\|.*$`, "m"), () => line),
  );
  process.stdout.write(`${line}\n`);
  if (share < GOAL) {
    process.exitCode = 1;
  }
}

function isUnnoticed(status: Mutant["status"]): boolean {
  return status === "Survived" || status === "NoCoverage";
}
