/** A short share of `npm run fuzz`, with another seed each time; vitest prints it when something is found. */
import fc from "fast-check";
import { describe, test } from "vitest";
import { targets } from "./targets/index.ts";

describe("whatever is read, it is understood or named as wrong", () => {
  test.each(targets)("$name", async ({ input, share, run }) => {
    await fc.assert(
      fc.asyncProperty(input, async (given) => {
        await run(given);
      }),
      { numRuns: share },
    );
  });
});
