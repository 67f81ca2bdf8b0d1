import { expect, test } from "vitest";
import { violationsOf } from "../../scripts/seeded/invariants.ts";
import { observe } from "../../scripts/seeded/run.ts";

// Further runs than those of test/seeded: so few that mutation testing can repeat them for each change.
test("whatever the responses, callers, aborts, listeners and clock do, a wait keeps its promises", async () => {
  for (let seed = 1_001; seed <= 1_150; seed++) {
    expect(violationsOf(await observe(seed)), `SEED=${seed}`).toEqual([]);
  }
});
