import type { AnyJob } from "../job.ts";

/** The shortest and the longest pause between two polls of one job, in milliseconds. */
export interface Interval {
  readonly min: number;
  readonly max: number;
}

export const defaultInterval: Interval = { min: 2_000, max: 15_000 };

/** The share of a job's age that passes until the next look at it: what keeps the lag small beside the length. */
const SHARE_OF_AGE = 0.1;

/** Pauses vary by this much either way, so that jobs started together are not polled together. */
const JITTER = 0.1;

/**
 * How long to pause before the next poll: a tenth of the job's age, between floor and ceiling, a little shorter or
 * longer by chance, but never below the floor.
 *
 * @param age - milliseconds since the job began
 * @param hint - how long the server asks to wait, in milliseconds; taken up to the ceiling
 */
export function nextDelay(interval: Interval, age: number, hint = 0, random: () => number = Math.random): number {
  const share = Math.min(Math.max(age * SHARE_OF_AGE, interval.min), interval.max);
  const jittered = share * (1 + JITTER * (2 * random() - 1));
  return Math.max(jittered, interval.min, Math.min(hint, interval.max));
}

/** How old a job is, by its own account where that makes sense, else since the wait for it began. */
export function ageOf(job: Pick<AnyJob, "startedAt"> | undefined, waitBegan: number, now: number): number {
  return Math.max(0, now - Math.min(job?.startedAt?.getTime() ?? waitBegan, waitBegan));
}

/** The last poll goes out this long before the deadline, so that its answer is in before the time is up. */
const LAST_CALL = 1_000;

/**
 * Brings a pause forward that would end after the deadline, or too close to it for an answer: the last look falls
 * just before the deadline, but never sooner than the floor allows.
 */
export function beforeDeadline(delay: number, floor: number, left: number): number {
  const room = left - LAST_CALL;
  return delay <= room ? delay : Math.max(room, floor);
}
