import type { Clock } from "./clock.ts";

/** Any number of alarms on one sleeping clock. */
export interface Timers {
  /** Milliseconds since some moment; they never go back, even where the clock does. */
  now(): number;
  /** Calls back at a time, or right after it, unless the function that it returns is called before. */
  schedule(at: number, callback: () => void): () => void;
}

interface Timer {
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
const CLOCK_SKEW_TOLERANCE = 50;

/** Timers end a little early now and then; a clock that still shows too early a time after so many has stopped. */
const MAX_EARLY_WAKES = 3;

/**
 * Keeps alarms with at most one sleep, until the earliest of them; without alarms it leaves nothing behind.
 *
 * A clock that jumps ahead (a laptop that slept) makes alarms due at once. One that is set back, or stands still, holds
 * none of them up: a sleep counts for as long as it was to last.
 */
export function createTimers(clock: Clock): Timers {
  const heap = createHeap<Timer>((a, b) => a.at - b.at || a.order - b.order);
  let activeCount = 0;
  let created = 0;
  let elapsed = 0;
  let lastReading = clock.now();
  let sleep: Sleep | undefined;
  let earlyWakes = 0;
  let isFiring = false;

  function now(): number {
    const time = clock.now();
    elapsed += time > lastReading ? time - lastReading : 0;
    lastReading = time;
    return elapsed;
  }

  /** The earliest alarm that is still wanted. */
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
      elapsed += missing > CLOCK_SKEW_TOLERANCE || earlyWakes > MAX_EARLY_WAKES ? missing : 0;
    }
    isFiring = true;
    // What is set meanwhile has its turn later, however soon it is due.
    try {
      for (const alarm of takeDue(now())) {
        const { callback } = alarm;
        cancel(alarm);
        callback?.();
      }
    } finally {
      isFiring = false;
      updateSleep();
    }
  }

  function takeDue(time: number): Timer[] {
    const due: Timer[] = [];
    for (let next = first(); next !== undefined && next.at <= time; next = first()) {
      heap.removeFirst();
      due.push(next);
    }
    earlyWakes = due.length > 0 ? 0 : earlyWakes;
    return due;
  }

  function cancel(alarm: Timer): void {
    if (alarm.callback !== undefined) {
      alarm.callback = undefined;
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
    schedule(at, callback) {
      const alarm: Timer = { at, order: created++, callback };
      heap.insert(alarm);
      activeCount += 1;
      updateSleep();
      return () => cancel(alarm);
    },
  };
}

/** A priority queue: a binary heap in an array. */
export interface Heap<T> {
  readonly first: T | undefined;
  readonly size: number;
  insert(item: T): void;
  removeFirst(): void;
  /** Drops what is not wanted any more. */
  filter(isWanted: (item: T) => boolean): void;
}

/** @param compare - negative when `a` comes before `b` */
export function createHeap<T>(compare: (a: T, b: T) => number): Heap<T> {
  let items: T[] = [];

  function siftUp(item: T): void {
    let index = items.length;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (compare(items[parent] as T, item) <= 0) {
        break;
      }
      items[index] = items[parent] as T;
      index = parent;
    }
    items[index] = item;
  }

  function siftDown(item: T): void {
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      if (left >= items.length) {
        break;
      }
      const right = left + 1;
      const child = right < items.length && compare(items[right] as T, items[left] as T) < 0 ? right : left;
      if (compare(item, items[child] as T) <= 0) {
        break;
      }
      items[index] = items[child] as T;
      index = child;
    }
    items[index] = item;
  }

  return {
    get first() {
      return items[0];
    },
    get size() {
      return items.length;
    },
    insert: siftUp,
    removeFirst() {
      const last = items.pop();
      if (last !== undefined && items.length > 0) {
        siftDown(last);
      }
    },
    filter(isWanted) {
      // A sorted array is a heap.
      items = items.filter(isWanted).sort(compare);
    },
  };
}
