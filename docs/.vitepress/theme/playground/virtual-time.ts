/** Time that passes as soon as nothing else is going on. */
import type { Clock } from "huaweicloud-jobs";

export interface VirtualTime {
  readonly clock: Clock;
  /** Wakes after so many milliseconds, unless the timer is cancelled before by its number. */
  schedule(ms: number, wake: () => void): number;
  cancel(id: number): void;
  /** Milliseconds since the start. */
  elapsed(): number;
  /** Time stands still until the returned function is called: something is going on that has no timer. */
  hold(): () => void;
  /**
   * Lets time pass, from one timer to the next, until no timer is left.
   *
   * @param mayGoOn - asked before each timer, with the time at which it is due
   * @returns whether all timers were used up
   */
  pass(mayGoOn: (elapsed: number) => boolean): Promise<boolean>;
}

interface Timer {
  readonly at: number;
  wake(): void;
}

/** How many turns of the event loop without a new timer count as "nothing is going on". */
const QUIET_TURNS = 8;

const START = Date.parse("2026-01-01T09:00:00Z");

export function createVirtualTime(start = START): VirtualTime {
  const timers = new Map<number, Timer>();
  let now = start;
  let created = 0;
  let holds = 0;
  let quiet = 0;

  function schedule(ms: number, wake: () => void): number {
    const id = ++created;
    timers.set(id, { at: now + Math.max(0, ms || 0), wake });
    quiet = 0;
    return id;
  }

  function cancel(id: number): void {
    timers.delete(id);
  }

  function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        cancel(id);
        reject(signal?.reason);
      };
      const id = schedule(ms, () => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      });
      if (signal?.aborted) {
        onAbort();
      }
      signal?.addEventListener("abort", onAbort, { once: true });
    });
  }

  function hold(): () => void {
    let isHeld = true;
    holds += 1;
    return () => {
      holds -= isHeld ? 1 : 0;
      isHeld = false;
      quiet = 0;
    };
  }

  async function pass(mayGoOn: (elapsed: number) => boolean): Promise<boolean> {
    const turns = createTurns();
    try {
      for (;;) {
        for (quiet = 0; quiet < QUIET_TURNS || holds > 0; quiet += 1) {
          await turns.next();
        }
        const next = earliest(timers);
        if (next === undefined || !mayGoOn(next.timer.at - start)) {
          return next === undefined;
        }
        cancel(next.id);
        now = Math.max(now, next.timer.at);
        next.timer.wake();
      }
    } finally {
      turns.close();
    }
  }

  return {
    clock: { now: () => now, sleep },
    schedule,
    cancel,
    elapsed: () => now - start,
    hold,
    pass,
  };
}

/** Of timers for the same time the one that was scheduled first. */
function earliest(timers: ReadonlyMap<number, Timer>): { id: number; timer: Timer } | undefined {
  let first: { id: number; timer: Timer } | undefined;
  for (const [id, timer] of timers) {
    if (first === undefined || timer.at < first.timer.at) {
      first = { id, timer };
    }
  }
  return first;
}

/** Turns of the event loop, which browsers do not slow down as they do nested timers. */
function createTurns(): { next(): Promise<unknown>; close(): void } {
  const { port1, port2 } = new MessageChannel();
  let resolve = (_: unknown): void => {};
  port1.onmessage = (event) => resolve(event);
  return {
    next: () =>
      new Promise((settle) => {
        resolve = settle;
        port2.postMessage(undefined);
      }),
    close: () => port1.close(),
  };
}
