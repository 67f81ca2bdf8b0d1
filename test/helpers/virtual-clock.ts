import type { Clock } from "../../src/index.ts";

/** A clock whose time passes as soon as nothing else is going on. */
export interface VirtualClock extends Clock {
  /** How many sleeps have neither ended nor been aborted. */
  readonly sleeping: number;
}

interface Sleeper {
  readonly wakeAt: number;
  wake(): void;
}

/** How many turns of the event loop without a new sleep count as "nothing is going on". */
const QUIET_TURNS = 10;

/** A clock that jumps from one sleeper to the next: hours of waiting pass in milliseconds. */
export function createVirtualClock(start = Date.parse("2026-01-01T00:00:00Z")): VirtualClock {
  const sleepers = new Set<Sleeper>();
  let now = start;
  let quiet = 0;
  let isTicking = false;

  function tick(): void {
    if (sleepers.size === 0) {
      isTicking = false;
    } else if (quiet++ < QUIET_TURNS) {
      setImmediate(tick);
    } else {
      quiet = 0;
      const next = [...sleepers].reduce((first, sleeper) => (sleeper.wakeAt < first.wakeAt ? sleeper : first));
      sleepers.delete(next);
      now = Math.max(now, next.wakeAt);
      next.wake();
      setImmediate(tick);
    }
  }

  return {
    get sleeping() {
      return sleepers.size;
    },
    now: () => now,
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        const onAbort = () => {
          sleepers.delete(sleeper);
          reject(signal?.reason);
        };
        const sleeper: Sleeper = {
          wakeAt: now + ms,
          wake() {
            signal?.removeEventListener("abort", onAbort);
            resolve();
          },
        };
        if (signal?.aborted) {
          return onAbort();
        }
        signal?.addEventListener("abort", onAbort, { once: true });
        sleepers.add(sleeper);
        quiet = 0;
        if (!isTicking) {
          isTicking = true;
          setImmediate(tick);
        }
      });
    },
  };
}
