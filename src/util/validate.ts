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
  return value !== null && ["object", "function"].includes(typeof value) ? typeof value : String(value);
};

/** The error for a wrong option. Never called with a credential as `value`. */
export function invalidOption(name: string, expected: string, value: unknown): ConfigurationError {
  return new ConfigurationError(`"${name}" must be ${expected}; got ${describe(value)}.`);
}

/** A number of at least `least` (`Infinity` included), or the default if absent. */
export function numberOption(name: string, value: unknown, fallback: number, least = 0, unit = "milliseconds"): number {
  if (value === undefined) {
    return fallback;
  }
  if (typeof value !== "number" || !(value >= least)) {
    throw invalidOption(name, `a number of ${unit}, ${least} or more`, value);
  }
  return value;
}

/** A duration: as `numberOption`, but finite. */
export function durationOption(name: string, value: unknown, fallback: number, least = 0): number {
  const ms = numberOption(name, value, fallback, least);
  if (ms === Number.POSITIVE_INFINITY) {
    throw invalidOption(name, "a finite number of milliseconds", ms);
  }
  return ms;
}

/** A whole number of at least 1, or the default if absent. */
export function positiveInteger(name: string, value: unknown, fallback: number): number {
  if (value === undefined) {
    return fallback;
  }
  if (!Number.isSafeInteger(value) || (value as number) < 1) {
    throw invalidOption(name, "a whole number, 1 or more", value);
  }
  return value as number;
}

/** A group of options, or an empty one if absent. */
export function objectOption(name: string, value: unknown): Readonly<Record<string, unknown>> {
  if (value === undefined) {
    return {};
  }
  if (!isRecord(value)) {
    throw invalidOption(name, "an object", value);
  }
  return value;
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

/** A function, or the default if absent. */
export function functionOption<F>(name: string, value: unknown, fallback: F): F {
  if (value === undefined) {
    return fallback;
  }
  if (typeof value !== "function") {
    throw invalidOption(name, "a function", value);
  }
  return value as F;
}

/** An abort signal, or `undefined` if absent. */
export function signalOption(name: string, value: unknown): AbortSignal | undefined {
  if (value === undefined) {
    return undefined;
  }
  const { addEventListener, removeEventListener, aborted } = objectOption(name, value) as Partial<AbortSignal>;
  if (typeof aborted !== "boolean" || !addEventListener || !removeEventListener) {
    throw invalidOption(name, "an AbortSignal", value);
  }
  return value as AbortSignal;
}

/** One of a list of words. */
export function oneOf<W extends string>(name: string, value: unknown, words: readonly W[]): W {
  const word = words.find((known) => known === value);
  if (word === undefined) {
    throw invalidOption(name, `one of ${words.map((known) => `"${known}"`).join(", ")}`, value);
  }
  return word;
}

const IDENTIFIER = /^[A-Za-z0-9\-_.~]{1,255}$/;

/** An ID that goes into a URL path: nothing in it can change the path. */
export function pathSegment(name: string, value: unknown): string {
  if (typeof value !== "string" || !IDENTIFIER.test(value) || value === "." || value === "..") {
    throw invalidOption(name, "1 to 255 characters of A-Z a-z 0-9 - _ . ~ (and not . or ..)", value);
  }
  return value;
}
