/** A short share of `npm run fuzz`, with another seed each time; fast-check prints it when something is found. */
import fc from "fast-check";
import { describe, test } from "vitest";
import { targets } from "./targets/index.ts";

describe("whatever is read, it is understood or named as wrong", () => {
  test.each(targets.map((target) => [target.name, target] as const))("%s", async (_name, { input, share, run }) => {
    const property = fc.asyncProperty(input, async (given) => {
      await run(given);
    });
    await fc.assert(property, { numRuns: share });
  });
});
