import { expect, test } from "vitest";
import { retryDelay } from "../../src/http/retry.ts";

const longest = () => 0.999_999;

test.each([1, 2, 60, 1_024, 1_025, 5_000, Number.MAX_SAFE_INTEGER])(
  "the delay after attempt %i is a number",
  (attempt) => {
    for (const baseDelay of [0, 1, 500, 1e300]) {
      const delay = retryDelay({ maxAttempts: 10_000, baseDelay, maxDelay: 8_000 }, attempt, undefined, longest);
      expect(delay).toBeGreaterThanOrEqual(0);
      expect(delay).toBeLessThanOrEqual(8_000);
    }
  },
);

test("a base delay of 0 means no delay, however many attempts there were", () => {
  expect(retryDelay({ maxAttempts: 10_000, baseDelay: 0, maxDelay: 8_000 }, 1_025, undefined, longest)).toBe(0);
});
