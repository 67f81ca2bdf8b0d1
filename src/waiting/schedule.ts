import type { AnyJob } from "../job.ts";

/** The shortest and the longest pause between two polls of one job, in milliseconds. */
export interface Interval {
  readonly min: number;
  readonly max: number;
}

export const defaultInterval: Interval = { min: 2_000, max: 15_000 };

/** The share of a job's age that passes until the next look at it: what keeps the lag small beside the length. */
const SHARE_OF_AGE = 0.1;

/** Pauses are up to this share shorter by chance, so that jobs started together are not polled together. */
const JITTER = 0.2;

/** What a server asks for beyond this, or beyond the ceiling where that is higher, is cut to it; in milliseconds. */
const LONGEST_HINT = 60_000;

/** The last poll goes out this long before the deadline, so that its answer is in before the time is up. */
const LAST_CALL = 1_000;

/** What the next pause depends on. Durations are milliseconds. */
export interface Moment {
  readonly interval: Interval;
  /** Since the job began. */
  readonly age: number;
  /** Until the deadline. */
  readonly left: number;
  /** How long the server asks to wait. */
  readonly hint?: number | undefined;
}

/**
 * How long to pause before the next poll: a tenth of the job's age, between floor and ceiling, a little shorter by
 * chance, but at least as long as the floor and the server say. The last poll falls just before the deadline.
 */
export function nextDelay({ interval, age, left, hint = 0 }: Moment, random: () => number = Math.random): number {
  const { min, max } = interval;
  const lowest = Math.max(min, Math.min(hint, Math.max(max, LONGEST_HINT)));
  // Above the floor there has to be room for chance.
  const share = Math.min(Math.max(age * SHARE_OF_AGE || 0, min / (1 - JITTER)), max);
  const delay = Math.max(share * (1 - JITTER * random()), lowest);
  const room = left - LAST_CALL;
  return delay > room ? Math.max(room, lowest) : delay;
}

/** How old a job is, by its own account where that makes sense, else since the wait for it began. */
export function ageOf(job: Pick<AnyJob, "startedAt"> | undefined, waitBegan: number, now: number): number {
  return Math.max(0, now - Math.min(job?.startedAt?.getTime() ?? waitBegan, waitBegan));
}
