import { type Queue, QueueEvents } from "bullmq";
import { JobsError } from "../errors/base.ts";
import type { CheckedRef } from "../services/job-ref.ts";
import { closeWithTimeout } from "./close-with-timeout.ts";
import type { JobData, StoredJob, StoredOutcome } from "./job-data.ts";
import { queueName, type ResolvedRedisOptions, waitId } from "./queues.ts";

/** Told of what happens to one wait. */
export interface Listener {
  update(job: StoredJob): void;
  /** Called once, as is `fail`; nothing is told after. */
  end(outcome: StoredOutcome): void;
  fail(error: unknown): void;
}

/** Reads the waits of one service. */
export interface WaitSubscriber {
  /** Tells a listener of a wait until its end; returns what stops that. */
  subscribe(ref: CheckedRef, listener: Listener): () => void;
  close(): Promise<void>;
}

/** Waits that no event came for are looked at this often, in milliseconds: Redis keeps a bounded number of events. */
const LOOK_AGAIN = 30_000;

/**
 * Events are read from the first one that Redis has: BullMQ's "from now on" loses what comes before its first answer. An
 * event only says where to look, so that an old one does no harm.
 */
const FROM_START = "0";

/** One wait that is followed. */
interface Subscription {
  readonly ref: CheckedRef;
  readonly listener: Listener;
  told: string;
  state: "idle" | "looking" | "look again" | "over";
}

export function createWaitSubscriber(
  service: string,
  queue: Queue<JobData, StoredOutcome>,
  redis: ResolvedRedisOptions["redis"],
  onRedisError: ResolvedRedisOptions["onRedisError"],
): WaitSubscriber {
  const events = new QueueEvents(queueName(service), { ...redis, lastEventId: FROM_START });
  const followed = new Map<string, Set<Subscription>>();
  const timer = setInterval(lookAtAll, LOOK_AGAIN);
  events.on("error", onRedisError);
  for (const event of ["progress", "completed", "failed"] as const) {
    events.on(event, ({ jobId }: { readonly jobId: string }) => {
      for (const one of followed.get(jobId) ?? []) {
        look(one);
      }
    });
  }

  function lookAtAll(): void {
    for (const all of followed.values()) {
      for (const one of all) {
        look(one);
      }
    }
  }

  async function look(one: Subscription): Promise<void> {
    if (one.state !== "idle") {
      one.state = one.state === "over" ? "over" : "look again";
      return;
    }
    do {
      one.state = "looking";
      try {
        tell(one, await queue.getJob(waitId(one.ref)));
      } catch (error) {
        // Redis is away; the next event or the next round looks again.
        onRedisError(error);
      }
    } while ((one.state as Subscription["state"]) === "look again");
    one.state = (one.state as Subscription["state"]) === "over" ? "over" : "idle";
  }

  function tell(one: Subscription, wait: Awaited<ReturnType<typeof queue.getJob>>): void {
    if (one.state === "over") {
      return;
    }
    const { listener, ref } = one;
    if (wait === undefined) {
      drop(one);
      listener.fail(new JobsError(`There is no wait for ${ref.service}/${ref.id}, or its outcome is no longer kept.`));
      return;
    }
    const progress = typeof wait.progress === "object" ? JSON.stringify(wait.progress) : "";
    if (progress !== one.told) {
      one.told = progress;
      listener.update(wait.progress as StoredJob);
    }
    if (wait.finishedOn !== undefined) {
      drop(one);
      listener.end(wait.returnvalue ?? { ref, error: { name: "JobsError", message: wait.failedReason } });
    }
  }

  function drop(one: Subscription): void {
    one.state = "over";
    const id = waitId(one.ref);
    const all = followed.get(id);
    all?.delete(one);
    if (all?.size === 0) {
      followed.delete(id);
    }
  }

  return {
    subscribe(ref, listener) {
      const one: Subscription = { ref, listener, told: "", state: "idle" };
      const id = waitId(ref);
      followed.set(id, (followed.get(id) ?? new Set()).add(one));
      look(one);
      return () => drop(one);
    },
    async close() {
      clearInterval(timer);
      await closeWithTimeout(events);
    },
  };
}
