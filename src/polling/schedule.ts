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

/** What a wait keeps to unless it is told otherwise: 5,000 and 30,000. */
export const defaultInterval: Interval = { min: 5_000, max: 30_000 };

/** The share of a job's age that passes until the next look at it: what keeps the lag small beside the length. */
const FRACTION_OF_AGE = 0.1;

/** Pauses are up to this share shorter by chance, so that jobs started together are not polled together. */
const JITTER = 0.2;

/** The last poll goes out this long before the deadline, so that its answer is in before the time is up. */
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
  /** So many polls in a row have failed. */
  readonly failures?: number;
}

/**
 * How long to pause before the next poll: a tenth of the job's age, between floor and ceiling, a little shorter by
 * chance, but at least as long as the floor and the server say. Progress may shorten it: to the time that the job needs
 * to its end if it goes on as it did. Trouble lengthens it: where the server says nothing, the floor doubles with each
 * failure in a row. The last poll falls just before the deadline.
 *
 * @param random - yields a number from 0 up to, but not 1; replace it where chance has to be repeatable
 * @returns milliseconds
 * @example
 * ```ts
 * const delay = nextDelay({ interval: defaultInterval, age: ageOf(job, began, now), left: deadline - now });
 * ```
 */
export function nextDelay(moment: Moment, random: () => number = Math.random): number {
  const { interval, age, remaining, retryAfter = 0, progress, failures = 0 } = moment;
  const { min, max } = interval;
  const lowest = Math.ceil(Math.max(min, Math.min(retryAfter, Math.max(max, LONGEST_RETRY_AFTER))));
  const wanted = Math.min(age * FRACTION_OF_AGE, remainingAt(age, progress)) || 0;
  // Above the floor there has to be room for chance.
  const least = (min / (1 - JITTER)) * (retryAfter > 0 ? 1 : 2 ** failures);
  const share = Math.min(Math.max(wanted, least), max);
  const delay = Math.max(Math.round(share * (1 - JITTER * random())), lowest);
  return keepRoom(delay, lowest, remaining - LAST_POLL_BEFORE_DEADLINE);
}

/** Moves a poll so that the one after it may be the last call, or makes it the last call itself. */
function keepRoom(delay: number, lowest: number, room: number): number {
  if (delay + lowest <= room) {
    return delay;
  }
  return 2 * lowest <= room ? Math.floor(room - lowest) : Math.max(room, lowest);
}

/** How long a job still takes if it goes on as it did, in milliseconds. */
function remainingAt(age: number, progress = 0): number {
  return progress > 0 ? (age * (100 - progress)) / progress : Infinity;
}

/**
 * How old a job is, by its own account where that makes sense, else since the wait for it began.
 *
 * @param waitBegan - in milliseconds since the epoch, as is `now`
 * @returns milliseconds
 */
export function ageOf(job: Pick<AnyJob, "startedAt"> | undefined, waitBegan: number, now: number): number {
  return Math.max(0, now - Math.min(job?.startedAt?.getTime() ?? waitBegan, waitBegan));
}
