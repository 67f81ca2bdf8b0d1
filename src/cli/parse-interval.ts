import { invalidOption } from "../util/validate.ts";
import { tryParseDuration } from "./duration.ts";

/**
 * Parses `5s` as the pause between two polls of a job, `2s..30s` as the shortest and the longest pause.
 *
 * @throws ConfigurationError for anything else
 */
export function parseInterval(name: string, text: string): { readonly min: number; readonly max: number } {
  const parts = text.split("..").map(tryParseDuration);
  const [min = 0, max = 0] = [parts[0], parts.at(-1)];
  if (parts.length > 2 || !(min >= 1 && min <= max && max < Infinity)) {
    throw invalidOption(name, "a pause such as 5s, or the shortest and the longest one such as 2s..30s", text);
  }
  return { min, max };
}

/**
 * Parses the number of requests per second to each service.
 *
 * @throws ConfigurationError for anything but a number above 0
 */
export function parseRate(name: string, text: string): number {
  const rate = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : 0;
  if (!(rate > 0 && rate < Infinity)) {
    throw invalidOption(name, "a number of requests per second above 0, such as 20 or 0.5", text);
  }
  return rate;
}
