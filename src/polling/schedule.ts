/**
 * When to poll next, as pure functions: for workflow engines, which do the waiting themselves.
 *
 * @module huaweicloud-jobs/schedule
 */
import type { AnyJob } from "../job.ts";
import { LONGEST_RETRY_AFTER } from "../util/clock.ts";

/** The shortest and the longest pause between two polls of one job, in milliseconds. */
export interface Interval {
  readonly min: number;
  readonly max: number;
}

/** The default: 5,000 and 30,000. */
export const defaultInterval: Interval = { min: 5_000, max: 30_000 };

/** Poll again after this fraction of the job's age, so that the lag is proportional to its length. */
const FRACTION_OF_AGE = 0.1;

/** Pauses are up to this share shorter at random, so that jobs started together are not polled together. */
const JITTER = 0.2;

/** Before the expected end, pauses are this share longer: that pays for the polls around it. */
const STRETCH = 0.1;

/** Where the end is expected, pauses are down to this share of the usual ones. */
const DENSEST = 1 / 6;

/** The last poll goes out this long before the deadline, so that its response arrives in time. In milliseconds. */
const LAST_POLL_BEFORE_DEADLINE = 1_000;

/** What the next pause depends on. Durations are milliseconds. */
export interface Moment {
  readonly interval: Interval;
  /** Since the job began. */
  readonly age: number;
  /** Until the deadline. */
  readonly remaining: number;
  /** How long the server asks to wait. */
  readonly retryAfter?: number | undefined;
  /** How much of the job is done, from 0 to 100. */
  readonly progress?: number | undefined;
  /** How many polls in a row have failed. */
  readonly failures?: number;
  /** How long such a job usually takes from its beginning to its end. Without it, nothing is expected. */
  readonly typicalDuration?: number | undefined;
}

/**
 * How long to pause before the next poll: a tenth of the job's age, between floor and ceiling, a little shorter at random,
 * but at least as long as the floor and the server ask. Progress may shorten it: to the time that the job still needs at
 * its pace so far. Failures lengthen it: if the server names no pause, the floor doubles with each failure in a row. The
 * last poll falls just before the deadline.
 *
 * With `typicalDuration` the pauses before the expected end are a tenth longer, but never by more than a tenth of the age
 * nor longer than the ceiling, and those around it are short, down to the floor or a sixth of the usual pause. So a value
 * that is wrong costs about a tenth.
 *
 * @param random - returns a number from 0 up to, but not including, 1; replace it to make the result repeatable
 * @returns milliseconds
 * @example
 * ```ts
 * const delay = nextDelay({ interval: defaultInterval, age: ageOf(job, began, now), remaining: deadline - now });
 * ```
 */
export function nextDelay(moment: Moment, random: () => number = Math.random): number {
  const { interval, age, remaining, retryAfter = 0, progress, failures = 0, typicalDuration = NaN } = moment;
  const { min, max } = interval;
  const lowest = Math.ceil(Math.max(min, Math.min(retryAfter, Math.max(max, LONGEST_RETRY_AFTER))));
  const wanted = Math.min(age * FRACTION_OF_AGE, remainingAt(age, progress)) || 0;
  // Raise the floor so that jitter cannot push the delay below `min`.
  const least = (min / (1 - JITTER)) * (retryAfter > 0 ? 1 : 2 ** failures);
  const usual = Math.min(Math.max(wanted, least), max);
  const share = Math.min(Math.max(aimAt(typicalDuration, age, usual), least), max);
  const delay = Math.max(Math.round(share * (1 - JITTER * random())), lowest);
  return keepRoom(delay, lowest, remaining - LAST_POLL_BEFORE_DEADLINE);
}

/**
 * The pause for a job that is expected to end at an age, or the usual one if that is `NaN`. Near that age it shrinks in
 * proportion to the distance: within a share of it, since it is not known exactly, and some usual pauses, so that none skips
 * the expected end.
 */
function aimAt(expectedAge: number, age: number, usual: number): number {
  const distance = Math.abs(expectedAge - age) / (expectedAge * 0.055 + usual * 1.6);
  const stretched = age < expectedAge ? usual + STRETCH * Math.min(usual, age) : usual;
  return stretched * Math.min(Math.max(distance, DENSEST), 1) || usual;
}

/** Moves a poll so that the one after it can be the last, or makes it the last one itself. */
function keepRoom(delay: number, lowest: number, room: number): number {
  if (delay + lowest <= room) {
    return delay;
  }
  return 2 * lowest <= room ? Math.floor(room - lowest) : Math.max(room, lowest);
}

/** How long a job still takes at its pace so far, in milliseconds. */
function remainingAt(age: number, progress = 0): number {
  return progress > 0 ? (age * (100 - progress)) / progress : Infinity;
}

/** By how much what is known of a job may be older than the longest pause before an error says so, in milliseconds. */
const STALE = 1_000;

/** The age of what is known of a job, in milliseconds, if it is older than the pause between two polls explains. */
export function staleAge(age: number, { max }: { readonly max: number }): number | undefined {
  return age > max + STALE ? age : undefined;
}

/**
 * How old a job is: by its own start time if that is plausible, else since the wait began.
 *
 * @param waitBegan - in milliseconds since the epoch, as is `now`
 * @returns milliseconds
 */
export function ageOf(job: Pick<AnyJob, "startedAt"> | undefined, waitBegan: number, now: number): number {
  return Math.max(0, now - Math.min(job?.startedAt?.getTime() ?? waitBegan, waitBegan));
}
