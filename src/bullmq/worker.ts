import { Queue } from "bullmq";
import { createServiceClients } from "../client.ts";
import { ConfigurationError } from "../errors/base.ts";
import type { RateLimit } from "../http/rate.ts";
import { type JobsClientOptions, type ResolvedOptions, resolveOptions } from "../options.ts";
import type { Job, OwnServices, ServiceNameIn } from "../services/index.ts";
import { functionOption, numberOption, objectOption } from "../util/validate.ts";
import { closeWithTimeout } from "./bullmq-internals.ts";
import { recordCredentialErrors } from "./credential-errors.ts";
import type { JobData, StoredOutcome } from "./job-data.ts";
import { startOverdueCheck } from "./overdue.ts";
import { queueName, resolvePlaces } from "./place.ts";
import { startPollWorker, type WorkerContext } from "./poll-worker.ts";
import { createRedisClock } from "./redis-clock.ts";
import { type RedisOptions, resolveRedisOptions } from "./redis-options.ts";

/** The options of `startWaitWorker`: those of a client, and where Redis is. Credentials stay in the worker's memory. */
export interface WaitWorkerOptions<Own extends OwnServices<Own> = {}>
  extends Omit<JobsClientOptions<Own>, "projectId" | "retry" | "rateLimit" | "clock">,
    RedisOptions {
  /**
   * For each service, kept by all workers together; give all of them the same. `concurrency` is for each worker.
   * Default: 100.
   */
  readonly rateLimit: RateLimit;
  /**
   * How long a wait goes on while its polls fail for a reason that may be one worker's (401, 403, no credential, a proxy or a
   * certificate), if the wait does not say so itself. Default: 600,000.
   */
  readonly unauthorizedGrace?: number | undefined;
  /**
   * Called with the first state, every change and the final state of each wait that this worker polls; after a crash
   * possibly twice. An exception ends that wait. A promise that it returns is awaited.
   */
  readonly onUpdate?: ((job: Job<ServiceNameIn<Own>, Own>) => unknown) | undefined;
}

/** A service at a place, and the queue of BullMQ that has its waits. */
export interface ServedQueue {
  readonly service: string;
  /** `"otc eu-de"`, or the host of the endpoint. */
  readonly place: string;
  readonly queue: string;
}

/** How long refusals of one worker do not end a wait, in milliseconds. */
const DEFAULT_UNAUTHORIZED_GRACE = 600_000;

/** A running worker. */
export interface WaitWorker {
  /** What it polls: the services that it has an endpoint for. */
  readonly serves: readonly ServedQueue[];
  /**
   * Stops: takes no more polls, aborts those in flight and puts their waits back for other workers. Takes a moment, and
   * some seconds while Redis is away.
   */
  close(): Promise<void>;
}

/**
 * Starts a worker that polls the jobs that were added, together with all other workers of the same place on the same Redis.
 * Waits of other places stay with their workers. Due times and deadlines go by Redis' time.
 *
 * @throws ConfigurationError if an option is missing or wrong
 * @example
 * ```ts
 * const worker = startWaitWorker({
 *   connection: { host: "redis" },
 *   cloud: "otc",
 *   region: "eu-de",
 *   credentials: credentialsFromEnv(process.env),
 *   rateLimit: { requestsPerSecond: 20 },
 * });
 * console.log(worker.serves.map(({ queue }) => queue));
 * process.once("SIGTERM", () => worker.close());
 * ```
 */
export function startWaitWorker<Own extends OwnServices<Own> = {}>(options: WaitWorkerOptions<Own>): WaitWorker {
  const { connection, prefix, onRedisError, rateLimit, unauthorizedGrace, onUpdate, ...client } = objectOption(
    "options",
    options,
  );
  if (rateLimit === undefined) {
    throw new ConfigurationError(
      '"rateLimit" must be given: workers keep to it together, and none can find it out alone.',
    );
  }
  const resolved = resolveOptions({ ...client, rateLimit });
  const placeOf = resolvePlaces(resolved.services, client);
  const serves = Object.keys(resolved.services)
    .filter((service) => hasEndpoint(resolved, service))
    .map((service) => ({ service, place: placeOf(service), queue: queueName(service, placeOf(service)) }));
  const places = [...new Set(client["cloud"] === undefined ? serves.map(({ place }) => place) : [placeOf("")])];
  const redisOptions = resolveRedisOptions({ connection, prefix, onRedisError });
  const { redis, errors } = redisOptions;
  const grace = numberOption("unauthorizedGrace", unauthorizedGrace, DEFAULT_UNAUTHORIZED_GRACE);
  const listener = functionOption<WorkerContext["onUpdate"]>("onUpdate", onUpdate, () => {});
  const queues = serves.map(({ queue }) => new Queue<JobData, StoredOutcome>(queue, redis));
  for (const queue of queues) {
    queue.on("error", errors.report);
  }
  // Any queue does, and `resolvePlaces` has made sure that there is one.
  const anyQueue = queues[0] as Queue;
  const time = createRedisClock(anyQueue, errors);
  const credentialErrors = recordCredentialErrors(resolved.authorize);
  const context: WorkerContext = {
    ...redisOptions,
    options: resolved,
    limit: rateLimit as RateLimit,
    unauthorizedGrace: grace,
    time,
    credentialErrors,
    onUpdate: listener,
    onRefusal: client["onEvent"] === undefined ? warnOnce() : () => {},
  };
  const serviceClient = createServiceClients({ ...resolved, authorize: credentialErrors.authorize });
  const workers = new Map(
    serves.map(({ service }, index) => {
      const queue = queues[index] as Queue<JobData, StoredOutcome>;
      return [queue.name, startPollWorker(queue, serviceClient(service), context)] as const;
    }),
  );
  const isPolled = (queue: string): boolean => workers.get(queue)?.isRefused() === false;
  const stopCheck = startOverdueCheck(anyQueue, places, isPolled, time, redisOptions);
  return {
    serves,
    async close() {
      errors.close();
      await Promise.all([stopCheck(), ...[...workers.values()].map((worker) => worker.stop())]);
      await Promise.all(queues.map((queue) => closeWithTimeout(queue)));
    },
  };
}

/** A worker that nobody listens to says once for each service that it cannot poll it. */
function warnOnce(): WorkerContext["onRefusal"] {
  const warned = new Set<string>();
  return (service, error) => {
    if (!warned.has(service)) {
      warned.add(service);
      const text = `This worker cannot poll "${service}": ${error} Give "onEvent" to learn of each poll.`;
      process.emitWarning(text, "WaitWorkerWarning");
    }
  };
}

function hasEndpoint({ endpointOf }: ResolvedOptions, service: string): boolean {
  try {
    return endpointOf(service) !== "";
  } catch (error) {
    if (!(error instanceof ConfigurationError)) {
      throw error;
    }
    return false;
  }
}
