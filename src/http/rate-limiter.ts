import { onAbort } from "../util/abort.ts";
import type { Timers } from "../util/timers.ts";
import { type Bounds, initialRate, MIN_RATE, nextRate } from "./rate.ts";
import type { Rejection } from "./retry.ts";

export interface Permit {
  /** Says how the server responded, so that the rate can follow. */
  report(rejection?: Rejection): void;
  /** Frees the slot; further calls do nothing. */
  release(): void;
}

/** Limits the requests to one endpoint: first come, first served, at a rate and up to a number in flight. */
export interface RateLimiter {
  /**
   * Calls back with a permit, at once or later. The function that it returns leaves the queue. An adaptive rate applies
   * from the first request on: a wait is in no hurry.
   */
  enqueue(start: (permit: Permit) => void): () => void;
  /**
   * Waits for a permit; rejects with the signal's reason. An adaptive rate applies only once the server has rejected a
   * request.
   */
  acquire(signal: AbortSignal | null | undefined): Permit | Promise<Permit>;
}

export interface RateLimiterOptions {
  readonly bounds: Bounds;
  readonly start: number;
  readonly concurrency: number;
}

/** Shorter delays are skipped: no timer is finer. In milliseconds. */
const MIN_DELAY = 1;

/** How late requests may be and still catch up, in milliseconds: on a busy process timers fire late. */
const MAX_CATCH_UP = 20;

export const adaptiveLimit: RateLimiterOptions = { bounds: { min: MIN_RATE, max: 200 }, start: 10, concurrency: 100 };

export function createRateLimiter({ bounds, start, concurrency }: RateLimiterOptions, timers: Timers): RateLimiter {
  const queue = new Set<(permit: Permit) => void>();
  const isConfigured = bounds.min === bounds.max;
  let rate = initialRate(bounds, start);
  let due = -Infinity;
  let inFlight = 0;
  let cancelTimer = (): void => {};

  /** Hands out permits in the order of arrival, as many as rate and concurrency allow now. */
  function drain(): void {
    cancelTimer();
    for (const start of queue) {
      if (inFlight >= concurrency) {
        return;
      }
      const now = timers.now();
      const reservation = reserve(Math.max(due, rate.pausedUntil), now, rate.perSecond);
      if (reservation.delay >= MIN_DELAY) {
        // A request that has just started may have joined the queue again and set a timer.
        cancelTimer();
        cancelTimer = timers.schedule(now + reservation.delay, drain);
        return;
      }
      due = reservation.due;
      inFlight += 1;
      queue.delete(start);
      start(createPermit(now, freeSlot));
    }
  }

  function freeSlot(): void {
    inFlight -= 1;
    if (inFlight === concurrency - 1) {
      drain();
    }
  }

  function createPermit(sentAt: number, onRelease: () => void): Permit {
    let isReleased = false;
    return {
      report(rejection) {
        rate = nextRate(rate, { at: timers.now(), sentAt, rejection, isFullyUsed: queue.size > 0 });
      },
      release() {
        if (!isReleased) {
          isReleased = true;
          onRelease();
        }
      },
    };
  }

  function enqueue(start: (permit: Permit) => void): () => void {
    if (queue.size === 0) {
      // An empty queue has nothing to catch up.
      due = Math.max(due, timers.now());
    }
    queue.add(start);
    // Only the first in line starts draining; the others wait behind it.
    if (queue.size === 1) {
      drain();
    }
    return () => {
      queue.delete(start);
      if (queue.size === 0) {
        cancelTimer();
      }
    };
  }

  return {
    enqueue,
    acquire(signal) {
      signal?.throwIfAborted();
      if (!isConfigured && rate.lastRejectedRate === undefined) {
        return createPermit(timers.now(), () => {});
      }
      let granted: Permit | undefined;
      let grant = (permit: Permit): void => {
        granted = permit;
      };
      const cancel = enqueue((permit) => grant(permit));
      return (
        granted ??
        new Promise((resolve, reject) => {
          const release = onAbort(signal, () => {
            cancel();
            reject(signal?.reason);
          });
          grant = (permit) => {
            release();
            resolve(permit);
          };
        })
      );
    },
  };
}

/** GCRA: how long a request has to wait so that requests are evenly spaced, and when the next one is due. */
export function reserve(
  due: number,
  now: number,
  requestsPerSecond: number,
): { readonly delay: number; readonly due: number } {
  const start = Math.max(due, now - MAX_CATCH_UP);
  return { delay: Math.max(0, start - now), due: start + 1_000 / requestsPerSecond };
}
