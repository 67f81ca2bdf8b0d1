/** The process in which the cases of one target run. */
import fc from "fast-check";
import type { AnyTarget } from "../../test/fuzz/target.ts";
import { inputAt, shown, targetNamed } from "./case.ts";
import type { Finding, Message, Task } from "./fuzz.ts";

/** For finding a smaller input that goes wrong, in milliseconds. */
const SHRINKING = 5_000;

/** Once this resolves it is told, whatever comes next. */
const tell = (message: Message): Promise<void> => new Promise((resolve) => process.send?.(message, () => resolve()));

async function main({ target: name, seed, cases, milliseconds }: Task): Promise<void> {
  const target = targetNamed(name);
  const known = new Set<string>();
  const end = performance.now() + milliseconds;
  for (let next = seed; next < seed + cases && performance.now() < end; next++) {
    await tell({ type: "begin", seed: next });
    const input = inputAt(target, next);
    const began = performance.now();
    try {
      const outcome = await target.run(input);
      await tell({ type: "outcome", outcome, took: performance.now() - began });
    } catch (error) {
      await tell({ type: "outcome", outcome: "wrong", took: performance.now() - began });
      const kind = kindOf(error);
      if (!known.has(kind)) {
        known.add(kind);
        await tell({ type: "finding", finding: await smaller(target, next, input, error) });
      }
    }
  }
}

/** The same problem has the same words at the start, whatever it quotes. */
function kindOf(error: unknown): string {
  return String(error).replaceAll(/\d+/g, "").slice(0, 60);
}

/** The smallest input that goes wrong in that place. */
async function smaller(target: AnyTarget, seed: number, input: unknown, error: unknown): Promise<Finding> {
  const property = fc.asyncProperty(target.input, async (candidate) => {
    await target.run(candidate);
  });
  const parameters = { seed, numRuns: 1, interruptAfterTimeLimit: SHRINKING };
  const { counterexample, errorInstance } = await fc.check(property, parameters);
  const problem = errorInstance ?? error;
  return {
    seed,
    input: shown(counterexample?.[0] ?? input),
    problem: problem instanceof Error ? (problem.stack ?? problem.message) : String(problem),
  };
}

await main(JSON.parse(process.argv[2] ?? "{}") as Task);
process.disconnect();
