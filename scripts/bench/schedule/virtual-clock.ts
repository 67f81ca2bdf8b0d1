import type { Clock } from "../../../src/index.ts";

interface Sleeper {
  readonly wakeAt: number;
  wake(): void;
}

/** So many turns of the event loop without a new sleep count as "nothing is going on". */
const QUIET_TURNS = 5;

/** A clock that jumps from one sleeper to the next as soon as nothing else is going on. */
export function createVirtualClock(start: number): Clock {
  const sleepers = new Set<Sleeper>();
  let now = start;
  let quiet = 0;
  let isTicking = false;

  function tick(): void {
    if (sleepers.size === 0) {
      isTicking = false;
      return;
    }
    quiet += 1;
    if (quiet > QUIET_TURNS) {
      quiet = 0;
      const next = [...sleepers].reduce((first, sleeper) => (sleeper.wakeAt < first.wakeAt ? sleeper : first));
      sleepers.delete(next);
      now = Math.max(now, next.wakeAt);
      next.wake();
    }
    setImmediate(tick);
  }

  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const onAbort = () => {
          sleepers.delete(sleeper);
          reject(signal?.reason);
        };
        const wake = () => {
          signal?.removeEventListener("abort", onAbort);
          resolve();
        };
        const sleeper = { wakeAt: now + ms, wake };
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
      }),
  };
}
