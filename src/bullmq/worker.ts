import { DelayedError, Queue, type Job as QueuedWait, Worker } from "bullmq";
import { type ClientOptions, type ClientPlan, planClient } from "../client-options.ts";
import { RateLimitError } from "../errors/api-error.ts";
import { ConfigurationError } from "../errors/configuration-error.ts";
import type { AnyJob } from "../job.ts";
import type { NameIn } from "../jobs-client.ts";
import { type Connect, connector, lookAt } from "../looking.ts";
import type { JobIn } from "../services/index.ts";
import type { ServiceTable } from "../services/service.ts";
import type { RateLimit } from "../transport/rate.ts";
import { callable, group } from "../validate.ts";
import { tellOfPoll } from "../waiting/poll-events.ts";
import { failedPoll, type Seen } from "../waiting/wait-state.ts";
import { paceOf } from "./pace.ts";
import { queueName, type RedisOptions } from "./queues.ts";
import {
  deadlineOf,
  type StoredJob,
  type StoredOutcome,
  stateOf,
  storeError,
  storeJob,
  type WaitRecord,
} from "./record.ts";
import { quietFor, stepAfter, timedOut } from "./step.ts";

/**
 * What a worker needs to know: as a client does, and where Redis is. Credentials stay in its memory.
 */
export interface WaitWorkerOptions<N extends string, J>
  extends Omit<ClientOptions<N>, "projectId" | "retry" | "rateLimit" | "clock">,
    RedisOptions {
  /** For each service, kept to by all workers together; give all of them the same. `concurrency` is this worker's: default 100. */
  readonly rateLimit: RateLimit;
  /**
   * Told of the first answer, of every change, and of the end of each wait that this worker polls; after a crash
   * possibly twice. What it throws ends that wait. A promise that it returns is awaited.
   */
  readonly onUpdate?: ((job: J) => unknown) | undefined;
  /** Told of trouble with Redis, from which BullMQ recovers by itself. */
  readonly onRedisError?: ((error: Error) => unknown) | undefined;
}

/** A worker that runs. */
export interface WaitWorker {
  /** Stops: takes no more polls, cuts those under way and puts their waits back for other workers. */
  close(): Promise<void>;
}

/** Requests of one worker to one service that are under way at most. */
const DEFAULT_CONCURRENCY = 100;

/**
 * When a worker dies, its polls are left behind. Others take them over once the lock is out, at the next of these
 * checks; in milliseconds.
 */
const LOCK = 10_000;
const CHECK_FOR_LOST = 5_000;

type Wait = QueuedWait<WaitRecord, StoredOutcome, string>;

/** Makes the function that starts a worker for a table of services. */
export function makeWaitWorker<const T extends ServiceTable>(
  table: T,
): (options: WaitWorkerOptions<NameIn<T>, JobIn<T>>) => WaitWorker {
  return (options) => {
    const { connection, rateLimit, onUpdate, onRedisError, ...client } = group("options", options);
    if (rateLimit === undefined) {
      throw new ConfigurationError(
        '"rateLimit" must be given: workers keep to it together, and none can find it out alone.',
      );
    }
    const plan = planClient(table, { ...client, rateLimit });
    const surroundings: Surroundings = {
      table,
      plan,
      connect: connector(table, plan),
      onUpdate: callable<Surroundings["onUpdate"]>("onUpdate", onUpdate, () => {}),
      onRedisError: callable<Surroundings["onRedisError"]>("onRedisError", onRedisError, () => {}),
      redis: { connection } as RedisOptions,
      limit: rateLimit as RateLimit,
    };
    const served = Object.keys(table).filter((service) => hasEndpoint(plan, service));
    const closers = served.map((service) => serve(service, surroundings));
    return {
      async close() {
        await Promise.all(closers.map((close) => close()));
      },
    };
  };
}

interface Surroundings {
  readonly table: ServiceTable;
  readonly plan: ClientPlan;
  readonly connect: Connect;
  readonly redis: RedisOptions;
  readonly limit: RateLimit;
  readonly onUpdate: (job: AnyJob) => unknown;
  readonly onRedisError: (error: Error) => unknown;
}

function hasEndpoint(plan: ClientPlan, service: string): boolean {
  try {
    return plan.endpointOf(service) !== "";
  } catch (error) {
    if (!(error instanceof ConfigurationError)) {
      throw error;
    }
    return false;
  }
}

/** Polls the jobs of one service; returns what stops it. */
function serve(
  service: string,
  { table, plan, connect, redis, limit, onUpdate, onRedisError }: Surroundings,
): () => Promise<void> {
  const name = queueName(service);
  const queue = new Queue(name, redis);
  const closing = new AbortController();

  /** `undefined` when it was cut, by the deadline or since the worker closes. */
  async function poll({ ref }: WaitRecord, left: number): Promise<Seen | undefined> {
    const controller = new AbortController();
    const cut = () => controller.abort();
    const cancelDeadline = Number.isFinite(left) ? plan.alarms.set(plan.alarms.now() + left, cut) : () => {};
    closing.signal.addEventListener("abort", cut);
    const { look } = lookAt(table, ref, connect);
    const seen: Seen = await look({ signal: controller.signal, maxAttempts: 1 }).catch(failedPoll);
    closing.signal.removeEventListener("abort", cut);
    cancelDeadline();
    return controller.signal.aborted ? undefined : seen;
  }

  async function process(wait: Wait, token: string | undefined): Promise<StoredOutcome> {
    const record = wait.data;
    const left = deadlineOf(record) - plan.clock.now();
    const seen = left > 0 ? await poll(record, left) : undefined;
    if (seen === undefined) {
      return closing.signal.aborted && left > 0
        ? putBack(wait, record, plan.clock.now() + record.rules.interval.min, token)
        : timedOut(record);
    }
    tellOfPoll(plan.emit, record.ref, wait.attemptsStarted, seen, stateOf(record).last);
    if ("error" in seen && seen.error instanceof RateLimitError) {
      await queue.rateLimit(quietFor(seen));
    }
    const step = stepAfter(record, seen, plan.clock.now());
    if (step.change !== undefined) {
      try {
        await onUpdate(step.change);
      } catch (error) {
        return storeError(record.ref, error);
      }
      await wait.updateProgress(storeJob(step.change) satisfies StoredJob);
    }
    return "outcome" in step ? step.outcome : putBack(wait, step.record, step.dueAt, token);
  }

  const worker = new Worker<WaitRecord, StoredOutcome>(name, process, {
    ...redis,
    concurrency: limit.concurrency ?? DEFAULT_CONCURRENCY,
    limiter: paceOf(limit.requestsPerSecond),
    lockDuration: LOCK,
    stalledInterval: CHECK_FOR_LOST,
    maxStalledCount: Number.MAX_SAFE_INTEGER,
  });
  worker.on("error", onRedisError);
  queue.on("error", onRedisError);

  return async () => {
    closing.abort();
    await worker.close();
    await queue.close();
  };
}

/** A poll is one attempt; the next one is the same job of BullMQ again, later. */
async function putBack(wait: Wait, record: WaitRecord, dueAt: number, token: string | undefined): Promise<never> {
  await wait.updateData(record);
  await wait.moveToDelayed(dueAt, token);
  throw new DelayedError();
}
