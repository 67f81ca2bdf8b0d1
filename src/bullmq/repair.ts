import type { Queue } from "bullmq";
import { redisClient, UNREADABLE } from "./bullmq-internals.ts";
import { RETENTION, readWait } from "./records.ts";

/**
 * If BullMQ cannot read a wait, it can neither finish it nor leave it alone. Then what it stumbles over is replaced, so that
 * a worker can end the wait with an error.
 */
export async function repairUnreadable(queue: Queue, id: string): Promise<void> {
  const record = await readWait(queue, id);
  if (record?.problem !== undefined) {
    const client = await redisClient(queue);
    const opts = JSON.stringify({ removeOnComplete: RETENTION, removeOnFail: RETENTION });
    await client.hset(queue.toKey(id), { data: UNREADABLE, opts, progress: "0" });
  }
}
