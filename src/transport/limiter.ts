import { onAbort } from "../abort.ts";
import type { Alarms } from "../alarms.ts";
import type { Refusal } from "../http/answer-error.ts";
import { type Bounds, rate, SLOWEST, startRate } from "./rate.ts";
import { admit } from "./spacing.ts";

/** A request's leave to go. */
export interface Turn {
  /** Tells how the server answered, so that the rate can follow. */
  answered(refusal?: Refusal): void;
  /** Frees the place; further calls do nothing. */
  end(): void;
}

/** Lets the requests to one endpoint through: one after the other, at a rate, and so many at once. */
export interface Limiter {
  /**
   * Calls back when it is the request's turn, at once or later, unless the function that it returns is called before.
   * A rate that nobody configured is kept from the first request on: whoever waits for a job has time.
   */
  queue(go: (turn: Turn) => void): () => void;
  /**
   * Waits for the request's turn; rejects with the signal's reason. A rate that nobody configured is kept only once the
   * server has refused something.
   */
  enter(signal: AbortSignal | null | undefined): Turn | Promise<Turn>;
}

export interface LimiterOptions {
  readonly bounds: Bounds;
  /** In requests per second. */
  readonly start: number;
  /** How many may be under way at once. */
  readonly concurrency: number;
}

/** What is due sooner goes at once: no timer is finer. In milliseconds. */
const SHORTEST_PAUSE = 1;

/** For a service whose limits nobody has configured. */
export const adaptiveLimit: LimiterOptions = { bounds: { min: SLOWEST, max: 200 }, start: 10, concurrency: 100 };

export function createLimiter({ bounds, start, concurrency }: LimiterOptions, alarms: Alarms): Limiter {
  const waiting = new Set<(turn: Turn) => void>();
  const isConfigured = bounds.min === bounds.max;
  let state = startRate(bounds, start);
  let due = -Infinity;
  let underWay = 0;
  let cancelAlarm = (): void => {};

  /** Lets through whoever may go now, in the order of arrival. */
  function letThrough(): void {
    cancelAlarm();
    for (const go of waiting) {
      if (underWay >= concurrency) {
        return;
      }
      const now = alarms.now();
      const admission = admit(Math.max(due, state.pausedUntil), now, state.perSecond);
      if (admission.delay >= SHORTEST_PAUSE) {
        // Whoever has just been let through may have joined the queue again.
        cancelAlarm();
        cancelAlarm = alarms.set(now + admission.delay, letThrough);
        return;
      }
      due = admission.due;
      underWay += 1;
      waiting.delete(go);
      go(turn(now, leave));
    }
  }

  function leave(): void {
    underWay -= 1;
    if (underWay === concurrency - 1) {
      letThrough();
    }
  }

  function turn(sentAt: number, end: () => void): Turn {
    let isOver = false;
    return {
      answered(refusal) {
        state = rate(state, { at: alarms.now(), sentAt, refusal, isFullyUsed: waiting.size > 0 });
      },
      end() {
        if (!isOver) {
          isOver = true;
          end();
        }
      },
    };
  }

  function queue(go: (turn: Turn) => void): () => void {
    if (waiting.size === 0) {
      // Nobody is late yet.
      due = Math.max(due, alarms.now());
    }
    waiting.add(go);
    // Whom the one before has to wait for, all have to wait for.
    if (waiting.size === 1) {
      letThrough();
    }
    return () => {
      waiting.delete(go);
      if (waiting.size === 0) {
        cancelAlarm();
      }
    };
  }

  return {
    queue,
    enter(signal) {
      signal?.throwIfAborted();
      if (!isConfigured && state.peak === undefined) {
        return turn(alarms.now(), () => {});
      }
      return new Promise((resolve, reject) => {
        let giveUp = (): void => {};
        const release = onAbort(signal, () => {
          giveUp();
          reject(signal?.reason);
        });
        giveUp = queue((turn) => {
          release();
          resolve(turn);
        });
      });
    },
  };
}
