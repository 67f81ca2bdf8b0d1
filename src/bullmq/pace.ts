/** A limit as BullMQ takes it: so many attempts begin in a window of so many milliseconds. */
export interface Pace {
  readonly max: number;
  readonly duration: number;
}

/** From this rate on there are several requests in one window, so that Redis is asked less often. */
const SEVERAL = 22;

/**
 * The windows that keep to a rate in any second, also in one that begins in the midst of a window: BullMQ starts a window
 * with the first attempt in it, so that a second sees the ends of one window more than fit into it.
 */
export function paceOf(requestsPerSecond: number): Pace {
  if (requestsPerSecond < SEVERAL) {
    return { max: 1, duration: Math.ceil(1_000 / requestsPerSecond) };
  }
  const max = Math.floor(requestsPerSecond / 11);
  return { max, duration: Math.ceil((1_000 * max) / (requestsPerSecond - max)) };
}
