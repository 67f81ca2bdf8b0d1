/** What a process holds: memory, timers, sockets. */
import type { Gauges } from "./calls.ts";

/** One moment of a run. Memory is in bytes. */
export interface Sample {
  /** Milliseconds since the run began. */
  readonly at: number;
  readonly resident: number;
  /** The heap in use, garbage included. */
  readonly heap: number;
  /** The heap after a collection; measured rarely, since a collection blocks the process. */
  readonly alive?: number;
  readonly inFlight: number;
  readonly open: number;
}

/** Every so many samples there is a collection. */
const COLLECTION_EVERY = 5;

/** Takes samples until it is stopped. @param pause - between two samples, in milliseconds */
export function takeSamples(gauges: Gauges, beginsAt: number, pause: number): { stop(): readonly Sample[] } {
  const samples: Sample[] = [];
  const take = (): void => {
    const at = Date.now() - beginsAt;
    if (at >= 0) {
      const { rss: resident, heapUsed: heap } = process.memoryUsage();
      const alive = samples.length % COLLECTION_EVERY === 0 ? { alive: aliveHeap() } : {};
      const { inFlight, open } = gauges;
      samples.push({ at, resident, heap, ...alive, inFlight, open });
    }
  };
  const timer = setInterval(take, pause);
  return {
    stop() {
      clearInterval(timer);
      take();
      return samples;
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
