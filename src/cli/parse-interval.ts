import { invalidOption } from "../util/validate.ts";
import { readDuration } from "./duration.ts";

/**
 * Reads `5s` as one pause between two looks at a job, `2s..30s` as the shortest and the longest.
 *
 * @throws ConfigurationError for anything else
 */
export function parseInterval(name: string, text: string): { readonly min: number; readonly max: number } {
  const parts = text.split("..").map(readDuration);
  const [min = 0, max = 0] = [parts[0], parts.at(-1)];
  if (parts.length > 2 || !(min >= 1 && min <= max && max < Infinity)) {
    throw invalidOption(name, "a pause such as 5s, or the shortest and the longest one such as 2s..30s", text);
  }
  return { min, max };
}

/**
 * Reads how many requests per second are sent to each service.
 *
 * @throws ConfigurationError for what is no number above 0
 */
export function parseRate(name: string, text: string): number {
  const rate = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : 0;
  if (!(rate > 0 && rate < Infinity)) {
    throw invalidOption(name, "a number of requests per second above 0, such as 20 or 0.5", text);
  }
  return rate;
}
