import type { Clock } from "../../src/index.ts";

/** Something that happens to time. Milliseconds. */
export interface Disturbance {
  /** The wall clock is set, or the whole process is frozen. */
  readonly kind: "jump" | "freeze";
  readonly at: number;
  readonly by: number;
}

/** When something happened: in milliseconds since the run began, and in the order of everything that happened. */
export interface Moment {
  readonly at: number;
  readonly tick: number;
}

/** Of what has not happened. */
export const never: Moment = { at: Number.POSITIVE_INFINITY, tick: Number.POSITIVE_INFINITY };

interface Timer {
  readonly at: number;
  readonly isClients: boolean;
  readonly callback: () => void;
}

/** Virtual time, and all timers in it. */
export interface World {
  readonly now: number;
  moment(): Moment;
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
  /** A timer of the client. */
  startTimer(callback: () => void, ms: number): { cancel(): void };
}

const EPOCH = Date.parse("2026-01-01T00:00:00Z");

/** After so many timers a run is taken for one that spins. */
const MOST_TIMERS = 20_000;

export function createWorld(disturbances: readonly Disturbance[]): World {
  /** In the order in which they were started. */
  const timers = new Set<Timer>();
  let now = 0;
  let offset = 0;
  let ticks = 0;
  const happened: Disturbance[] = [];

  function start(isClients: boolean, callback: () => void, ms: number): { cancel(): void } {
    // As the platform does, which knows no fractions.
    const timer = { at: now + Math.max(Math.trunc(ms), 0), isClients, callback };
    timers.add(timer);
    return { cancel: () => timers.delete(timer) };
  }

  const sleeper =
    (isClients: boolean): Clock["sleep"] =>
    (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const onAbort = (): void => {
          timer.cancel();
          reject(signal?.reason);
        };
        const end = (): void => {
          signal?.removeEventListener("abort", onAbort);
          resolve();
        };
        const timer = start(isClients, end, ms);
        signal?.addEventListener("abort", onAbort, { once: true });
      });

  for (const { kind, at, by } of disturbances) {
    const disturb = (): void => {
      happened.push({ kind, at: now, by });
      now += kind === "freeze" ? by : 0;
      offset += kind === "jump" ? by : 0;
    };
    start(false, disturb, at);
  }

  return {
    get now() {
      return now;
    },
    moment: () => ({ at: now, tick: ticks++ }),
    happened,
    clock: { now: () => EPOCH + now + offset, sleep: sleeper(true) },
    sleep: sleeper(false),
    get openTimers() {
      return [...timers].filter(({ isClients }) => isClients).length;
    },
    async settle(isDone = () => false) {
      for (let fired = 0; fired < MOST_TIMERS; fired++) {
        // All that follows from the last timer happens before the next one: none of it needs more than microtasks.
        await new Promise((resolve) => setImmediate(resolve));
        if (timers.size === 0 || isDone()) {
          return;
        }
        const next = [...timers].reduce((first, timer) => (timer.at < first.at ? timer : first));
        timers.delete(next);
        now = Math.max(now, next.at);
        next.callback();
      }
      throw new Error(`The run does not end: more than ${MOST_TIMERS} timers.`);
    },
    startTimer: (callback, ms) => start(true, callback, ms),
  };
}

/** Runs something while the timers and the random numbers of this process are those of the run. */
export async function inWorld<T>({ startTimer }: World, random: () => number, body: () => Promise<T>): Promise<T> {
  const { setTimeout, clearTimeout } = globalThis;
  const { random: machines } = Math;
  const cancel = (timer: { cancel(): void } | undefined) => timer?.cancel();
  Object.assign(globalThis, { setTimeout: startTimer, clearTimeout: cancel });
  Math.random = random;
  try {
    return await body();
  } finally {
    Object.assign(globalThis, { setTimeout, clearTimeout });
    Math.random = machines;
  }
}
