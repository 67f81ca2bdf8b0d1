/**
 * Waits for ten thousand jobs against the simulator's listener, with one request in five going wrong, and judges what
 * comes of it: `npm run soak -- [--jobs 10000] [--minutes 5] [--seed N]`.
 *
 * Prints the tables, writes them to RESULTS.md, and draws the course of the run in soak.svg. Exit code 1: not all is met;
 * the command that repeats the run stands on stderr.
 */
import { randomInt } from "node:crypto";
import { writeFileSync } from "node:fs";
import { arch, availableParallelism, platform } from "node:os";
import { parseArgs } from "node:util";
import { drawRun } from "./picture.ts";
import type { Order } from "./plan.ts";
import { run } from "./run.ts";
import { faultTable, figureTable, notes, outcomeTable, surpriseList, verdictTable } from "./tables.ts";
import { verdictsOn } from "./verdicts.ts";

const { values } = parseArgs({
  options: {
    jobs: { type: "string", default: "10000" },
    minutes: { type: "string", default: "5" },
    seed: { type: "string", default: String(randomInt(2 ** 31)) },
  },
});

/** Run before the base is taken, so that what is loaded and compiled once counts for nothing. */
const warmUp: Omit<Order, "seed"> = { size: 500, length: 15_000 };

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
const verdicts = verdictsOn(measured, incidents);
const isGood = verdicts.every(({ isMet }) => isMet);
const results = [
  "# Results of the soak",
  "",
  `Written by \`${command}\` on ${new Date().toISOString().slice(0, 10)}: Node ${process.versions.node}, ${platform()} ${arch()}, ${availableParallelism()} cores.`,
  "",
  verdictTable(verdicts),
  "![Memory, requests under way and jobs waited for over time](soak.svg)",
  "",
  figureTable(measured),
  outcomeTable(measured),
  ...(isGood ? [] : [surpriseList(measured, incidents)]),
  faultTable(measured),
  notes(measured),
].join("\n");

process.stdout.write(results);
writeFileSync(new URL("RESULTS.md", import.meta.url), results);
writeFileSync(new URL("soak.svg", import.meta.url), drawRun(measured));
if (!isGood) {
  process.exitCode = 1;
  process.stderr.write(`Not all is as it has to be. To repeat it: ${command}\n`);
}
