import type { Clock } from "../../src/index.ts";

/** Something that happens to time. Milliseconds. */
export interface Disturbance {
  /** The wall clock is set, or the whole process is frozen. */
  readonly kind: "jump" | "freeze";
  readonly at: number;
  readonly by: number;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly isClients: boolean;
  readonly callback: () => void;
}

/** Virtual time, and all timers in it. Times are milliseconds since the run began. */
export interface World {
  readonly now: number;
  /** Numbers everything that happens in its order. */
  tick(): number;
  /** The clock of the client: wall clock time, with all jumps. */
  readonly clock: Clock;
  /** A pause of the world, not of the client. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** The disturbances that have happened, each when it did. */
  readonly happened: readonly Disturbance[];
  /** How many timers and pauses of the client are open. */
  readonly openTimers: number;
  /** Lets time pass until no timer is left, or something is done. */
  settle(isDone?: () => boolean): Promise<void>;
}

const EPOCH = Date.parse("2026-01-01T00:00:00Z");

/** After so many timers a run is taken for one that spins. */
const MOST_TIMERS = 20_000;

export function createWorld(disturbances: readonly Disturbance[]): World & { startTimer: StartTimer } {
  const timers = new Set<Timer>();
  let now = 0;
  let offset = 0;
  let order = 0;
  let ticks = 0;
  const happened: Disturbance[] = [];

  function start(isClients: boolean, callback: () => void, ms: number): Timer {
    // As the platform does, which knows no fractions.
    const timer = { at: now + Math.trunc(ms), order: order++, isClients, callback };
    timers.add(timer);
    return timer;
  }

  function sleep(isClients: boolean, ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        timers.delete(timer);
        reject(signal?.reason);
      };
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const end = (): void => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      };
      const timer = start(isClients, end, ms);
      signal?.addEventListener("abort", onAbort, { once: true });
    });
  }

  function first(): Timer | undefined {
    let found: Timer | undefined;
    for (const timer of timers) {
      if (found === undefined || timer.at < found.at || (timer.at === found.at && timer.order < found.order)) {
        found = timer;
      }
    }
    return found;
  }

  for (const { kind, at, by } of disturbances) {
    start(
      false,
      () => {
        happened.push({ kind, at: now, by });
        now += kind === "freeze" ? by : 0;
        offset += kind === "jump" ? by : 0;
      },
      at,
    );
  }

  return {
    get now() {
      return now;
    },
    tick: () => ticks++,
    happened,
    clock: { now: () => EPOCH + now + offset, sleep: (ms, signal) => sleep(true, ms, signal) },
    sleep: (ms, signal) => sleep(false, ms, signal),
    get openTimers() {
      return [...timers].filter(({ isClients }) => isClients).length;
    },
    async settle(isDone = () => false) {
      for (let fired = 0; fired < MOST_TIMERS; fired++) {
        // All that follows from the last timer happens before the next one: none of it needs more than microtasks.
        await new Promise((resolve) => setImmediate(resolve));
        const next = first();
        if (next === undefined || isDone()) {
          return;
        }
        timers.delete(next);
        now = Math.max(now, next.at);
        next.callback();
      }
      throw new Error(`The run does not end: more than ${MOST_TIMERS} timers.`);
    },
    startTimer(callback, ms) {
      const timer = start(true, callback, Math.max(ms, 0));
      return { cancel: () => timers.delete(timer) };
    },
  };
}

type StartTimer = (callback: () => void, ms: number) => { cancel(): void };

/** Runs something while the timers and the random numbers of this process are those of the run. */
export async function inWorld<T>(
  { startTimer }: { readonly startTimer: StartTimer },
  random: () => number,
  body: () => Promise<T>,
): Promise<T> {
  const { setTimeout, clearTimeout } = globalThis;
  const { random: machines } = Math;
  Object.assign(globalThis, {
    setTimeout: startTimer,
    clearTimeout: (timer: { cancel(): void } | undefined) => timer?.cancel(),
  });
  Math.random = random;
  try {
    return await body();
  } finally {
    Object.assign(globalThis, { setTimeout, clearTimeout });
    Math.random = machines;
  }
}
