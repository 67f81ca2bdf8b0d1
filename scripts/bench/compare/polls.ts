import { meanCost } from "../schedule/cost.ts";
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
    const jobs = Array.from({ length: JOBS }, (_, job) => {
      // Evenly spread, so that they end at any phase of the schedule.
      const length = minutes * MINUTE * 2 ** (job / JOBS - 0.5);
      const trace = [0];
      for (let age = 0; age < length; trace.push(age)) {
        age += nextDelay({ interval: defaultInterval as never, age, remaining: Number.POSITIVE_INFINITY }, random);
      }
      return [length, trace] as const;
    });
    const { polls, lag } = meanCost(jobs);
    const what = `a job of ${minutes} min`;
    return [
      { what: `${what}: polls`, value: polls, digits: 1 },
      { what: `${what}: end detected late, s`, value: lag / 1_000, digits: 1 },
    ];
  });
}
