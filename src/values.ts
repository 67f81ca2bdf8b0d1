/** Whether a parsed JSON value is an object (not an array). */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * A member that holds text. The services use `null`, a missing member and `""` alike for "no value"; codes and IDs
 * come as numbers now and then.
 */
export function text(value: unknown): string | undefined {
  if (typeof value === "string") {
    return value.trim() === "" ? undefined : value;
  }
  return typeof value === "number" ? String(value) : undefined;
}
