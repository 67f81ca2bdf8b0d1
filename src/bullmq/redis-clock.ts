import type { Queue } from "bullmq";
import { redisClient } from "./bullmq-internals.ts";
import { RedisError, type RedisErrorReporter } from "./redis-errors.ts";

/** Redis' time, the only one that all machines share. Milliseconds since the epoch. */
export interface RedisClock {
  now(): Promise<number>;
  /** A point in Redis' time, as this machine's clock shows it: BullMQ compares due times with that one. */
  toLocal(time: number): number;
  /** By how much this machine's clock is ahead. */
  skew(): number;
}

/** How long a reading is used, in milliseconds. */
const MAX_AGE = 10_000;

/** A difference that matters to nobody, in milliseconds. */
const TOLERANCE = 1_000;

/**
 * Reads Redis' time now and then, and counts on with the monotonic clock in between.
 *
 * @param errors - where a clock that is off is reported, if it matters that it is
 */
export function createRedisClock(queue: Queue, errors?: RedisErrorReporter): RedisClock {
  /** Redis' time, and this machine's, when the monotonic clock was at zero. */
  let origin = Number.NaN;
  let localOrigin = Number.NaN;
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  async function read(): Promise<void> {
    const client = await redisClient(queue);
    const before = performance.now();
    const [seconds, microseconds] = await client.time();
    readAt = performance.now();
    origin = Number(seconds) * 1_000 + Number(microseconds) / 1_000 - (before + readAt) / 2;
    localOrigin = Date.now() - readAt;
    const skew = localOrigin - origin;
    if (Math.abs(skew) > TOLERANCE) {
      const by = `${Math.round(Math.abs(skew) / 1_000)} s ${skew > 0 ? "ahead of" : "behind"}`;
      const text = `The clock of this machine is ${by} Redis' time, which the waits go by.`;
      errors?.report(new RedisError(text, "CLOCK_SKEW", 1));
    }
  }

  /** The monotonic clock stops while a machine sleeps; its other clock then jumps. */
  function isStale(): boolean {
    const monotonic = performance.now();
    return monotonic - readAt > MAX_AGE || Math.abs(Date.now() - monotonic - localOrigin) > TOLERANCE;
  }

  return {
    async now() {
      if (isStale()) {
        reading ??= read().finally(() => {
          reading = undefined;
        });
        await reading;
      }
      return origin + performance.now();
    },
    toLocal: (time) => Math.ceil(time + localOrigin - origin),
    skew: () => localOrigin - origin,
  };
}
