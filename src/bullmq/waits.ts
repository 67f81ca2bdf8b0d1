import { Queue } from "bullmq";
import { onAbort } from "../abort.ts";
import { ConfigurationError } from "../errors/configuration-error.ts";
import type { ErrorJson } from "../errors/error-json.ts";
import { JobsError } from "../errors/jobs-error.ts";
import type { AnyJob, JobRefOf } from "../job.ts";
import type { NameIn } from "../jobs-client.ts";
import type { JobIn } from "../services/index.ts";
import { type CheckedRef, checkRef } from "../services/job-ref.ts";
import type { ServiceTable } from "../services/service.ts";
import { badOption, callable, group, identifier, signalOf } from "../validate.ts";
import { planWait, type WatchOptions } from "../waiting/options.ts";
import { createMailbox } from "./mailbox.ts";
import { queueName, type RedisOptions, waitId } from "./queues.ts";
import { createReader } from "./reader.ts";
import { newRecord, readStoredJob, type StoredOutcome, type WaitRecord } from "./record.ts";

/** Where the waits are. */
export interface WaitsOptions extends RedisOptions {
  /** The project of references that name none. */
  readonly projectId?: string | undefined;
  /** Told of trouble with Redis, from which BullMQ recovers by itself. */
  readonly onRedisError?: ((error: Error) => unknown) | undefined;
}

/** How to wait, as for `wait`; nothing that only one process could know. */
export type DurableWaitOptions = Omit<WatchOptions, "signal">;

/** A job as it comes back from Redis: without `raw`, the body as received. */
export type DurableJob<J> = J extends AnyJob ? Omit<J, "raw"> : never;

/** How a wait ended: with a job, failed ones included, or with the error that kept it from ending. */
export type DurableOutcome<R, J> =
  | { readonly ref: R; readonly job: DurableJob<J>; readonly error?: undefined }
  | {
      readonly ref: R;
      readonly error: ErrorJson;
      /** The job as last seen, when the time was up. */
      readonly lastJob?: DurableJob<J>;
      readonly job?: undefined;
    };

/** What `watch` tells of: each change as it was seen, and the outcome of each wait. */
export type WaitEvent<R, J> =
  | { readonly type: "update"; readonly ref: R; readonly job: DurableJob<J> }
  | ({ readonly type: "outcome" } & DurableOutcome<R, J>);

/** The waits that Redis keeps, for those who put them in and those who want to know how they end. */
export interface WaitsOf<T extends ServiceTable> {
  /**
   * Puts references in; the workers do the rest. A job that is waited for already goes on as it was: the same job twice is
   * one wait. So does one whose outcome is still there, a day long; only a wait that ended with an error begins anew.
   *
   * @throws ConfigurationError - for a wrong reference or option, before anything is put in
   */
  add(refs: readonly JobRefOf<NameIn<T>>[], options?: DurableWaitOptions): Promise<void>;
  /**
   * How the wait for a job ends, also when it has ended long ago (up to a day).
   *
   * @throws JobsError - when there is no such wait
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
   * @throws JobsError - when there is no such wait
   */
  watch<const R extends JobRefOf<NameIn<T>>>(
    refs: readonly R[],
    options?: { readonly signal?: AbortSignal | undefined },
  ): AsyncIterableIterator<WaitEvent<R, JobIn<T, R["service"]>>>;
  /** Closes the connections to Redis. What still waits for an outcome rejects; the waits go on. */
  close(): Promise<void>;
}

/** Outcomes are kept so long, in seconds. */
const KEPT = 86_400;

/** An attempt that Redis itself cut short is made again after this pause, in milliseconds. */
const AFTER_TROUBLE = 1_000;

