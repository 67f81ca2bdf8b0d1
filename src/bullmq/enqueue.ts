import type { Queue } from "bullmq";
import { ConfigurationError } from "../errors/base.ts";
import { type ResolvedWaitOptions, resolveWaitOptions, type WatchOptions } from "../polling/options.ts";
import type { CheckedRef } from "../services/job-ref.ts";
import { objectOption } from "../util/validate.ts";
import { type JobData, newJobData, type StoredOutcome } from "./job-data.ts";
import { waitId } from "./queues.ts";

/** How to wait: the options of `wait` that can be stored. */
export type DurableWaitOptions = Omit<WatchOptions, "signal">;

/** How long outcomes are kept, in seconds. */
const RETENTION = { age: 86_400 };

/** The pause before an attempt that an error of Redis cut short is repeated, in milliseconds. */
const RETRY_AFTER_ERROR = 1_000;

/**
 * @throws ConfigurationError for an option that is wrong
 */
export function resolveDurableWaitOptions(options: unknown): ResolvedWaitOptions {
  const given = objectOption("options", options);
  const own = ["signal", "onUpdate"].find((name) => given[name] !== undefined);
  if (own !== undefined) {
    throw new ConfigurationError(`"${own}" cannot outlive its process; a worker takes "onUpdate".`);
  }
  return resolveWaitOptions(given);
}

/** Adds references of one service. BullMQ ignores a job whose ID it has already. */
export async function enqueue(
  queue: Queue<JobData, StoredOutcome>,
  refs: readonly CheckedRef[],
  options: ResolvedWaitOptions,
): Promise<void> {
  await Promise.all(refs.map((ref) => forgetError(queue, waitId(ref))));
  const addedAt = Date.now();
  await queue.addBulk(
    refs.map((ref) => ({
      name: "wait",
      data: newJobData(ref, options, addedAt),
      opts: {
        jobId: waitId(ref),
        attempts: Number.MAX_SAFE_INTEGER,
        backoff: { type: "fixed", delay: RETRY_AFTER_ERROR },
        removeOnComplete: RETENTION,
        removeOnFail: RETENTION,
      },
    })),
  );
}

/** A wait that ended with an error may begin again; an outcome with a job stays. */
async function forgetError(queue: Queue<JobData, StoredOutcome>, id: string): Promise<void> {
  const wait = await queue.getJob(id);
  if (wait?.finishedOn !== undefined && !(wait.returnvalue && "job" in wait.returnvalue)) {
    // It may have been added again meanwhile: a wait that is being polled cannot be removed, and need not be.
    await wait.remove().catch(() => {});
  }
}
