import { onAbort } from "../util/abort.ts";
import type { Timers } from "../util/timers.ts";
import { type Bounds, initialRate, MIN_RATE, nextRate } from "./rate.ts";
import type { Rejection } from "./response-error.ts";

/** A request's leave to go. */
export interface Permit {
  /** Tells how the server answered, so that the rate can follow. */
  report(refusal?: Rejection): void;
  /** Frees the place; further calls do nothing. */
  release(): void;
}

/** Lets the requests to one endpoint through: one after the other, at a rate, and so many at once. */
export interface RateLimiter {
  /**
   * Calls back when it is the request's turn, at once or later, unless the function that it returns is called before.
   * A rate that nobody configured is kept from the first request on: whoever waits for a job has time.
   */
  enqueue(go: (turn: Permit) => void): () => void;
  /**
   * Waits for the request's turn; rejects with the signal's reason. A rate that nobody configured is kept only once the
   * server has refused something.
   */
  acquire(signal: AbortSignal | null | undefined): Permit | Promise<Permit>;
}

export interface RateLimiterOptions {
  readonly bounds: Bounds;
  /** In requests per second. */
  readonly start: number;
  /** How many may be under way at once. */
  readonly concurrency: number;
}

/** What is due sooner goes at once: no timer is finer. In milliseconds. */
const MIN_DELAY = 1;

/** For a service whose limits nobody has configured. */
export const adaptiveLimit: RateLimiterOptions = { bounds: { min: MIN_RATE, max: 200 }, start: 10, concurrency: 100 };

export function createRateLimiter({ bounds, start, concurrency }: RateLimiterOptions, alarms: Timers): RateLimiter {
  const waiting = new Set<(turn: Permit) => void>();
  const isConfigured = bounds.min === bounds.max;
  let state = initialRate(bounds, start);
  let due = -Infinity;
  let inFlight = 0;
  let cancelAlarm = (): void => {};

  /** Lets through whoever may go now, in the order of arrival. */
  function drain(): void {
    cancelAlarm();
    for (const go of waiting) {
      if (inFlight >= concurrency) {
        return;
      }
      const now = alarms.now();
      const admission = reserve(Math.max(due, state.pausedUntil), now, state.perSecond);
      if (admission.delay >= MIN_DELAY) {
        // Whoever has just been let through may have joined the queue again.
        cancelAlarm();
        cancelAlarm = alarms.schedule(now + admission.delay, drain);
        return;
      }
      due = admission.due;
      inFlight += 1;
      waiting.delete(go);
      go(turn(now, leave));
    }
  }

  function leave(): void {
    inFlight -= 1;
    if (inFlight === concurrency - 1) {
      drain();
    }
  }

  function turn(sentAt: number, end: () => void): Permit {
    let isOver = false;
    return {
      report(rejection) {
        state = nextRate(state, { at: alarms.now(), sentAt, rejection, isFullyUsed: waiting.size > 0 });
      },
      release() {
        if (!isOver) {
          isOver = true;
          end();
        }
      },
    };
  }

  function enqueue(go: (turn: Permit) => void): () => void {
    if (waiting.size === 0) {
      // Nobody is late yet.
      due = Math.max(due, alarms.now());
    }
    waiting.add(go);
    // Whom the one before has to wait for, all have to wait for.
    if (waiting.size === 1) {
      drain();
    }
    return () => {
      waiting.delete(go);
      if (waiting.size === 0) {
        cancelAlarm();
      }
    };
  }

  return {
    enqueue,
    acquire(signal) {
      signal?.throwIfAborted();
      if (!isConfigured && state.lastRejectedRate === undefined) {
        return turn(alarms.now(), () => {});
      }
      return new Promise((resolve, reject) => {
        let giveUp = (): void => {};
        const release = onAbort(signal, () => {
          giveUp();
          reject(signal?.reason);
        });
        giveUp = enqueue((turn) => {
          release();
          resolve(turn);
        });
      });
    },
  };
}

/** How late requests may come and still catch up, in milliseconds: a busy process rings no alarm in time. */
const MAX_CATCH_UP = 20;

/** When the next request is due if all of them were spaced evenly, in milliseconds. */
export type Due = number;

/** Whether a request may go now, or how long it has to wait; and when the next one is due. */
export function reserve(
  due: Due,
  now: number,
  requestsPerSecond: number,
): { readonly delay: number; readonly due: Due } {
  const base = Math.max(due, now - MAX_CATCH_UP);
  return { delay: Math.max(0, base - now), due: base + 1_000 / requestsPerSecond };
}
