import type { AnyJob } from "../job.ts";
import {
  durationOption,
  functionOption,
  invalidOption,
  knownOptions,
  numberOption,
  objectOption,
  oneOf,
  signalOption,
} from "../util/validate.ts";
import { defaultInterval, type Interval } from "./schedule.ts";

/** How to wait. Durations are milliseconds; `undefined` means the default. */
export interface WatchOptions<J = AnyJob> {
  /** For the whole wait, the request in flight included. `Infinity` waits for ever. Default: one hour. */
  readonly timeout?: number | undefined;
  /** Ends the wait at once; it rejects with the signal's `reason`. */
  readonly signal?: AbortSignal | undefined;
  /** The shortest and longest pause between two polls. Default: 5,000 and 30,000. */
  readonly interval?: { readonly min?: number | undefined; readonly max?: number | undefined } | undefined;
  /**
   * How long such a job usually takes from its start to its end, or a function of the job that returns it; `undefined` if
   * that is not known. Polls are moved to where the end is expected. The function is called after each poll; an exception
   * ends the wait.
   */
  readonly typicalDuration?: number | ((job: J) => number | undefined) | undefined;
  /** How long a job may be invisible (404) at the start of the wait. Default: 0. */
  readonly notFoundGrace?: number | undefined;
  /** Whether a wait goes on at an undocumented status word, or ends. Default: `"wait"`. */
  readonly onUnknownStatus?: "wait" | "fail" | undefined;
}

/** How to wait, with a function that receives each change. */
export interface WaitOptions<J = AnyJob> extends WatchOptions<J> {
  /**
   * Called with the first state, every change and the final state. An exception ends the wait. A promise that it returns
   * is awaited before the next poll, up to the timeout.
   */
  readonly onUpdate?: ((job: J) => unknown) | undefined;
}

/** Checked options with their defaults filled in. */
export interface ResolvedWaitOptions {
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
  readonly interval: Interval;
  readonly typicalDuration: number | ((job: AnyJob) => unknown) | undefined;
  readonly notFoundGrace: number;
  readonly failOnUnknown: boolean;
  readonly onUpdate: (job: AnyJob) => unknown;
}

export const DEFAULT_TIMEOUT = 3_600_000;

const waitOptionNames = "timeout signal interval typicalDuration notFoundGrace onUnknownStatus onUpdate".split(" ");

/** @throws ConfigurationError for an option that is wrong or not known */
export function resolveWaitOptions(options: unknown): ResolvedWaitOptions {
  const given = knownOptions("options", options, waitOptionNames);
  const { timeout, signal, interval, typicalDuration, notFoundGrace, onUnknownStatus = "wait", onUpdate } = given;
  typicalDurationOf(typicalDuration);
  return {
    timeout: numberOption("timeout", timeout, DEFAULT_TIMEOUT),
    signal: signalOption("signal", signal),
    interval: resolveInterval(interval),
    typicalDuration: typicalDuration as ResolvedWaitOptions["typicalDuration"],
    notFoundGrace: numberOption("notFoundGrace", notFoundGrace, 0),
    failOnUnknown: oneOf("onUnknownStatus", onUnknownStatus, ["wait", "fail"]) === "fail",
    onUpdate: functionOption<ResolvedWaitOptions["onUpdate"]>("onUpdate", onUpdate, () => {}),
  };
}

/**
 * How long a job is expected to take, if that is known.
 *
 * @param given - the option
 * @param job - absent before the first poll that brought it
 * @throws ConfigurationError if that is anything but a duration or `undefined`, or what the function throws
 */
export function typicalDurationOf(given: unknown, job?: AnyJob): number | undefined {
  const value = typeof given === "function" ? job && given(job) : given;
  if (typeof value === "object") {
    // Refused below. What an async function rejects with must not end the process.
    Promise.resolve(value).catch(() => {});
  }
  return value === undefined ? value : durationOption("typicalDuration", value, 0);
}

function resolveInterval(value: unknown): Interval {
  const given = objectOption("interval", value);
  const max = durationOption("interval.max", given["max"], defaultInterval.max, 1);
  const min = durationOption("interval.min", given["min"], Math.min(defaultInterval.min, max), 1);
  if (max < min && given["max"] !== undefined) {
    throw invalidOption("interval.max", `at least "interval.min" (${min})`, max);
  }
  return { min, max: Math.max(min, max) };
}
