import fc from "fast-check";
import { expect, test } from "vitest";
import { limiterWindow } from "../../src/bullmq/limiter-window.ts";
import { mostWithin } from "../helpers/gateway.ts";

/** When attempts begin for whom there is always one due: windows begin late by `lags`, and each attempt in them as well. */
function attemptsAt(rate: number, lags: readonly number[]): { readonly at: number }[] {
  const { max, duration } = limiterWindow(rate);
  const attempts: { at: number }[] = [];
  let start = 0;
  for (const lag of lags) {
    // The first one begins the window, and the others come at its end.
    attempts.push(
      { at: start },
      ...Array.from({ length: max - 1 }, () => ({ at: start + Math.min(lag, duration - 1) })),
    );
    start += duration + (lag % 7);
  }
  return attempts;
}

test("no second sees more attempts than the rate, wherever it begins", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2_000 }),
      fc.array(fc.integer({ min: 0, max: 1_200 }), { minLength: 50, maxLength: 200 }),
      (rate, lags) => {
        expect(mostWithin(attemptsAt(rate, lags), 1_000)).toBeLessThanOrEqual(rate);
      },
    ),
  );
});

test.each([1, 5, 20, 22, 95, 190, 500, 950, 2_000])("at %d per second at least 85 %% of the rate is used", (rate) => {
  const { max, duration } = limiterWindow(rate);
  expect((max * 1_000) / duration).toBeGreaterThanOrEqual(0.85 * rate);
});
