/** Values as a console prints them. */

const MAX_LENGTH = 2_000;

/** One line of the console: the values with spaces between. */
export function printed(values: readonly unknown[]): string {
  const text = values.map((value) => (typeof value === "string" ? value : inspect(value))).join(" ");
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}

function inspect(value: unknown): string {
  if (value instanceof Error) {
    return `${value.name}: ${value.message}`;
  }
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  }
  if (typeof value !== "object" || value === null) {
    return typeof value === "bigint" ? `${value}n` : String(value);
  }
  try {
    return JSON.stringify(value, undefined, 2) ?? String(value);
  } catch {
    // Circular, or with a getter that throws.
    return Object.prototype.toString.call(value);
  }
}
