export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is an object that was written as one: no list, no `Map`, no instance of a class. */
export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = isRecord(value) ? Object.getPrototypeOf(value) : undefined;
  return prototype === null || (prototype !== undefined && Object.getPrototypeOf(prototype) === null);
}

/**
 * The text of a member. The services use `null`, `""` and a missing member alike for "no value", and write some codes
 * and IDs as numbers. A number that JavaScript has rounded is not a value: it would be the ID of something else.
 */
export function textValue(value: unknown): string | undefined {
  if (typeof value === "string") {
    return value.trim() === "" ? undefined : value;
  }
  return typeof value === "number" && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? String(value) : undefined;
}

/** No response is nested this deep; to walk one that is, as `JSON.stringify` does, overflows the stack. */
const MAX_DEPTH = 100;

/**
 * Parses JSON from outside.
 *
 * @throws SyntaxError if it is not JSON, RangeError if it is nested too deeply
 */
export function parseJson(json: string): unknown {
  const value: unknown = JSON.parse(json);
  // Each level takes two characters.
  if (json.length > 2 * MAX_DEPTH && isTooDeep(value)) {
    throw new RangeError("nested too deeply");
  }
  return value;
}

/** The same, but `undefined` for what cannot be parsed. */
export function tryParseJson(json: string): unknown {
  try {
    return parseJson(json);
  } catch {
    return undefined;
  }
}

/** Whether a value is nested too deeply to be walked; a circular one always is. */
export function isTooDeep(value: unknown, levels = MAX_DEPTH): boolean {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const members = Array.isArray(value) ? value : Object.values(value);
  return levels === 0 || members.some((member) => isTooDeep(member, levels - 1));
}

/**
 * What a dotted name leads to, if anything.
 *
 * @param name - such as `job.status` or `jobs.0.status`; numbers are indexes of lists
 */
export function valueAt(value: unknown, name: string | undefined): unknown {
  return memberAt(value, name?.split("."));
}

/** @param path - a dotted name, taken apart */
export function memberAt(value: unknown, path: readonly string[] | undefined): unknown {
  let found = path && value;
  for (const member of path ?? []) {
    const isThere = typeof found === "object" && found !== null && Object.hasOwn(found, member);
    found = isThere ? (found as Readonly<Record<string, unknown>>)[member] : undefined;
  }
  return found;
}
