const SECONDS = /^\d+(\.\d+)?$/;
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Reads a `Retry-After` header, in seconds or as an HTTP date, as milliseconds from `now`. */
export function readRetryAfter(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? "";
  if (SECONDS.test(text)) {
    return Number(text) * 1_000;
  }
  return HTTP_DATE.test(text) ? Math.max(0, Date.parse(text) - now) || 0 : undefined;
}
