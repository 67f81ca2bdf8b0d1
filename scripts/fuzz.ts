/**
 * Throws random input at everything that reads foreign input: `npm run fuzz -- --minutes 3 --seed N --target NAME`.
 * The targets are in test/fuzz/targets; `npm test` runs a share of them. Each case has a seed of its own, so that one
 * that fails can be repeated alone.
 *
 * Exit code 0: nothing found; 1: findings, each told with its input and the command that repeats it; 2: wrong usage.
 */
import { parseArgs } from "node:util";
import { targets } from "../test/fuzz/targets/index.ts";
import { fuzz, type Result } from "./fuzz/fuzz.ts";
import { printFinding, printTable } from "./fuzz/print.ts";

const usage = `Usage: npm run fuzz -- [--minutes N] [--seed N] [--target NAME]… [--cases N]

  --minutes N    for how long, all targets together (default: 3)
  --seed N       of the first case; each further one has the next (default: by chance)
  --target NAME  ${targets.map(({ name }) => name).join(", ")} (default: all)
  --cases N      at most so many cases of each target
`;

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,10}$/.test(text)) {
    throw new Error(`--${name} must be a whole number; got "${text}"`);
  }
  return Number(text);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: "string", default: "3" },
      seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
      target: { type: "string", multiple: true, default: targets.map(({ name }) => name) },
      cases: { type: "string", default: "9999999999" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const unknown = values.target.find((name) => targets.every((target) => target.name !== name));
  if (unknown !== undefined) {
    throw new Error(`there is no target "${unknown}"; --help lists them`);
  }
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) {
    throw new Error(`--minutes must be a number above 0; got "${values.minutes}"`);
  }
  const [seed, cases] = [wholeNumber("seed", values.seed), wholeNumber("cases", values.cases)];
  process.stdout.write(`Seed ${seed}.\n`);
  const results: Result[] = [];
  for (const target of values.target) {
    const result = await fuzz({ target, seed, cases, milliseconds: (minutes * 60_000) / values.target.length });
    results.push(result);
    process.stderr.write(`${target}: ${result.cases} cases, ${result.findings.length} findings\n`);
    process.stdout.write(result.findings.map((finding) => printFinding(target, finding)).join(""));
  }
  process.stdout.write(`\n${printTable(results)}`);
  return results.some(({ findings }) => findings.length > 0) ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`fuzz: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 2;
}
