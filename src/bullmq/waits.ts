import { Queue } from "bullmq";
import { JobsError } from "../errors/base.ts";
import type { AnyJob } from "../job.ts";
import { type BuiltInName, type Job, type JobRef, type OwnServices, resolveServices } from "../services/index.ts";
import { type CheckedRef, checkRef } from "../services/job-ref.ts";
import { abortable } from "../util/abort.ts";
import { systemClock } from "../util/clock.ts";
import { invalidOption, knownOptions, objectOption, pathSegment, signalOption } from "../util/validate.ts";
import { closeWithTimeout } from "./bullmq-internals.ts";
import {
  type DurableWaitOptions,
  enqueue,
  type ResolvedDurableWaitOptions,
  resolveDurableWaitOptions,
  slicesOf,
} from "./enqueue.ts";
import type { JobData, StoredOutcome } from "./job-data.ts";
import type { DurableOutcome, WaitEvent } from "./outcome.ts";
import { type PlaceOptions, queueName, resolvePlaces } from "./place.ts";
import { perName } from "./records.ts";
import { createRedisClock } from "./redis-clock.ts";
import { isLoginRefused, isPassing, type RedisError } from "./redis-errors.ts";
import { type RedisOptions, resolveRedisOptions } from "./redis-options.ts";
import { registerService } from "./registry.ts";
import { createWaitSubscriber } from "./subscriber.ts";
import { type WatchedRef, watchWaits } from "./watch-waits.ts";

/** The options of `openWaits`. */
export interface WaitsOptions<Own extends OwnServices<Own> = {}> extends RedisOptions, PlaceOptions<Own> {
  /** The project of references that name none. */
  readonly projectId?: string | undefined;
  /** Services of your own by name, each made with `defineService`. */
  readonly services?: Own | undefined;
}

/** The waits that Redis keeps: to add to them, and to learn how they end. */
export interface Waits<Own = {}> {
  /**
   * Adds references; the workers of the same place do the rest. A job that already has a wait keeps it as it is, also if its
   * outcome is still kept (for a day); only a wait that ended with an error begins again. While Redis is away, read-only or
   * loading, the call waits for it; what was added before stays added, and adding it again changes nothing.
   *
   * @throws ConfigurationError - for a wrong reference or option, before anything is added
   * @throws RedisError - if Redis refuses the login or the commands, or is full
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

/** How many references are checked, and how many are added at once: few enough to leave the event loop free. */
const CHECKED_AT_ONCE = 5_000;
const ADDED_AT_ONCE = 50;

/** The pause before Redis is asked again to take what it could not take, in milliseconds. */
const RETRY_INTERVAL = 1_000;

/**
 * Opens the waits of one place: to add references, and to learn how they end. That takes no credentials. A process that has
 * jobs at several places opens the waits of each.
 *
 * @throws ConfigurationError if an option is wrong
 * @example
 * ```ts
 * const waits = openWaits({ connection: { host: "redis" }, cloud: "otc", region: "eu-de", projectId });
 * await waits.add([{ service: "dcs", id }], { timeout: 7_200_000 });
 * const { job, error } = await waits.outcome({ service: "dcs", id });
 * await waits.close();
 * ```
 */
export function openWaits<Own extends OwnServices<Own> = {}>(options: WaitsOptions<Own>): Waits<Own> {
  const given = knownOptions("options", options, waitsOptionNames);
  const services = resolveServices(given["services"]);
  const placeOf = resolvePlaces(services, given);
  const redisOptions = resolveRedisOptions(given);
  const { redis, errors } = redisOptions;
  const projectId = given["projectId"] === undefined ? undefined : pathSegment("projectId", given["projectId"]);
  const closing = new AbortController();
  /** Called when Redis refuses the login: the connection goes on trying, and says so in no other way. */
  const rejections = new Set<(error: RedisError) => void>();
  /** What is open for each service. */
  const open = perName((service) => {
    const place = placeOf(service);
    const queue = new Queue<JobData, StoredOutcome>(queueName(service, place), redis);
    queue.on("error", (error) => {
      errors.report(error);
      const clean = errors.clean(error);
      if (isLoginRefused(clean)) {
        for (const reject of rejections) {
          reject(clean);
        }
      }
    });
    return { place, queue, time: createRedisClock(queue) };
  });
  const subscribers = perName((service) => createWaitSubscriber(open.of(service).queue, redisOptions));

  function listOf(refs: unknown): readonly unknown[] {
    closing.signal.throwIfAborted();
    if (!Array.isArray(refs)) {
      throw invalidOption("refs", "an array of job references", refs);
    }
    return refs;
  }

  function check(refs: readonly unknown[]): WatchedRef[] {
    const checked = refs.map((ref): WatchedRef => [ref, checkRef(services, ref, projectId)]);
    for (const service of new Set(checked.map(([, ref]) => ref.service))) {
      placeOf(service);
    }
    return checked;
  }

  /** Repeats what Redis cannot take at present. */
  async function untilTaken(run: () => Promise<void>): Promise<void> {
    for (;;) {
      let reject: (error: RedisError) => void = () => {};
      const refused = new Promise<never>((_, rejectRefused) => {
        reject = rejectRefused;
      });
      rejections.add(reject);
      try {
        return await Promise.race([run(), refused]);
      } catch (thrown) {
        const error = errors.clean(thrown);
        if (isLoginRefused(error) || !isPassing(error)) {
          throw error;
        }
        errors.report(error);
      } finally {
        rejections.delete(reject);
      }
      await systemClock.sleep(RETRY_INTERVAL, closing.signal);
    }
  }

  async function addTo(service: string, refs: readonly CheckedRef[], resolved: ResolvedDurableWaitOptions) {
    const { queue, place, time } = open.of(service);
    await untilTaken(() => registerService(queue, service, place));
    for (const slice of slicesOf(refs, ADDED_AT_ONCE)) {
      await untilTaken(async () => enqueue(queue, slice, resolved, await time.now()));
    }
  }

  function watch(refs: unknown, watchOptions: unknown): AsyncIterableIterator<WaitEvent<unknown, AnyJob>> {
    const signal = signalOption("signal", objectOption("options", watchOptions)["signal"]);
    return watchWaits(check(listOf(refs)), subscribers.of, [signal, closing.signal]);
  }

  const waits = {
    async add(refs: unknown, waitOptions: unknown): Promise<void> {
      const resolved = resolveDurableWaitOptions(waitOptions);
      const byService = new Map<string, CheckedRef[]>();
      // A copy: the caller may change the array meanwhile.
      for (const slice of slicesOf([...listOf(refs)], CHECKED_AT_ONCE)) {
        for (const [, ref] of check(slice)) {
          const own = byService.get(ref.service) ?? [];
          byService.set(ref.service, own);
          own.push(ref);
        }
        await systemClock.sleep(0, closing.signal);
      }
      const additions = [...byService].map(([service, own]) => addTo(service, own, resolved));
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
      errors.close();
      closing.abort(new JobsError("The waits were closed."));
      const subscribersClosed = subscribers.all().map((subscriber) => subscriber.close());
      await Promise.all([...subscribersClosed, ...open.all().map(({ queue }) => closeWithTimeout(queue))]);
    },
  };
  return waits as unknown as Waits<Own>;
}

const waitsOptionNames = "connection prefix onRedisError cloud region endpoints projectId services".split(" ");
