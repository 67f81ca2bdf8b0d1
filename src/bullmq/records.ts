import type { Job, Queue } from "bullmq";
import type { CheckedRef } from "../services/job-ref.ts";
import { redisClient, UNREADABLE } from "./bullmq-internals.ts";
import { type JobData, readOutcome, type StoredOutcome, unreadableOutcome } from "./job-data.ts";

/** How long outcomes are kept, in seconds. */
export const RETENTION = { age: 86_400 } as const;

/** The same for two references to one job, so that it has one wait. */
export function waitId({ projectId, id }: CheckedRef): string {
  return `${projectId}/${id}`;
}

/** What Redis has of a wait: absent if there is none. */
export type WaitRecord =
  | { readonly wait: Job<JobData, StoredOutcome>; readonly problem?: undefined }
  | { readonly wait?: undefined; readonly problem: string };

/** Reads a wait. BullMQ throws if what Redis has is not JSON: that is a fact about this one wait. */
export async function readWait(queue: Queue<JobData, StoredOutcome>, id: string): Promise<WaitRecord | undefined> {
  try {
    const wait = await queue.getJob(id);
    return wait && { wait };
  } catch (error) {
    if (error instanceof SyntaxError) {
      return { problem: "The record of this wait cannot be read: it is not JSON." };
    }
    throw error;
  }
}

/** How a wait ended; absent if it goes on. */
export function outcomeOfRecord({ wait, problem }: WaitRecord): StoredOutcome | undefined {
  if (wait === undefined) {
    return unreadableOutcome(problem);
  }
  if (wait.finishedOn === undefined) {
    // A worker that cannot poll the wait has ended it.
    const { outcome } = Object(wait.data) as Partial<JobData>;
    return outcome === undefined ? undefined : readOutcome(outcome);
  }
  // A wait that ended well may have the reason of an attempt before.
  return wait.returnvalue == null && wait.failedReason
    ? unreadableOutcome(`BullMQ ended the wait: ${wait.failedReason}`)
    : readOutcome(wait.returnvalue);
}

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

/** One value per name, made when it is first needed. */
export function perName<V>(make: (name: string) => V) {
  const made = new Map<string, V>();
  return {
    of(name: string): V {
      const value = made.get(name) ?? make(name);
      made.set(name, value);
      return value;
    },
    all: (): V[] => [...made.values()],
  };
}
