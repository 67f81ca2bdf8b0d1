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

/** A longer pause that a server asks for is cut to this, in milliseconds. */
export const LONGEST_RETRY_AFTER = 60_000;

/** The longest delay that `setTimeout` takes; beyond it, it fires at once. */
export const LONGEST_TIMER = 2 ** 31 - 1;

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    let remaining = ms;
    for (; remaining > LONGEST_TIMER; remaining -= LONGEST_TIMER) {
      await sleepOnce(LONGEST_TIMER, signal);
    }
    await sleepOnce(remaining, signal);
  },
};

function sleepOnce(ms: number, signal?: AbortSignal): Promise<void> {
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
