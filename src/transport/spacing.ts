/** How much of a second's requests may come at once. */
const BURST = 0.1;

/** When the next request is due if all of them were spaced evenly, in milliseconds. */
export type Due = number;

/** Whether a request that comes now may go at once, or how long it has to wait; and when the next one is due. */
export function admit(due: Due, now: number, requestsPerSecond: number): { readonly delay: number; readonly due: Due } {
  const spacing = 1_000 / requestsPerSecond;
  const tolerance = spacing * (Math.max(1, requestsPerSecond * BURST) - 1);
  const base = Math.max(due, now);
  return { delay: Math.max(0, base - tolerance - now), due: base + spacing };
}
