/** The value that this share of all values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? Number.NaN) + (sorted[sorted.length >> 1] ?? Number.NaN)) / 2;
}

/** Milliseconds by which ends were detected late, in seconds: half of them, nearly all, the last. */
export function late(values: readonly number[]): string {
  return [0.5, 0.99, 1].map((share) => seconds(percentile(values, share))).join(" / ");
}

/** How many of the sorted times fall into the busiest span of this length. */
export function busiest(times: readonly number[], span: number): number {
  let most = 0;
  let first = 0;
  for (const [last, time] of times.entries()) {
    while ((times[first] ?? time) <= time - span) {
      first += 1;
    }
    most = Math.max(most, last - first + 1);
  }
  return most;
}

/** With commas between the thousands. */
export function count(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 0 });
}

/** Milliseconds as seconds, to a tenth. */
export function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}

export const MEBIBYTE = 2 ** 20;

/** Bytes as whole mebibytes. */
export function mebibytes(bytes: number): string {
  return (bytes / MEBIBYTE).toFixed(0);
}

export function yesOrNo(isMet: boolean): string {
  return isMet ? "yes" : "no";
}

/** A seeded random source, uniform from 0 to 1 (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
