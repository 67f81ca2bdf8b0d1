import { seededRandom } from "../statistics.ts";
import type { Figure } from "./report.ts";

/** What `huaweicloud-jobs/schedule` exports, as far as it is used. */
export interface Schedule {
  readonly defaultInterval: object;
  nextDelay(
    moment: { readonly interval: never; readonly age: number; readonly remaining: number },
    random: () => number,
  ): number;
}

const SEED = 20_260_101;
const JOBS = 2_000;
const MINUTE = 60_000;

/** How often jobs of some lengths are polled, and how late their end is detected. The same for the same schedule. */
export function pollFigures({ nextDelay, defaultInterval }: Schedule): Figure[] {
  return [1, 5, 30].flatMap((minutes) => {
    const random = seededRandom(SEED);
    let polls = 0;
    let late = 0;
    for (let job = 0; job < JOBS; job++) {
      // Evenly spread, so that they end at any phase of the schedule.
      const length = minutes * MINUTE * 2 ** (job / JOBS - 0.5);
      let age = 0;
      polls += 1;
      while (age < length) {
        age += nextDelay({ interval: defaultInterval as never, age, remaining: Number.POSITIVE_INFINITY }, random);
        polls += 1;
      }
      late += age - length;
    }
    const what = `a job of ${minutes} min`;
    return [
      { what: `${what}: polls`, value: polls / JOBS, digits: 1 },
      { what: `${what}: end detected late, s`, value: late / JOBS / 1_000, digits: 1 },
    ];
  });
}
