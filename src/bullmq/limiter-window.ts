/** A limit as BullMQ takes it: so many attempts begin in a window of so many milliseconds. */
export interface LimiterWindow {
  readonly max: number;
  readonly duration: number;
}

/** So long it takes a worker to come back after a window, in milliseconds. */
const WAY_BACK = 2;

/** Beyond this share of a second's requests a window would cost more at its edges than it saves on the way. */
const LARGEST_SHARE = 0.1;

/**
 * The windows that keep to a rate in any second, also in one that begins in the midst of a window: BullMQ starts a window
 * with the first attempt in it, so that a second sees the ends of one window more than fit into it. Of all such windows
 * these let the most through.
 */
export function limiterWindow(requestsPerSecond: number): LimiterWindow {
  let best: LimiterWindow = { max: 1, duration: Math.ceil(1_000 / requestsPerSecond) };
  for (let max = 2; max <= requestsPerSecond * LARGEST_SHARE; max++) {
    const windows = Math.floor(requestsPerSecond / max);
    const pace = { max, duration: Math.ceil(1_000 / (windows - 1)) };
    best = throughput(pace) > throughput(best) ? pace : best;
  }
  return best;
}

function throughput({ max, duration }: LimiterWindow): number {
  return max / (duration + WAY_BACK);
}
