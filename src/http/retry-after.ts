const SECONDS = /^\d+(\.\d+)?$/;

/** Reads a `Retry-After` header, in seconds or as an HTTP date, as milliseconds from `now`. */
export function readRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) {
    return undefined;
  }
  const text = header.trim();
  if (SECONDS.test(text)) {
    return Number(text) * 1_000;
  }
  const at = text.endsWith(" GMT") ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** A gateway's limit: so many requests in a window of so many milliseconds. */
export interface Limit {
  readonly requests: number;
  readonly window: number;
}

const UNITS: Readonly<Record<string, number>> = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Reads the limit that the gateway writes into its message, and nowhere else: `limit:200,time:5 minute`. */
export function readLimit(text: string): Limit | undefined {
  const [, requests, count, unit] =
    /limit:([1-9]\d{0,8}),time:([1-9]\d{0,5}) ?(second|minute|hour|day)/.exec(text) ?? [];
  return unit === undefined ? undefined : { requests: Number(requests), window: Number(count) * (UNITS[unit] ?? 0) };
}
