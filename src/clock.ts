import { onAbort } from "./abort.ts";

/**
 * Where time comes from. Every pause of the SDK goes through `sleep`, every age and deadline of a wait through
 * `now`; a test that passes a virtual clock lives through hours in milliseconds.
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects with `signal.reason`, and leaves no timer, when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The longest delay that `setTimeout` takes; beyond it, it fires at once. */
export const LONGEST_TIMER = 2 ** 31 - 1;

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    let left = ms;
    for (; left > LONGEST_TIMER; left -= LONGEST_TIMER) {
      await pause(LONGEST_TIMER, signal);
    }
    await pause(left, signal);
  },
};

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      release();
      resolve();
    }, ms);
    const release = onAbort(signal, () => {
      clearTimeout(timer);
      reject(signal?.reason);
    });
  });
}
