import type { Queue } from "bullmq";
import { ConfigurationError } from "../errors/base.ts";
import { type ResolvedWaitOptions, resolveWaitOptions, type WatchOptions } from "../polling/options.ts";
import type { CheckedRef } from "../services/job-ref.ts";
import { numberOption, objectOption } from "../util/validate.ts";
import { type JobData, newJobData, type StoredOutcome } from "./job-data.ts";
import { outcomeOfRecord, RETENTION, readWait, waitId } from "./records.ts";

/** How to wait: the options of `wait` that can be stored, and one that only a durable wait has. */
export interface DurableWaitOptions extends Omit<WatchOptions, "signal" | "typicalDuration"> {
  /** How long such a job usually takes from its start to its end: polls are moved to where the end is expected. */
  readonly typicalDuration?: number | undefined;
  /**
   * How long a wait goes on while its polls fail for a reason that may be one worker's: 401, 403, no credential, a proxy or
   * a certificate. Another worker may have a good credential.
   * Default: the worker's.
   */
  readonly unauthorizedGrace?: number | undefined;
}

/** Checked options with their defaults filled in. */
export type ResolvedDurableWaitOptions = Omit<ResolvedWaitOptions, "typicalDuration"> & {
  readonly typicalDuration: number | undefined;
  readonly unauthorizedGrace: number | undefined;
};

/**
 * @throws ConfigurationError for an option that is wrong
 */
export function resolveDurableWaitOptions(options: unknown): ResolvedDurableWaitOptions {
  const { unauthorizedGrace, ...given } = objectOption("options", options);
  const own = ["signal", "onUpdate"].find((name) => given[name] !== undefined);
  if (own !== undefined) {
    throw new ConfigurationError(`"${own}" cannot outlive its process; a worker takes "onUpdate".`);
  }
  const { typicalDuration, ...resolved } = resolveWaitOptions(given);
  if (typeof typicalDuration === "function") {
    throw new ConfigurationError(
      '"typicalDuration" is stored, so it is a number; add jobs of each kind with their own.',
    );
  }
  const grace = unauthorizedGrace === undefined ? undefined : numberOption("unauthorizedGrace", unauthorizedGrace, 0);
  return { ...resolved, typicalDuration, unauthorizedGrace: grace };
}

export function* slicesOf<T>(items: readonly T[], size: number): Iterable<readonly T[]> {
  for (let start = 0; start < items.length; start += size) {
    yield items.slice(start, start + size);
  }
}

/** Adds references of one service. BullMQ ignores a job whose ID it has already. */
export async function enqueue(
  queue: Queue<JobData, StoredOutcome>,
  refs: readonly CheckedRef[],
  options: ResolvedDurableWaitOptions,
  addedAt: number,
): Promise<void> {
  await Promise.all(refs.map((ref) => forgetError(queue, waitId(ref))));
  await queue.addBulk(
    refs.map((ref) => ({
      name: "wait",
      data: newJobData(ref, options, addedAt),
      opts: {
        jobId: waitId(ref),
        attempts: Number.MAX_SAFE_INTEGER,
        // After an attempt whose result Redis did not take.
        backoff: { type: "fixed", delay: options.interval.min },
        stackTraceLimit: 1,
        removeOnComplete: RETENTION,
        removeOnFail: RETENTION,
      },
    })),
  );
}

/** A wait that ended with an error, or cannot be read, may begin again; an outcome with a job stays. */
async function forgetError(queue: Queue<JobData, StoredOutcome>, id: string): Promise<void> {
  const record = await readWait(queue, id);
  if (record && outcomeOfRecord(record)?.error !== undefined) {
    // It may have been added again meanwhile: a wait that is being polled cannot be removed, and need not be.
    await queue.remove(id).catch(() => {});
  }
}
