/** A limit as BullMQ takes it: so many attempts begin in a window of so many milliseconds. */
export interface LimiterWindow {
  readonly max: number;
  readonly duration: number;
}

/** How long a worker takes to come back after a window, in milliseconds. */
const WAY_BACK = 2;

/** A window with more than this share of a second's requests would lose more at its edges than it saves. */
const LARGEST_SHARE = 0.1;

/**
 * The windows that keep to a rate in any second, also in one that begins inside a window: BullMQ starts a window with the
 * first attempt in it, so a second can contain the ends of one window more than fit into it. Of all such windows these
 * allow the most requests.
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
