import { onAbort } from "./abort.ts";

/**
 * The source of time. Every pause of the SDK goes through `sleep`, every age and deadline of a wait through
 * `now`; with a virtual clock a test runs through hours in milliseconds.
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects with `signal.reason`, and leaves no timer, if the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The longest pause that a server can ask for, in milliseconds. */
export const LONGEST_RETRY_AFTER = 60_000;

/** The longest delay that `setTimeout` takes; beyond it, it fires at once. */
export const LONGEST_TIMER = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    for (let remaining = ms; remaining >= 0; remaining -= LONGEST_TIMER) {
      await sleepOnce(Math.min(remaining, LONGEST_TIMER), signal);
    }
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
