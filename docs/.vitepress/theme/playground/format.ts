/** Times as people write them. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A duration in two units at most: `250 ms`, `5.4 s`, `1 min 20 s`, `2 h 5 min`. */
export function duration(ms: number): string {
  if (ms < SECOND) {
    return `${Math.round(ms)} ms`;
  }
  if (ms < MINUTE - SECOND / 2) {
    return `${ms < 10 * SECOND ? Math.round(ms / 100) / 10 : Math.round(ms / SECOND)} s`;
  }
  return ms < HOUR - SECOND / 2 ? twoUnits(ms, MINUTE, "min", SECOND, "s") : longDuration(ms);
}

function longDuration(ms: number): string {
  return ms < DAY - MINUTE / 2 ? twoUnits(ms, HOUR, "h", MINUTE, "min") : twoUnits(ms, DAY, "d", HOUR, "h");
}

function twoUnits(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const total = Math.round(ms / small);
  const perLarge = large / small;
  const rest = total % perLarge;
  return `${Math.floor(total / perLarge)} ${largeName}${rest === 0 ? "" : ` ${rest} ${smallName}`}`;
}

/** A moment since the start, as a stopwatch shows it: `0:05`, `12:30`, `1:00:00`. */
export function stopwatch(ms: number): string {
  const seconds = Math.round(ms / SECOND);
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [first, ...rest] = parts[0] === 0 ? parts.slice(1) : parts;
  return [first, ...rest.map((part) => String(part).padStart(2, "0"))].join(":");
}

const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 7].map((count) => count * DAY),
];

/** Round moments of an axis of this length, not more of them than `count`. */
export function ticks(length: number, count: number): number[] {
  const step = STEPS.find((candidate) => length / candidate <= count) ?? length;
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, index) => index * step);
}

/** `12 polls`, `1 poll`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
