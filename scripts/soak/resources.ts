/** What a process holds: memory, timers, sockets. */
import type { Gauges } from "./calls.ts";

/** The most of each that a process had at one moment of a run. Memory is in bytes. */
export interface Peaks {
  resident: number;
  /** The heap in use, garbage included. */
  heap: number;
  /** The heap after a collection; measured rarely, since a collection blocks the process. */
  alive: number;
  inFlight: number;
  open: number;
}

/** Every so many samples there is a collection. */
const COLLECTION_EVERY = 5;

/** Takes samples until it is stopped. @param pause - between two samples, in milliseconds */
export function trackPeaks(gauges: Gauges, pause: number): { stop(): Peaks } {
  const peaks: Peaks = { resident: 0, heap: 0, alive: 0, inFlight: 0, open: 0 };
  let samples = 0;
  const timer = setInterval(() => {
    const { rss: resident, heapUsed: heap } = process.memoryUsage();
    const alive = samples++ % COLLECTION_EVERY === 0 ? aliveHeap() : 0;
    const sample: Peaks = { ...gauges, resident, heap, alive };
    for (const what of Object.keys(peaks) as (keyof Peaks)[]) {
      peaks[what] = Math.max(peaks[what], sample[what]);
    }
  }, pause);
  return {
    stop() {
      clearInterval(timer);
      return peaks;
    },
  };
}

/** Bytes of the heap that survive a collection; needs `--expose-gc`. */
export function aliveHeap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** How many timers, sockets and the like keep the process alive, by kind. */
export type Handles = Readonly<Record<string, number>>;

export function openHandles(): Handles {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) {
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

export function openSockets(): number {
  return openHandles()["TCPSocketWrap"] ?? 0;
}

/** The handles that are open now and were not before, sockets apart. */
export function newHandles(before: Handles): Handles {
  const added = Object.entries(openHandles()).map(([kind, count]) => [kind, count - (before[kind] ?? 0)] as const);
  return Object.fromEntries(added.filter(([kind, count]) => count > 0 && kind !== "TCPSocketWrap"));
}
