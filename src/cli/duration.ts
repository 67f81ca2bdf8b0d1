import { invalidOption } from "../util/validate.ts";

const MILLISECONDS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/g;
const DURATION = new RegExp(`^(?:${PART.source})+$`);

/**
 * Parses `30m`, `90s`, `2h`, `1h30m`, `500ms` or `infinity` as milliseconds.
 *
 * @throws ConfigurationError for anything else, also for a number without a unit
 */
export function parseDuration(name: string, text: string): number {
  const ms = tryParseDuration(text);
  if (ms === undefined) {
    const number = text.trim();
    const unitMissing = /^\d+(\.\d+)?$/.test(number) ? `; a number needs its unit: ${number}s or ${number}m` : "";
    throw invalidOption(name, `a duration such as 500ms, 90s, 30m, 1h30m, 2d or infinity${unitMissing}`, text);
  }
  return ms;
}

/** As `parseDuration`, but `undefined` for anything else. */
function tryParseDuration(text: string): number | undefined {
  const parts = text.trim().toLowerCase();
  if (parts === "infinity") {
    return Number.POSITIVE_INFINITY;
  }
  return DURATION.test(parts)
    ? [...parts.matchAll(PART)].reduce(
        (sum, [, amount, unit]) => sum + Number(amount) * MILLISECONDS[unit as keyof typeof MILLISECONDS],
        0,
      )
    : undefined;
}

/** The unit of a duration that is at least as long, and the one to add to it. */
const PAIRS = [
  ["d", "h"],
  ["h", "m"],
  ["m", "s"],
] as const;

/** Formats a duration: `9s`, `1m 05s`, `2h 03m`, `4d 01h`. */
export function formatDuration(ms: number): string {
  const [large, small] = PAIRS.find(([unit]) => ms >= MILLISECONDS[unit]) ?? [];
  if (large === undefined) {
    return `${Math.max(0, Math.floor(ms / MILLISECONDS.s))}s`;
  }
  const rest = Math.floor((ms % MILLISECONDS[large]) / MILLISECONDS[small]);
  return `${Math.floor(ms / MILLISECONDS[large])}${large} ${String(rest).padStart(2, "0")}${small}`;
}

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

/**
 * Parses how long jobs usually take.
 *
 * @throws ConfigurationError for anything but a finite duration
 */
export function parseTypical(name: string, text: string): number {
  const ms = parseDuration(name, text);
  if (ms === Infinity) {
    throw invalidOption(name, "how long such a job usually takes, such as 90s or 5m", text);
  }
  return ms;
}
