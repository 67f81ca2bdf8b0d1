import type { Clock } from "./clock.ts";
import { createHeap } from "./heap.ts";

/** Any number of alarms on one sleeping clock. */
export interface Alarms {
  /** Milliseconds since some moment; they never go back, even where the clock does. */
  now(): number;
  /** Calls back at a time, or right after it, unless the function that it returns is called before. */
  set(at: number, callback: () => void): () => void;
}

interface Alarm {
  readonly at: number;
  /** Of two for the same time, the one that was set first comes first. */
  readonly order: number;
  /** Absent once it has rung or been cancelled. */
  callback: (() => void) | undefined;
}

interface Sleep {
  readonly until: number;
  readonly controller: AbortController;
}

/** A sleep that ends this much too early, by the clock, means that the clock has been set back; in milliseconds. */
const NOTABLE_JUMP = 50;

/** Timers end a little early now and then; a clock that still shows too early a time after so many has stopped. */
const MOST_EARLY_WAKES = 3;

/**
 * Keeps alarms with at most one sleep, until the earliest of them; without alarms it leaves nothing behind.
 *
 * A clock that jumps ahead (a laptop that slept) makes alarms due at once. One that is set back, or stands still, holds
 * none of them up: a sleep counts for as long as it was to last.
 */
export function createAlarms(clock: Clock): Alarms {
  const heap = createHeap<Alarm>((a, b) => a.at - b.at || a.order - b.order);
  let live = 0;
  let count = 0;
  let elapsed = 0;
  let read = clock.now();
  let sleep: Sleep | undefined;
  let earlyWakes = 0;
  let isRinging = false;

  function now(): number {
    const time = clock.now();
    elapsed += time > read ? time - read : 0;
    read = time;
    return elapsed;
  }

  /** The earliest alarm that is still wanted. */
  function first(): Alarm | undefined {
    while (heap.first !== undefined && heap.first.callback === undefined) {
      heap.removeFirst();
    }
    return heap.first;
  }

  function plan(): void {
    if (isRinging) {
      return;
    }
    const until = first()?.at;
    if (sleep !== undefined && (until === undefined || until < sleep.until)) {
      sleep.controller.abort(sleep);
      sleep = undefined;
    }
    if (until !== undefined && sleep === undefined) {
      const own = { until, controller: new AbortController() };
      sleep = own;
      clock.sleep(Math.max(0, Math.ceil(until - now())), own.controller.signal).then(
        () => wake(own),
        () => {},
      );
    }
  }

  function wake(own: Sleep): void {
    if (sleep !== own) {
      return;
    }
    sleep = undefined;
    const missing = own.until - now();
    if (missing > 0) {
      earlyWakes += 1;
      elapsed += missing > NOTABLE_JUMP || earlyWakes > MOST_EARLY_WAKES ? missing : 0;
    }
    isRinging = true;
    // What is set meanwhile has its turn later, however soon it is due.
    try {
      for (const alarm of takeDue(now())) {
        const { callback } = alarm;
        cancel(alarm);
        callback?.();
      }
    } finally {
      isRinging = false;
      plan();
    }
  }

  function takeDue(time: number): Alarm[] {
    const due: Alarm[] = [];
    for (let next = first(); next !== undefined && next.at <= time; next = first()) {
      heap.removeFirst();
      due.push(next);
    }
    earlyWakes = due.length > 0 ? 0 : earlyWakes;
    return due;
  }

  function cancel(alarm: Alarm): void {
    if (alarm.callback !== undefined) {
      alarm.callback = undefined;
      live -= 1;
      if (live < heap.size / 2) {
        heap.keep(({ callback }) => callback !== undefined);
      }
      if (live === 0) {
        plan();
      }
    }
  }

  return {
    now,
    set(at, callback) {
      const alarm: Alarm = { at, order: count++, callback };
      heap.insert(alarm);
      live += 1;
      plan();
      return () => cancel(alarm);
    },
  };
}
