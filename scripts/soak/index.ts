/**
 * Waits for ten thousand jobs, over real connections, while one request in five goes wrong, and checks the result:
 * `npm run soak -- [--jobs 10000] [--minutes 10] [--seed N]`.
 *
 * Prints the results and writes them to RESULTS.md. Exit code 1: a check failed; stderr has the command that repeats the
 * run.
 */
import { randomInt } from "node:crypto";
import { writeFileSync } from "node:fs";
import { arch, availableParallelism, platform } from "node:os";
import { parseArgs } from "node:util";
import { checksOf } from "./checks.ts";
import type { RunOptions } from "./plan.ts";
import { checkTable, failureList, figureTable, notes } from "./report.ts";
import { run } from "./run.ts";

const { values } = parseArgs({
  options: {
    jobs: { type: "string", default: "10000" },
    minutes: { type: "string", default: "10" },
    seed: { type: "string", default: String(randomInt(2 ** 31)) },
  },
});

/** A first run loads and compiles everything before the base is measured. */
const warmUp: Omit<RunOptions, "seed"> = { size: 500, length: 15_000 };

function positive(name: keyof typeof values): number {
  const value = Number(values[name]);
  if (!(value > 0)) {
    process.stderr.write(`soak: --${name} must be a number above 0; got ${values[name]}\n`);
    process.exit(2);
  }
  return value;
}

const [size, minutes, seed] = [positive("jobs"), positive("minutes"), positive("seed")];
const command = `npm run soak -- --jobs ${size} --minutes ${minutes} --seed ${seed}`;
process.stderr.write(`${command}\n`);

const incidents: string[] = [];
process.on("unhandledRejection", (reason) => incidents.push(`unhandled rejection: ${reason}`));
process.on("warning", (warning) => incidents.push(`warning: ${warning}`));

await run({ ...warmUp, seed });
const measured = await run({ size, length: minutes * 60_000, seed });
const checks = checksOf(measured, incidents);
const passed = checks.every((check) => check.passed);
const results = [
  "# Results of the soak",
  "",
  `Written by \`${command}\` on ${new Date().toISOString().slice(0, 10)}: Node ${process.versions.node}, ${platform()} ${arch()}, ${availableParallelism()} cores.`,
  "",
  checkTable(checks),
  ...(passed ? [] : [failureList(measured, incidents)]),
  figureTable(measured),
  notes(measured),
].join("\n");

process.stdout.write(results);
writeFileSync(new URL("RESULTS.md", import.meta.url), results);
if (!passed) {
  process.exitCode = 1;
  process.stderr.write(`A check failed. To repeat the run: ${command}\n`);
}
