/** What a run is seen to hold while it goes on. */
import type { Gauges } from "./client.ts";

/** How things stood at one moment. Memory is in bytes. */
export interface Sample {
  /** Milliseconds since the run began. */
  readonly at: number;
  /** What the process has of the machine. */
  readonly resident: number;
  /** What is in use of the heap, garbage included. */
  readonly heap: number;
  /** What of it is alive after a collection; measured now and then, since a collection holds everything up. */
  readonly alive: number | undefined;
  readonly inFlight: number;
  readonly open: number;
}

/** How many samples come to one collection. */
const COLLECTION_EVERY = 5;

/**
 * Records how things stand until it is stopped; takes `--expose-gc`.
 *
 * @param pause - between two samples, in milliseconds
 */
export function record(gauges: Gauges, beginsAt: number, pause: number): { stop(): readonly Sample[] } {
  const samples: Sample[] = [];
  const look = (): void => {
    const at = Date.now() - beginsAt;
    if (at < 0) {
      return;
    }
    const { rss: resident, heapUsed: heap } = process.memoryUsage();
    const alive = samples.length % COLLECTION_EVERY === 0 ? aliveNow() : undefined;
    const { inFlight, open } = gauges;
    samples.push({ at, resident, heap, alive, inFlight, open });
  };
  const timer = setInterval(look, pause);
  return {
    stop() {
      clearInterval(timer);
      look();
      return samples;
    },
  };
}

/** What of the heap is alive, in bytes. */
export function aliveNow(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
