import type { Queue } from "bullmq";
import { redisClient } from "./bullmq-internals.ts";
import { deadlineOf, type JobData, readJobData, type StoredOutcome, timeoutOutcome } from "./job-data.ts";
import { RETENTION, readWait } from "./records.ts";

/** The key of the set of services that have waits at a place. */
function registryKey({ opts }: Queue, place: string): string {
  return `${opts.prefix}:services of ${place}`;
}

/** Notes that a place has waits of a service, so that its workers know of those that they do not serve. */
export async function registerService(queue: Queue, service: string, place: string): Promise<void> {
  const client = await redisClient(queue);
  await client.sadd(registryKey(queue, place), service);
}

export async function registeredServices(queue: Queue, place: string): Promise<string[]> {
  const client = await redisClient(queue);
  return client.smembers(registryKey(queue, place));
}

/** How many waits are read at once. */
const PAGE = 100;

/**
 * Ends the waits of a queue whose time is up although no worker polls them. They stay where they are, since only a worker
 * of the queue completes jobs of BullMQ; the outcome is in the record, where it is found, and is kept as long as others.
 */
export async function endOverdueWaits(queue: Queue<JobData, StoredOutcome>, now: number): Promise<void> {
  for (let start = 0; ; start += PAGE) {
    const ids = await queue.getRanges(["waiting", "delayed"], start, start + PAGE - 1, true);
    await Promise.all(ids.map((id) => endIfOverdue(queue, id, now)));
    if (ids.length === 0) {
      return;
    }
  }
}

async function endIfOverdue(queue: Queue<JobData, StoredOutcome>, id: string, now: number): Promise<void> {
  const { wait } = (await readWait(queue, id)) ?? {};
  const data = readJobData(wait?.data);
  if (wait === undefined || typeof data === "string" || deadlineOf(data) > now) {
    return;
  }
  if (data.outcome === undefined) {
    await wait.updateData({ ...data, outcome: timeoutOutcome(data, now) });
    // Makes those who watch read the record.
    await wait.updateProgress(wait.progress);
  } else if (deadlineOf(data) + RETENTION.age * 1_000 < now) {
    await wait.remove().catch(() => {});
  }
}
