/**
 * Runs of the whole client in virtual time, each drawn from a seed, and each checked against `invariants.ts`:
 * `npm run seeded -- [--runs 100000] [--from 1]`, into RESULTS.md. `npm run seeded -- --seed N` shows one run.
 *
 * Exit code 1: an invariant was violated, or something that has to occur did not; stderr has the seeds.
 */
import { writeFileSync } from "node:fs";
import { arch, platform } from "node:os";
import { parseArgs } from "node:util";
import { count } from "../bench/statistics.ts";
import { describeRun } from "./describe.ts";
import { invariants, violationsOf } from "./invariants.ts";
import { observe } from "./run.ts";
import { addTo, missingIn, type Tally } from "./tally.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "100000" },
    from: { type: "string", default: "1" },
    seed: { type: "string" },
  },
});

/** After so many runs that went wrong there is nothing to learn from more. */
const MOST_FAILURES = 20;

async function showOne(seed: number): Promise<void> {
  const observed = await observe(seed);
  const violations = violationsOf(observed);
  process.stdout.write(describeRun(observed));
  process.stderr.write(violations.map((violation) => `${violation}\n`).join(""));
  process.exitCode = violations.length === 0 ? 0 : 1;
}

async function runAll(from: number, runs: number): Promise<void> {
  const command = `npm run seeded -- --runs ${runs} --from ${from}`;
  const tally: Tally = new Map();
  const failures: string[] = [];
  process.on("unhandledRejection", (reason) => failures.push(`unhandled rejection: ${reason}`));
  const began = process.cpuUsage();
  let done = 0;
  for (; done < runs && failures.length < MOST_FAILURES; done++) {
    const seed = from + done;
    const observed = await observe(seed);
    failures.push(...violationsOf(observed).map((violation) => `seed ${seed}: ${violation}`));
    addTo(tally, observed);
  }
  const { user, system } = process.cpuUsage(began);
  failures.push(...missingIn(tally).map((what) => `did not occur: ${what}`));
  const tables = [...tally].map(([kind, counts]) => {
    const rows = [...counts].sort(([, a], [, b]) => b - a).map(([what, times]) => `| ${what} | ${count(times)} |`);
    return [`| ${kind} | times |`, "| --- | ---: |", ...rows, ""].join("\n");
  });
  const results = [
    "# Results of the seeded runs",
    "",
    `Written by \`${command}\` on ${new Date().toISOString().slice(0, 10)}: Node ${process.versions.node}, ${platform()} ${arch()}.`,
    `${count(done)} runs with the seeds ${from} to ${from + done - 1}, ${((user + system) / 1_000 / done).toFixed(1)} ms of CPU each; ${count(failures.length)} violations of`,
    `the ${Object.keys(invariants).length} invariants in [invariants.ts](invariants.ts).`,
    "",
    ...failures.map((failure) => `- ${failure}\n`),
    ...tables,
  ].join("\n");
  process.stdout.write(results);
  writeFileSync(new URL("RESULTS.md", import.meta.url), results);
  process.stderr.write(failures.map((failure) => `${failure}\n`).join(""));
  process.exitCode = failures.length === 0 ? 0 : 1;
}

await (values.seed === undefined ? runAll(Number(values.from), Number(values.runs)) : showOne(Number(values.seed)));
