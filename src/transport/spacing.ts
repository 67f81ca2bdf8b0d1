/** How late requests may come and still catch up, in milliseconds: a busy process rings no alarm in time. */
const LONGEST_LAG = 20;

/** When the next request is due if all of them were spaced evenly, in milliseconds. */
export type Due = number;

/** Whether a request may go now, or how long it has to wait; and when the next one is due. */
export function admit(due: Due, now: number, requestsPerSecond: number): { readonly delay: number; readonly due: Due } {
  const base = Math.max(due, now - LONGEST_LAG);
  return { delay: Math.max(0, base - now), due: base + 1_000 / requestsPerSecond };
}
