import { onAbort, race } from "../abort.ts";
import type { Clock } from "../clock.ts";
import { admit, type RateLimit } from "./rate.ts";

/** Lets requests through at a rate, and so many at once. */
export interface Limiter {
  /** Resolves when the request may go, with the function to call when it is over; rejects with the signal's reason. */
  enter(signal: AbortSignal | null | undefined): Promise<() => void>;
}

/** A limiter that lets everything through. */
export const unlimited: Limiter = { enter: async () => () => {} };

export function createLimiter(
  { requestsPerSecond, concurrency = Number.POSITIVE_INFINITY }: RateLimit,
  clock: Clock,
): Limiter {
  const waiting = new Set<() => void>();
  let due = Number.NEGATIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  let underWay = 0;

  /** A place among those that are under way. */
  function takePlace(signal: AbortSignal | null | undefined): Promise<void> {
    if (underWay < concurrency) {
      underWay += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const release = onAbort(signal, () => {
        waiting.delete(go);
        reject(signal?.reason);
      });
      const go = (): void => {
        release();
        resolve();
      };
      waiting.add(go);
    });
  }

  /** The place goes to who has waited longest. */
  function leave(): void {
    const [next] = waiting;
    if (next === undefined) {
      underWay -= 1;
    } else {
      waiting.delete(next);
      next();
    }
  }

  return {
    async enter(signal) {
      signal?.throwIfAborted();
      await takePlace(signal);
      const now = clock.now();
      // A clock that jumps back must not shut the gate.
      due -= Math.max(0, last - now);
      last = now;
      const admission = admit(due, now, requestsPerSecond);
      due = admission.due;
      try {
        if (admission.delay > 0) {
          await race(clock.sleep(admission.delay, signal ?? undefined), signal);
        }
      } catch (error) {
        if (due === admission.due) {
          // Nobody has come since: the turn goes to who comes next.
          due -= 1_000 / requestsPerSecond;
        }
        leave();
        throw error;
      }
      return leave;
    },
  };
}