/** Makes the function that opens the waits for a table of services. */
export function makeWaits<const T extends ServiceTable>(table: T): (options: WaitsOptions) => WaitsOf<T> {
  return (options) => {
    const given = group("options", options);
    const redis = { connection: given["connection"] } as RedisOptions;
    const projectId = given["projectId"] === undefined ? undefined : identifier("projectId", given["projectId"]);
    const onRedisError = callable<(error: Error) => unknown>("onRedisError", given["onRedisError"], () => {});
    const closing = new AbortController();
    const queues = perService((service) => {
      const queue = new Queue<WaitRecord, StoredOutcome>(queueName(service), redis);
      queue.on("error", onRedisError);
      return queue;
    });
    const readers = perService((service) => createReader(service, redis, onRedisError));

    const check = (ref: unknown): CheckedRef => checkRef(table, ref, projectId);

    function watch(refs: unknown, options: unknown): AsyncIterableIterator<WaitEvent<unknown, AnyJob>> {
      if (!Array.isArray(refs)) {
        throw badOption("refs", "an array of job references", refs);
      }
      const signal = signalOf("signal", group("options", options)["signal"]);
      const checked = refs.map((ref): [unknown, CheckedRef] => [ref, check(ref)]);
      const stops: (() => void)[] = [];
      const release = (): void => {
        for (const stop of stops.splice(0)) {
          stop();
        }
      };
      const mailbox = createMailbox<WaitEvent<unknown, AnyJob>>(release);
      const fail = (reason: unknown) => {
        release();
        mailbox.end({ reason });
      };
      let open = checked.length;
      const endOne = (): void => {
        open -= 1;
        if (open <= 0) {
          release();
          mailbox.end();
        }
      };
      stops.push(onAbort(signal, () => fail(signal?.reason)));
      stops.push(onAbort(closing.signal, () => fail(closing.signal.reason)));
      for (const [ref, known] of checked) {
        const stop = readers.of(known.service).follow(known, {
          update: (job) => mailbox.put({ type: "update", ref, job: readStoredJob(job) }),
          end(outcome) {
            mailbox.put({ type: "outcome", ...outcomeOf(ref, outcome) });
            endOne();
          },
          fail,
        });
        stops.push(stop);
      }
      if (checked.length === 0) {
        endOne();
      }
      return mailbox;
    }

    const waits = {
      async add(refs: unknown, options: unknown): Promise<void> {
        if (!Array.isArray(refs)) {
          throw badOption("refs", "an array of job references", refs);
        }
        const { signal, onUpdate } = group("options", options);
        if (signal !== undefined || onUpdate !== undefined) {
          throw new ConfigurationError(
            `"${signal === undefined ? "onUpdate" : "signal"}" cannot outlive its process; a worker takes "onUpdate".`,
          );
        }
        const plan = planWait(options);
        const began = Date.now();
        const checked = refs.map(check);
        for (const service of new Set(checked.map((ref) => ref.service))) {
          const queue = queues.of(service);
          const ofService = checked.filter((ref) => ref.service === service);
          await Promise.all(ofService.map((ref) => forgetError(queue, ref)));
          await queue.addBulk(
            ofService.map((ref) => ({
              name: "wait",
              data: newRecord(ref, plan, began),
              opts: {
                jobId: waitId(ref),
                attempts: Number.MAX_SAFE_INTEGER,
                backoff: { type: "fixed", delay: AFTER_TROUBLE },
                removeOnComplete: { age: KEPT },
              },
            })),
          );
        }
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
        await Promise.all([...queues.all(), ...readers.all()].map((one) => one.close()));
      },
    };
    return waits as unknown as WaitsOf<T>;
  };
}

/** One for each service, made when it is first needed. */
function perService<V>(make: (service: string) => V) {
  const made = new Map<string, V>();
  return {
    of(service: string): V {
      const one = made.get(service) ?? make(service);
      made.set(service, one);
      return one;
    },
    all: () => made.values(),
  };
}

/** A wait that ended with an error may be made again; an outcome with a job stays. */
async function forgetError(queue: Queue<WaitRecord, StoredOutcome>, ref: CheckedRef): Promise<void> {
  const wait = await queue.getJob(waitId(ref));
  if (wait?.finishedOn !== undefined && !(wait.returnvalue && "job" in wait.returnvalue)) {
    await wait.remove();
  }
}

function outcomeOf(ref: unknown, outcome: StoredOutcome): DurableOutcome<unknown, AnyJob> {
  if ("job" in outcome) {
    return { ref, job: readStoredJob(outcome.job) };
  }
  const { error, lastJob } = outcome;
  return { ref, error, ...(lastJob !== undefined && { lastJob: readStoredJob(lastJob) }) };
}
