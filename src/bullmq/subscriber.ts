import { type Queue, QueueEvents } from "bullmq";
import { JobsError } from "../errors/base.ts";
import type { CheckedRef } from "../services/job-ref.ts";
import { closeWithTimeout } from "./bullmq-internals.ts";
import { isStoredJob, type JobData, type StoredJob, type StoredOutcome } from "./job-data.ts";
import { outcomeOfRecord, readWait, type WaitRecord, waitId } from "./records.ts";
import type { ResolvedRedisOptions } from "./redis-options.ts";

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

/** How soon events are asked for again, in milliseconds. */
const RETRY_INTERVAL = 1_000;

/** How many waits are read at once, of however many there are: the event loop stays free. */
const READS_AT_ONCE = 50;

/**
 * Events are read from the first one that Redis has: BullMQ's "from now on" loses what comes before its first response. An
 * event only says which wait to read, so an old one does no harm.
 */
const FIRST_EVENT = "0";

interface Subscription {
  readonly ref: CheckedRef;
  readonly listener: WaitListener;
  lastProgress: string;
  isOver: boolean;
}

export function createWaitSubscriber(
  queue: Queue<JobData, StoredOutcome>,
  { redis, errors }: ResolvedRedisOptions,
): WaitSubscriber {
  const events = new QueueEvents(queue.name, { ...redis, lastEventId: FIRST_EVENT, autorun: false });
  const subscriptions = new Map<string, Set<Subscription>>();
  /** To be read, in the order of their events. */
  const unread = new Set<Subscription>();
  let reading = 0;
  let isClosed = false;
  let retry: NodeJS.Timeout | undefined;
  const timer = setInterval(() => {
    for (const all of subscriptions.values()) {
      read(all);
    }
  }, REREAD_INTERVAL);
  events.on("error", errors.report);
  for (const event of ["progress", "completed", "failed"] as const) {
    events.on(event, ({ jobId }: { readonly jobId: string }) => read(subscriptions.get(jobId) ?? []));
  }

  consume();

  /** BullMQ gives up if its first command fails. */
  function consume(): void {
    events.run().catch((error) => {
      errors.report(error);
      retry = isClosed ? undefined : setTimeout(consume, RETRY_INTERVAL);
    });
  }

  function read(some: Iterable<Subscription>): void {
    for (const subscription of some) {
      unread.add(subscription);
    }
    readNext();
  }

  function readNext(): void {
    for (const subscription of unread) {
      if (reading >= READS_AT_ONCE) {
        break;
      }
      unread.delete(subscription);
      reading += 1;
      readWait(queue, waitId(subscription.ref))
        // If Redis is away, the next event or the next round reads again.
        .then((record) => report(subscription, record), errors.report)
        .finally(() => {
          reading -= 1;
          readNext();
        });
    }
  }

  function report(subscription: Subscription, record: WaitRecord | undefined): void {
    if (subscription.isOver) {
      return;
    }
    const { listener, ref } = subscription;
    if (record === undefined) {
      remove(subscription);
      listener.onError(
        new JobsError(`There is no wait for ${ref.service}/${ref.id}, or its outcome is no longer kept.`),
      );
      return;
    }
    const job = record.wait?.progress;
    const progress = isStoredJob(job) ? JSON.stringify(job) : "";
    if (progress !== subscription.lastProgress) {
      subscription.lastProgress = progress;
      listener.onUpdate(job as StoredJob);
    }
    const outcome = outcomeOfRecord(record);
    if (outcome !== undefined) {
      remove(subscription);
      listener.onEnd(outcome);
    }
  }

  function remove(subscription: Subscription): void {
    subscription.isOver = true;
    unread.delete(subscription);
    const id = waitId(subscription.ref);
    const all = subscriptions.get(id);
    all?.delete(subscription);
    if (all?.size === 0) {
      subscriptions.delete(id);
    }
  }

  return {
    subscribe(ref, listener) {
      const subscription: Subscription = { ref, listener, lastProgress: "", isOver: false };
      const id = waitId(ref);
      subscriptions.set(id, (subscriptions.get(id) ?? new Set()).add(subscription));
      read([subscription]);
      return () => remove(subscription);
    },
    async close() {
      isClosed = true;
      clearInterval(timer);
      clearTimeout(retry);
      await closeWithTimeout(events);
    },
  };
}
