/**
 * Changes the code of each area in many ways, and counts the changes that no test notices (Stryker):
 * `npm run mutation -- [AREA ...]`. Writes its row of RESULTS.md after each area; exit code 1 if fewer than 90 % are noticed,
 * or if survivors.yaml does not say of each other one why it makes no difference.
 */
import { spawnSync } from "node:child_process";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { areas } from "./areas.ts";
import { isExplained } from "./survivors.ts";

interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

interface Mutant {
  readonly status: "Killed" | "Timeout" | "Survived" | "NoCoverage" | "Ignored" | "RuntimeError" | "CompileError";
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

writeFileSync(file("survivors.txt"), "");
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

/** Puts the results of an area in the place of its former ones, and its survivors that nobody has explained in a file. */
function record(area: string): void {
  const report: Report = JSON.parse(readFileSync(file("report.json"), "utf8"));
  const mutants = Object.entries(report.files).flatMap(([path, { source, mutants }]) => {
    const lines = source.split("\n");
    return mutants.map(({ status, replacement, location: { start } }) => {
      return {
        status,
        path,
        line: start.line,
        code: lines[start.line - 1]?.trim() ?? "",
        mutant: oneLine(replacement),
      };
    });
  });
  const counted = mutants.filter(({ status }) => !["Ignored", "RuntimeError", "CompileError"].includes(status));
  const survivors = counted.filter(({ status }) => ["Survived", "NoCoverage"].includes(status));
  const open = survivors.filter((survivor) => !isExplained(survivor));
  const noticed = counted.length - survivors.length;
  const share = noticed / counted.length;
  appendFileSync(
    file("survivors.txt"),
    open.map(({ path, line, code, mutant }) => `${path}:${line}\n  ${code}\n  ${mutant}\n`).join(""),
  );
  const cells = [
    area,
    `${noticed} of ${counted.length}`,
    `${Math.floor(share * 100)} %`,
    survivors.length - open.length,
    open.length,
    new Date().toISOString().slice(0, 10),
  ];
  const line = `| ${cells.join(" | ")} |`;
  const results = readFileSync(file("RESULTS.md"), "utf8");
  writeFileSync(
    file("RESULTS.md"),
    results.replace(new RegExp(`^\\| ${area} \\|.*$`, "m"), () => line),
  );
  process.stdout.write(`${line}\n`);
  if (share < GOAL || open.length > 0) {
    process.exitCode = 1;
  }
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
