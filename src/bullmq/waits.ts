import { Queue } from "bullmq";
import { JobsError } from "../errors/base.ts";
import type { AnyJob, JobRefOf } from "../job.ts";
import type { NameIn } from "../jobs-client.ts";
import type { ServiceTable } from "../services/definition.ts";
import type { JobIn } from "../services/index.ts";
import { checkRef } from "../services/job-ref.ts";
import { abortable } from "../util/abort.ts";
import { invalidOption, objectOption, pathSegment, signalOption } from "../util/validate.ts";
import { closeWithTimeout } from "./close-with-timeout.ts";
import { type DurableWaitOptions, enqueue, resolveDurableWaitOptions } from "./enqueue.ts";
import type { JobData, StoredOutcome } from "./job-data.ts";
import type { DurableOutcome, WaitEvent } from "./outcome.ts";
import { perService, queueName, type RedisOptions, resolveRedisOptions } from "./queues.ts";
import { createWaitSubscriber } from "./subscriber.ts";
import { type Watched, watchWaits } from "./watch-waits.ts";

/** Where the waits are. */
export interface WaitsOptions extends RedisOptions {
  /** The project of references that name none. */
  readonly projectId?: string | undefined;
}

/** The waits that Redis keeps, for those who put them in and those who want to know how they end. */
export interface WaitsOf<T extends ServiceTable> {
  /**
   * Puts references in; the workers do the rest. A job that is waited for already goes on as it was: the same job twice is
   * one wait. So does one whose outcome is still there, a day long; only a wait that ended with an error begins anew.
   * While Redis is away it waits for it.
   *
   * @throws ConfigurationError - for a wrong reference or option, before anything is put in
   */
  add(refs: readonly JobRefOf<NameIn<T>>[], options?: DurableWaitOptions): Promise<void>;
  /**
   * How the wait for a job ends, also when it has ended long ago (up to a day). As long as no worker runs, no wait ends,
   * not even one whose time is up.
   *
   * @throws JobsError - when there is no such wait, or when the waits are closed
   * @throws the signal's `reason` when it aborts
   */
  outcome<const R extends JobRefOf<NameIn<T>>>(
    ref: R,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<DurableOutcome<R, JobIn<T, R["service"]>>>;
  /**
   * Changes and outcomes of many waits as they come; over when each has its outcome. Each outcome comes once. Of changes in
   * quick succession the last one is told.
   *
   * @throws JobsError - when there is no such wait, or when the waits are closed
   * @throws the signal's `reason` when it aborts
   */
  watch<const R extends JobRefOf<NameIn<T>>>(
    refs: readonly R[],
    options?: { readonly signal?: AbortSignal | undefined },
  ): AsyncIterableIterator<WaitEvent<R, JobIn<T, R["service"]>>>;
  /**
   * Closes the connections to Redis, within seconds also while it is away. What still waits for an outcome rejects; the
   * waits go on.
   */
  close(): Promise<void>;
}

/** Makes the function that opens the waits for a table of services. */
export function makeWaits<const T extends ServiceTable>(table: T): (options: WaitsOptions) => WaitsOf<T> {
  return (options) => {
    const given = objectOption("options", options);
    const { redis, onRedisError } = resolveRedisOptions(given);
    const projectId = given["projectId"] === undefined ? undefined : pathSegment("projectId", given["projectId"]);
    const closing = new AbortController();
    const queues = perService((service) => {
      const queue = new Queue<JobData, StoredOutcome>(queueName(service), redis);
      queue.on("error", onRedisError);
      return queue;
    });
    const readers = perService((service) => createWaitSubscriber(service, queues.of(service), redis, onRedisError));

    function check(refs: unknown): Watched[] {
      closing.signal.throwIfAborted();
      if (!Array.isArray(refs)) {
        throw invalidOption("refs", "an array of job references", refs);
      }
      return refs.map((ref) => [ref, checkRef(table, ref, projectId)]);
    }

    function watch(refs: unknown, options: unknown): AsyncIterableIterator<WaitEvent<unknown, AnyJob>> {
      const signal = signalOption("signal", objectOption("options", options)["signal"]);
      return watchWaits(check(refs), readers.of, [signal, closing.signal]);
    }

    const waits = {
      async add(refs: unknown, options: unknown): Promise<void> {
        const plan = resolveDurableWaitOptions(options);
        const checked = check(refs).map(([, ref]) => ref);
        const puts = [...new Set(checked.map((ref) => ref.service))].map((service) => {
          const own = checked.filter((ref) => ref.service === service);
          return enqueue(queues.of(service), own, plan);
        });
        await abortable(Promise.all(puts), closing.signal);
      },

      async outcome(ref: unknown, options: unknown): Promise<DurableOutcome<unknown, AnyJob>> {
        for await (const event of watch([ref], options)) {
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
        const readersClosed = readers.all().map((reader) => reader.close());
        await Promise.all([...readersClosed, ...queues.all().map((queue) => closeWithTimeout(queue))]);
      },
    };
    return waits as unknown as WaitsOf<T>;
  };
}
