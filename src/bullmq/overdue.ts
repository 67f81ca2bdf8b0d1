import { Queue } from "bullmq";
import { closeWithTimeout } from "./bullmq-internals.ts";
import type { JobData, StoredOutcome } from "./job-data.ts";
import { queueName } from "./place.ts";
import { perName } from "./records.ts";
import type { RedisClock } from "./redis-clock.ts";
import type { ResolvedRedisOptions } from "./redis-options.ts";
import { endOverdueWaits, registeredServices } from "./registry.ts";

/** How often overdue waits that no worker polls are searched for, in milliseconds. */
const INTERVAL = 5_000;

/**
 * Ends waits whose time is up at the worker's places, in the queues of services that it does not poll.
 *
 * @returns the function that stops it
 */
export function startOverdueCheck(
  queue: Queue,
  places: readonly string[],
  isPolled: (queueName: string) => boolean,
  time: RedisClock,
  { redis, errors }: ResolvedRedisOptions,
): () => Promise<void> {
  const queues = perName((name) => {
    const opened = new Queue<JobData, StoredOutcome>(name, { ...redis, skipMetasUpdate: true });
    opened.on("error", errors.report);
    return opened;
  });
  let isRunning = false;
  let isStopped = false;

  async function check(): Promise<void> {
    for (const place of places) {
      for (const service of await registeredServices(queue, place)) {
        const name = queueName(service, place);
        if (!isStopped && !isPolled(name)) {
          await endOverdueWaits(queues.of(name), await time.now());
        }
      }
    }
  }

  async function start(): Promise<void> {
    if (!isRunning) {
      isRunning = true;
      await check().catch(errors.report);
      isRunning = false;
    }
  }

  start();
  const timer = setInterval(start, INTERVAL);
  return async () => {
    isStopped = true;
    clearInterval(timer);
    await Promise.all(queues.all().map((each) => closeWithTimeout(each)));
  };
}
