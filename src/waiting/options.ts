import type { AnyJob } from "../job.ts";
import { badOption, callable, group, number, oneOf, pause, signalOf } from "../validate.ts";
import { defaultInterval, type Interval } from "./schedule.ts";

/** How to wait. Durations are milliseconds; an option given as `undefined` is as if absent. */
export interface WatchOptions {
  /** For the whole wait, the request in flight included. `Infinity` waits for ever. Default: one hour. */
  readonly timeout?: number | undefined;
  /** Ends the wait at once; it rejects with the signal's `reason`. */
  readonly signal?: AbortSignal | undefined;
  /** The shortest and longest pause between two polls. Default: 5,000 and 30,000. */
  readonly interval?: { readonly min?: number | undefined; readonly max?: number | undefined } | undefined;
  /** How long a job may be invisible (404) at the start of the wait. Default: 0. */
  readonly notFoundGrace?: number | undefined;
  /** Whether a status word that nobody documented is waited through or ends the wait. Default: `"wait"`. */
  readonly onUnknownStatus?: "wait" | "fail" | undefined;
}

/** How to wait, with a function that is told of each change. */
export interface WaitOptions<J = AnyJob> extends WatchOptions {
  /**
   * Told of the first answer, of every change, and of the end. What it throws ends the wait. A promise that it returns
   * is awaited before the next poll.
   */
  readonly onUpdate?: ((job: J) => unknown) | undefined;
}

/** Checked options with their defaults filled in. */
export interface WaitPlan {
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
  readonly interval: Interval;
  readonly notFoundGrace: number;
  readonly failOnUnknown: boolean;
  readonly onUpdate: (job: AnyJob) => unknown;
}

export const DEFAULT_TIMEOUT = 3_600_000;

/**
 * @throws ConfigurationError for an option that is not what it has to be
 */
export function planWait(options: unknown): WaitPlan {
  const given = group("options", options);
  return {
    timeout: number("timeout", given["timeout"], DEFAULT_TIMEOUT),
    signal: signalOf("signal", given["signal"]),
    interval: planInterval(given["interval"]),
    notFoundGrace: number("notFoundGrace", given["notFoundGrace"], 0),
    failOnUnknown: planUnknown(given["onUnknownStatus"]),
    onUpdate: callable<WaitPlan["onUpdate"]>("onUpdate", given["onUpdate"], () => {}),
  };
}

function planInterval(value: unknown): Interval {
  const given = group("interval", value);
  const max = pause("interval.max", given["max"], defaultInterval.max, 1);
  const min = pause("interval.min", given["min"], Math.min(defaultInterval.min, max), 1);
  if (max < min && given["max"] !== undefined) {
    throw badOption("interval.max", `at least "interval.min" (${min})`, max);
  }
  return { min, max: Math.max(min, max) };
}

function planUnknown(value: unknown): boolean {
  return value !== undefined && oneOf("onUnknownStatus", value, ["wait", "fail"]) === "fail";
}
