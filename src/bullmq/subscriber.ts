import { type Queue, QueueEvents } from "bullmq";
import { JobsError } from "../errors/base.ts";
import type { CheckedRef } from "../services/job-ref.ts";
import { closeWithTimeout } from "./close-with-timeout.ts";
import type { JobData, StoredJob, StoredOutcome } from "./job-data.ts";
import { queueName, type ResolvedRedisOptions, waitId } from "./queues.ts";

/** Receives what happens to one wait. */
export interface WaitListener {
  onUpdate(job: StoredJob): void;
  /** Called once, as is `onError`; nothing follows. */
  onEnd(outcome: StoredOutcome): void;
  onError(error: unknown): void;
}

/** Subscribes to the waits of one service. */
export interface WaitSubscriber {
  /** Reports a wait to a listener until its end; returns the function that stops that. */
  subscribe(ref: CheckedRef, listener: WaitListener): () => void;
  close(): Promise<void>;
}

/** How often waits without an event are read again, in milliseconds: Redis keeps a bounded number of events. */
const REREAD_INTERVAL = 30_000;

/**
 * Events are read from the first one that Redis has: BullMQ's "from now on" loses what comes before its first response. An
 * event only says which wait to read, so an old one does no harm.
 */
const FIRST_EVENT = "0";

interface Subscription {
  readonly ref: CheckedRef;
  readonly listener: WaitListener;
  lastProgress: string;
  state: "idle" | "reading" | "read again" | "ended";
}

export function createWaitSubscriber(
  service: string,
  queue: Queue<JobData, StoredOutcome>,
  redis: ResolvedRedisOptions["redis"],
  onRedisError: ResolvedRedisOptions["onRedisError"],
): WaitSubscriber {
  const events = new QueueEvents(queueName(service), { ...redis, lastEventId: FIRST_EVENT });
  const subscriptions = new Map<string, Set<Subscription>>();
  const timer = setInterval(readAll, REREAD_INTERVAL);
  events.on("error", onRedisError);
  for (const event of ["progress", "completed", "failed"] as const) {
    events.on(event, ({ jobId }: { readonly jobId: string }) => {
      for (const subscription of subscriptions.get(jobId) ?? []) {
        read(subscription);
      }
    });
  }

  function readAll(): void {
    for (const subscription of [...subscriptions.values()].flatMap((all) => [...all])) {
      read(subscription);
    }
  }

  async function read(subscription: Subscription): Promise<void> {
    if (subscription.state !== "idle") {
      subscription.state = subscription.state === "ended" ? "ended" : "read again";
      return;
    }
    do {
      subscription.state = "reading";
      try {
        report(subscription, await queue.getJob(waitId(subscription.ref)));
      } catch (error) {
        // Redis is away; the next event or the next round reads again.
        onRedisError(error);
      }
    } while ((subscription.state as Subscription["state"]) === "read again");
    subscription.state = (subscription.state as Subscription["state"]) === "ended" ? "ended" : "idle";
  }

  function report(subscription: Subscription, wait: Awaited<ReturnType<typeof queue.getJob>>): void {
    if (subscription.state === "ended") {
      return;
    }
    const { listener, ref } = subscription;
    if (wait === undefined) {
      remove(subscription);
      listener.onError(
        new JobsError(`There is no wait for ${ref.service}/${ref.id}, or its outcome is no longer kept.`),
      );
      return;
    }
    const progress = typeof wait.progress === "object" ? JSON.stringify(wait.progress) : "";
    if (progress !== subscription.lastProgress) {
      subscription.lastProgress = progress;
      listener.onUpdate(wait.progress as StoredJob);
    }
    if (wait.finishedOn !== undefined) {
      remove(subscription);
      listener.onEnd(wait.returnvalue ?? { ref, error: { name: "JobsError", message: wait.failedReason } });
    }
  }

  function remove(subscription: Subscription): void {
    subscription.state = "ended";
    const id = waitId(subscription.ref);
    const all = subscriptions.get(id);
    all?.delete(subscription);
    if (all?.size === 0) {
      subscriptions.delete(id);
    }
  }

  return {
    subscribe(ref, listener) {
      const subscription: Subscription = { ref, listener, lastProgress: "", state: "idle" };
      const id = waitId(ref);
      subscriptions.set(id, (subscriptions.get(id) ?? new Set()).add(subscription));
      read(subscription);
      return () => remove(subscription);
    },
    async close() {
      clearInterval(timer);
      await closeWithTimeout(events);
    },
  };
}
