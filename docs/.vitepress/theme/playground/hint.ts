import { defaultInterval } from "huaweicloud-jobs/schedule";
import { counted, duration } from "./format.ts";

/** A pause, and what was known when it began. Durations are milliseconds. */
export interface Pause {
  readonly pause: number;
  /** How long the job had been followed. */
  readonly age: number;
  /** Of the job, in percent. */
  readonly progress?: number | undefined;
  /** How many polls in a row had failed. */
  readonly failures: number;
  /** What the server asked for. */
  readonly retryAfter?: number | undefined;
}

/** Jitter makes pauses up to this share shorter. */
const JITTER = 0.2;

/** The rule of the schedule that explains a pause; nothing if none does, as with an interval of the program's own. */
export function hintOf({ pause, age, progress = 0, failures, retryAfter }: Pause): string | undefined {
  const { min, max } = defaultInterval;
  if (retryAfter !== undefined && retryAfter > 0) {
    const isLonger = failures > 1 && pause > 1.5 * retryAfter;
    return `Retry-After: ${duration(retryAfter)}${isLonger ? ", doubled: refused again" : ""}`;
  }
  if (failures > 0) {
    return `backs off, ${counted(failures, "error")}`;
  }
  const isAbout = (value: number): boolean => pause >= value * (1 - JITTER) - 1 && pause <= value + 1;
  if (isAbout(age / 10) && pause > min / (1 - JITTER)) {
    return "a tenth of its age";
  }
  if (progress > 0 && isAbout(Math.max(min / (1 - JITTER), (age * (100 - progress)) / progress)) && age / 10 > pause) {
    return `soon done: ${progress} %`;
  }
  if (isAbout(max)) {
    return "longest pause";
  }
  return pause >= min && pause <= min / (1 - JITTER) + 1 ? "shortest pause" : undefined;
}
