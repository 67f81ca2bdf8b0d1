import type { JobState } from "../job.ts";
import { isPlain, isRecord } from "../util/json.ts";
import { check, knownOptions, objectOption, oneOf, quoted, textOption } from "../util/validate.ts";
import { withoutUndefined } from "./parse-job.ts";

/** Returns a value as it is used. Throws a `ConfigurationError` that names the place if it is wrong. */
export type Check = (where: string, value: unknown) => unknown;

export function satisfying(isGood: (value: unknown) => boolean, expected: string): Check {
  return (where, value) => check(where, value, isGood, expected);
}

export function matching(pattern: RegExp, expected: string): Check {
  return (where, value) => textOption(where, value, pattern, expected);
}

export function among(words: readonly string[]): Check {
  return (where, value) => oneOf(where, value, words);
}

/** As members of an instance of a class get lost when it is copied. */
const plain = /* @__PURE__ */ satisfying(
  (value) => !isRecord(value) || isPlain(value),
  "a plain object, no instance of a class",
);

export const states: readonly JobState[] = ["pending", "running", "succeeded", "failed", "unknown"];

export const state = /* @__PURE__ */ among(states);

/** An object whose members are checked, and that has no others. A member without a value is left out. */
export function object(checks: Readonly<Record<string, Check>>, required: readonly string[] = []): Check {
  return (where, value) => {
    const given = knownOptions(where, plain(where, value ?? null), Object.keys(checks));
    const members = Object.entries(checks)
      .filter(([name]) => given[name] !== undefined || required.includes(name))
      .map(([name, checkMember]) => [name, checkMember(`${where}.${name}`, given[name])]);
    return withoutUndefined(Object.fromEntries(members));
  };
}

export function recordOf(checkItem: Check, checkName?: Check): Check {
  return (where, value) => {
    const members = Object.entries(objectOption(where, plain(where, value ?? null)));
    return Object.fromEntries(
      members.map(([name, item]) => {
        checkName?.(where, name);
        return [name, checkItem(`${where}[${quoted(name)}]`, item)];
      }),
    );
  };
}

/** @param least - how many items there must be */
export function list(checkItem: Check, least: 0 | 1): Check {
  const expected = least === 0 ? "a list" : "a list that is not empty";
  const checkList = satisfying((value) => Array.isArray(value) && value.length >= least, expected);
  return (where, value) => {
    const items = checkList(where, value) as readonly unknown[];
    // Not map, which passes over holes.
    return Array.from(items, (item, index) => checkItem(`${where}[${index}]`, item));
  };
}
