import { ConfigurationError } from "../errors/base.ts";
import { isRecord } from "./json.ts";

/** In characters. */
export const MAX_QUOTED_LENGTH = 60;

/** A wrong value, as messages quote it. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > MAX_QUOTED_LENGTH ? `${text.slice(0, MAX_QUOTED_LENGTH)}…` : text);
}

const describe = (value: unknown): string => {
  if (typeof value === "string") {
    return quoted(value);
  }
  if (Array.isArray(value)) {
    return "a list";
  }
  return value !== null && ["object", "function"].includes(typeof value) ? typeof value : String(value);
};

/** The error for a wrong option. Never called with a credential as `value`. */
export function invalidOption(name: string, expected: string, value: unknown): ConfigurationError {
  return new ConfigurationError(`"${name}" must be ${expected}; got ${describe(value)}.`);
}

/** @throws ConfigurationError unless the value is good */
export function check<T>(name: string, value: unknown, isGood: (value: unknown) => boolean, expected: string): T {
  if (!isGood(value)) {
    throw invalidOption(name, expected, value);
  }
  return value as T;
}

/** The same, with a default if the value is absent. */
export function option<T>(
  name: string,
  value: unknown,
  fallback: T,
  isGood: (value: unknown) => boolean,
  expected: string,
): T {
  return value === undefined ? fallback : check(name, value, isGood, expected);
}

/** A number of at least `least` (`Infinity` included). */
export function numberOption(name: string, value: unknown, fallback: number, least = 0, unit = "milliseconds"): number {
  const isGood = (given: unknown): boolean => typeof given === "number" && given >= least;
  return option(name, value, fallback, isGood, `a number of ${unit}, ${least} or more`);
}

/** A duration: as `numberOption`, but finite. */
export function durationOption(name: string, value: unknown, fallback: number, least = 0): number {
  const ms = numberOption(name, value, fallback, least);
  return check(name, ms, (given) => given !== Infinity, "a finite number of milliseconds");
}

export function positiveInteger(name: string, value: unknown, fallback: number): number {
  const isGood = (given: unknown): boolean => Number.isSafeInteger(given) && (given as number) >= 1;
  return option(name, value, fallback, isGood, "a whole number, 1 or more");
}

export function objectOption(name: string, value: unknown): Readonly<Record<string, unknown>> {
  return option(name, value, {}, isRecord, "an object");
}

/** A group of options, none of which is unknown. */
export function knownOptions(
  name: string,
  value: unknown,
  known: readonly string[],
): Readonly<Record<string, unknown>> {
  const given = objectOption(name, value);
  const unknown = Object.keys(given).find((member) => !known.includes(member));
  if (unknown !== undefined) {
    throw new ConfigurationError(`"${name}.${unknown}" is not known; the members are ${known.join(", ")}.`);
  }
  return given;
}

export function functionOption<F>(name: string, value: unknown, fallback: F): F {
  return option(name, value, fallback, (given) => typeof given === "function", "a function");
}

export function signalOption(name: string, value: unknown): AbortSignal | undefined {
  const { addEventListener, removeEventListener, aborted } = objectOption(name, value) as Partial<AbortSignal>;
  const isGood = (): boolean => typeof aborted === "boolean" && !!addEventListener && !!removeEventListener;
  return option(name, value, undefined, isGood, "an AbortSignal");
}

export function oneOf<W extends string>(name: string, value: unknown, words: readonly W[]): W {
  const found = words.find((known) => known === value);
  if (found === undefined) {
    throw invalidOption(name, `one of ${words.map((known) => `"${known}"`).join(", ")}`, value);
  }
  return found;
}

export function textOption(name: string, value: unknown, pattern: RegExp, expected: string): string {
  return check(name, value, (given) => typeof given === "string" && pattern.test(given), expected);
}

/** An ID that goes into a URL path: nothing in it can change the path. */
export function pathSegment(name: string, value: unknown): string {
  const expected = "1 to 255 characters of A-Z a-z 0-9 - _ . ~ (and not . or ..)";
  return textOption(name, value, /^(?!\.{1,2}$)[A-Za-z0-9\-_.~]{1,255}$/, expected);
}
