import { Queue } from "bullmq";
import { JobsError } from "../errors/base.ts";
import type { AnyJob } from "../job.ts";
import { type BuiltInName, type Job, type JobRef, type OwnServices, resolveServices } from "../services/index.ts";
import { checkRef } from "../services/job-ref.ts";
import { abortable } from "../util/abort.ts";
import { invalidOption, knownOptions, objectOption, pathSegment, signalOption } from "../util/validate.ts";
import { closeWithTimeout } from "./close-with-timeout.ts";
import { type DurableWaitOptions, enqueue, resolveDurableWaitOptions } from "./enqueue.ts";
import type { JobData, StoredOutcome } from "./job-data.ts";
import type { DurableOutcome, WaitEvent } from "./outcome.ts";
import { perService, queueName, type RedisOptions, resolveRedisOptions } from "./queues.ts";
import { createWaitSubscriber } from "./subscriber.ts";
import { type WatchedRef, watchWaits } from "./watch-waits.ts";

/** The options of `openWaits`. */
export interface WaitsOptions<Own extends OwnServices<Own> = {}> extends RedisOptions {
  /** The project of references that name none. */
  readonly projectId?: string | undefined;
  /** Services of your own by name, each made with `defineService`. */
  readonly services?: Own | undefined;
}

/** The waits that Redis keeps: to add to them, and to learn how they end. */
export interface Waits<Own = {}> {
  /**
   * Adds references; the workers do the rest. A job that already has a wait keeps it as it is, also if its outcome is still
   * kept (for a day); only a wait that ended with an error begins again. While Redis is away, the call waits for it.
   *
   * @throws ConfigurationError - for a wrong reference or option, before anything is added
   */
  add(refs: readonly JobRef<BuiltInName | (keyof Own & string)>[], options?: DurableWaitOptions): Promise<void>;
  /**
   * How the wait for a job ends, also if it has ended long ago (up to a day). As long as no worker runs, no wait ends, not
   * even one whose timeout has passed.
   *
   * @throws JobsError - if there is no such wait, or when the waits are closed
   * @throws the signal's `reason` if it aborts
   */
  outcome<const R extends JobRef<BuiltInName | (keyof Own & string)>>(
    ref: R,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<DurableOutcome<R, Job<R["service"], Own>>>;
  /**
   * Changes and outcomes of many waits as they come; ends when each has its outcome. Each outcome comes once. Of changes in
   * quick succession the last one is reported.
   *
   * @throws JobsError - if there is no such wait, or when the waits are closed
   * @throws the signal's `reason` if it aborts
   */
  watch<const R extends JobRef<BuiltInName | (keyof Own & string)>>(
    refs: readonly R[],
    options?: { readonly signal?: AbortSignal | undefined },
  ): AsyncIterableIterator<WaitEvent<R, Job<R["service"], Own>>>;
  /**
   * Closes the connections to Redis, within seconds also while it is away. Pending outcomes reject; the waits go on.
   */
  close(): Promise<void>;
}

/**
 * Opens the waits: to add references, and to learn how they end. That takes no credentials.
 *
 * @throws ConfigurationError if an option is wrong
 * @example
 * ```ts
 * const waits = openWaits({ connection: { host: "redis" }, projectId });
 * await waits.add([{ service: "dcs", id }], { timeout: 7_200_000 });
 * const { job, error } = await waits.outcome({ service: "dcs", id });
 * await waits.close();
 * ```
 */
export function openWaits<Own extends OwnServices<Own> = {}>(options: WaitsOptions<Own>): Waits<Own> {
  const given = knownOptions("options", options, ["connection", "onRedisError", "projectId", "services"]);
  const services = resolveServices(given["services"]);
  const { redis, onRedisError } = resolveRedisOptions(given);
  const projectId = given["projectId"] === undefined ? undefined : pathSegment("projectId", given["projectId"]);
  const closing = new AbortController();
  const queues = perService((service) => {
    const queue = new Queue<JobData, StoredOutcome>(queueName(service), redis);
    queue.on("error", onRedisError);
    return queue;
  });
  const subscribers = perService((service) => createWaitSubscriber(service, queues.of(service), redis, onRedisError));

  function check(refs: unknown): WatchedRef[] {
    closing.signal.throwIfAborted();
    if (!Array.isArray(refs)) {
      throw invalidOption("refs", "an array of job references", refs);
    }
    return refs.map((ref) => [ref, checkRef(services, ref, projectId)]);
  }

  function watch(refs: unknown, watchOptions: unknown): AsyncIterableIterator<WaitEvent<unknown, AnyJob>> {
    const signal = signalOption("signal", objectOption("options", watchOptions)["signal"]);
    return watchWaits(check(refs), subscribers.of, [signal, closing.signal]);
  }

  const waits = {
    async add(refs: unknown, waitOptions: unknown): Promise<void> {
      const resolved = resolveDurableWaitOptions(waitOptions);
      const checked = check(refs).map(([, ref]) => ref);
      const additions = [...new Set(checked.map((ref) => ref.service))].map((service) => {
        const own = checked.filter((ref) => ref.service === service);
        return enqueue(queues.of(service), own, resolved);
      });
      await abortable(Promise.all(additions), closing.signal);
    },

    async outcome(ref: unknown, outcomeOptions: unknown): Promise<DurableOutcome<unknown, AnyJob>> {
      for await (const event of watch([ref], outcomeOptions)) {
        if (event.type === "outcome") {
          const { type, ...outcome } = event;
          return outcome;
        }
      }
      throw new JobsError("A wait ended without an outcome.");
    },

    watch,

    async close(): Promise<void> {
      closing.abort(new JobsError("The waits were closed."));
      const subscribersClosed = subscribers.all().map((subscriber) => subscriber.close());
      await Promise.all([...subscribersClosed, ...queues.all().map((queue) => closeWithTimeout(queue))]);
    },
  };
  return waits as unknown as Waits<Own>;
}
