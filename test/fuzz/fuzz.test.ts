/**
 * Random input for everything that reads foreign input: in `npm test` a share of the cases, with another seed each time,
 * and in `npm run fuzz` as many as fit into the time. CONTRIBUTING.md says how to choose a target and how to repeat a case.
 */
import fc from "fast-check";
import { afterAll, describe, test } from "vitest";
import { targets } from "./targets/index.ts";
import { PATIENCE, startWatchdog } from "./watchdog.ts";

const { FUZZ_SECONDS, FUZZ_SEED, FUZZ_PATH } = process.env;
const milliseconds = Number(FUZZ_SECONDS ?? 0) * 1_000;
const seed = Number(FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));

const watchdog = startWatchdog();
afterAll(watchdog.stop);

describe("whatever is read, it is understood or named as wrong", () => {
  test.each(targets.map((target) => [target.name, target] as const))(
    "%s",
    async (name, { input, share, run }) => {
      const outcomes = new Map<string, number>();
      let cases = Number.parseInt(FUZZ_PATH ?? "0", 10);
      const property = fc.asyncProperty(input, async (given) => {
        watchdog.begin(`FUZZ_SEED=${seed} FUZZ_PATH=${cases} npm run fuzz -- -t "${name}"`);
        cases += 1;
        const outcome = await run(given);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      });
      await fc.assert(property, {
        seed,
        ...(FUZZ_PATH === undefined ? {} : { path: FUZZ_PATH }),
        ...(milliseconds > 0 ? { numRuns: 1e9, interruptAfterTimeLimit: milliseconds } : { numRuns: share }),
        timeout: PATIENCE,
      });
      if (milliseconds > 0) {
        const counts = [...outcomes].sort(([, a], [, b]) => b - a).map(([outcome, count]) => `${outcome} ${count}`);
        process.stdout.write(`${name}, seed ${seed}: ${cases} cases (${counts.slice(0, 6).join(", ")})\n`);
      }
    },
    milliseconds + 60_000,
  );
});
