import { type Clock, systemClock } from "./clock.ts";

/** Any number of timers on one sleeping clock. */
export interface Timers {
  /** Milliseconds since some moment; they never go back, even if the clock does. */
  now(): number;
  /** When a timer last fired much too late, because the process was frozen or the machine asleep; `-Infinity` if none has. */
  readonly resumedAt: number;
  /** Calls back at a time, or right after it. The function that it returns cancels that. */
  schedule(at: number, callback: () => void): () => void;
}

interface Timer {
  readonly at: number;
  /** Timers for the same time fire in the order in which they were scheduled. */
  readonly order: number;
  /** Absent once the timer has fired or been cancelled. */
  callback: (() => void) | undefined;
}

type Sleep = { readonly until: number; readonly controller: AbortController };

/** A sleep that ends earlier than this, by the clock, means that the clock was set back; in milliseconds. */
const CLOCK_SKEW_TOLERANCE = 50;

/** A timer that fires later than this means that the process was frozen, in milliseconds. */
const FREEZE = 1_000;

/** Timers can fire early. After this many in a row the clock is taken as stopped and advanced here. */
const MAX_EARLY_WAKES = 3;

/**
 * Keeps timers with at most one sleep, until the earliest of them; without timers it leaves nothing behind.
 *
 * A clock that jumps ahead (a laptop that slept) makes timers due at once. A clock that is set back or stands still
 * delays none of them: a sleep counts for as long as it was to last, unless the time was asked for meanwhile: then the
 * timers of that sleep are late by what is not known of it, so that none is early. A clock whose `sleep` fails is replaced
 * by the machine's for that sleep.
 */
export function createTimers(clock: Clock): Timers {
  const heap = createHeap<Timer>((a, b) => a.at - b.at || a.order - b.order);
  let activeCount = 0;
  let created = 0;
  let elapsed = 0;
  let lastReading = clock.now();
  let resumedAt = -Infinity;
  let sleep: Sleep | undefined;
  /** What the clock showed when the last sleep began, and whether the time was asked for since then. */
  let sleepBegan = lastReading;
  let wasRead = false;
  /** Of the last sleep, in milliseconds. */
  let length = 0;
  let earlyWakes = 0;
  let isFiring = false;

  function now(): number {
    const time = clock.now();
    elapsed += time > lastReading ? time - lastReading : 0;
    wasRead ||= Math.abs(time - sleepBegan) > CLOCK_SKEW_TOLERANCE;
    lastReading = time;
    return elapsed;
  }

  /** The earliest timer that was not cancelled. */
  function first(): Timer | undefined {
    while (heap.first !== undefined && heap.first.callback === undefined) {
      heap.removeFirst();
    }
    return heap.first;
  }

  function updateSleep(): void {
    if (isFiring) {
      return;
    }
    const until = first()?.at;
    // After the clock was set ahead, a sleep would go on past its end; one of no length ends by itself.
    if (
      sleep !== undefined &&
      (until === undefined || until < sleep.until || (length > 0 && now() - sleep.until > CLOCK_SKEW_TOLERANCE))
    ) {
      sleep.controller.abort(sleep);
      sleep = undefined;
    }
    if (until !== undefined && sleep === undefined) {
      sleepUntilWake(until);
    }
  }

  async function sleepUntilWake(until: number): Promise<void> {
    length = Math.max(0, Math.ceil(until - now()));
    const own: Sleep = { until, controller: new AbortController() };
    sleep = own;
    sleepBegan = lastReading;
    wasRead = false;
    const { signal } = own.controller;
    try {
      await clock.sleep(length, signal);
    } catch {
      if (sleep === own) {
        await systemClock.sleep(length, signal).catch(() => {});
      }
    }
    if (sleep === own) {
      sleep = undefined;
      wake(own);
    }
  }

  function wake({ until }: Sleep): void {
    const counts = !wasRead;
    const missing = until - now();
    if (missing > 0) {
      earlyWakes += 1;
      elapsed += (missing > CLOCK_SKEW_TOLERANCE && counts) || earlyWakes > MAX_EARLY_WAKES ? missing : 0;
    } else if (-missing > FREEZE) {
      resumedAt = elapsed;
    }
    isFiring = true;
    // Timers scheduled by a callback fire in the next round.
    const errors = takeDue(now()).flatMap(fire);
    isFiring = false;
    updateSleep();
    if (errors.length > 0) {
      throw errors[0];
    }
  }

  /** A callback that throws does not keep the other timers from firing. */
  function fire(timer: Timer): unknown[] {
    const { callback } = timer;
    cancel(timer);
    try {
      callback?.();
      return [];
    } catch (error) {
      return [error];
    }
  }

  function takeDue(time: number): Timer[] {
    const due: Timer[] = [];
    for (let next = first(); next !== undefined && next.at <= time; next = first()) {
      heap.removeFirst();
      due.push(next);
      earlyWakes = 0;
    }
    return due;
  }

  function cancel(timer: Timer): void {
    if (timer.callback !== undefined) {
      timer.callback = undefined;
      activeCount -= 1;
      if (activeCount < heap.size / 2) {
        heap.filter(({ callback }) => callback !== undefined);
      }
      if (activeCount === 0) {
        updateSleep();
      }
    }
  }

  return {
    now,
    get resumedAt() {
      return resumedAt;
    },
    schedule(at, callback) {
      const timer: Timer = { at, order: created++, callback };
      heap.insert(timer);
      activeCount += 1;
      updateSleep();
      return () => cancel(timer);
    },
  };
}

/**
 * A priority queue: a binary heap in an array.
 *
 * @param compare - negative when `a` comes before `b`
 */
export function createHeap<T>(compare: (a: T, b: T) => number) {
  let items: T[] = [];

  const isBefore = (a: T | undefined, b: T | undefined): boolean =>
    a !== undefined && (b === undefined || compare(a, b) < 0);

  return {
    get first(): T | undefined {
      return items[0];
    },
    get size() {
      return items.length;
    },
    insert(item: T): void {
      let index = items.length;
      for (let parent = (index - 1) >> 1; index > 0 && isBefore(item, items[parent]); parent = (index - 1) >> 1) {
        items[index] = items[parent] as T;
        index = parent;
      }
      items[index] = item;
    },
    removeFirst(): void {
      const last = items.pop() as T;
      let index = 0;
      for (let child = 1; child < items.length; child = 2 * index + 1) {
        child += isBefore(items[child + 1], items[child]) ? 1 : 0;
        if (!isBefore(items[child], last)) {
          break;
        }
        items[index] = items[child] as T;
        index = child;
      }
      if (items.length > 0) {
        items[index] = last;
      }
    },
    filter(isWanted: (item: T) => boolean): void {
      // A sorted array is a heap.
      items = items.filter(isWanted).sort(compare);
    },
  };
}
