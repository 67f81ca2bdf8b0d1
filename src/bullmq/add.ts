import type { Queue } from "bullmq";
import { ConfigurationError } from "../errors/configuration-error.ts";
import type { CheckedRef } from "../services/job-ref.ts";
import { group } from "../validate.ts";
import { planWait, type WaitPlan, type WatchOptions } from "../waiting/options.ts";
import { waitId } from "./queues.ts";
import { newRecord, type StoredOutcome, type WaitRecord } from "./record.ts";

/** How to wait, as for `wait`; nothing that only one process could know. */
export type DurableWaitOptions = Omit<WatchOptions, "signal">;

/** Outcomes are kept so long, in seconds. */
const KEPT = { age: 86_400 };

/** An attempt that trouble with Redis cut short is made again after this pause, in milliseconds. */
const AFTER_TROUBLE = 1_000;

/**
 * @throws ConfigurationError for an option that is not what it has to be
 */
export function planDurableWait(options: unknown): WaitPlan {
  const given = group("options", options);
  const own = ["signal", "onUpdate"].find((name) => given[name] !== undefined);
  if (own !== undefined) {
    throw new ConfigurationError(`"${own}" cannot outlive its process; a worker takes "onUpdate".`);
  }
  return planWait(given);
}

/** Puts references of one service in. BullMQ leaves a job alone whose ID it has already. */
export async function putIn(
  queue: Queue<WaitRecord, StoredOutcome>,
  refs: readonly CheckedRef[],
  plan: WaitPlan,
): Promise<void> {
  await Promise.all(refs.map((ref) => forgetError(queue, waitId(ref))));
  const began = Date.now();
  await queue.addBulk(
    refs.map((ref) => ({
      name: "wait",
      data: newRecord(ref, plan, began),
      opts: {
        jobId: waitId(ref),
        attempts: Number.MAX_SAFE_INTEGER,
        backoff: { type: "fixed", delay: AFTER_TROUBLE },
        removeOnComplete: KEPT,
        removeOnFail: KEPT,
      },
    })),
  );
}

/** A wait that ended with an error may be made again; an outcome with a job stays. */
async function forgetError(queue: Queue<WaitRecord, StoredOutcome>, id: string): Promise<void> {
  const wait = await queue.getJob(id);
  if (wait?.finishedOn !== undefined && !(wait.returnvalue && "job" in wait.returnvalue)) {
    // Another one may have put it in meanwhile: what is being polled cannot be removed, and need not be.
    await wait.remove().catch(() => {});
  }
}
