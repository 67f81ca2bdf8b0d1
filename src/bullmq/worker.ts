import { createServiceClients } from "../client.ts";
import { ConfigurationError } from "../errors/base.ts";
import type { RateLimit } from "../http/rate.ts";
import { type JobsClientOptions, type ResolvedOptions, resolveOptions } from "../options.ts";
import type { Job, OwnServices, ServiceNameIn } from "../services/index.ts";
import { functionOption, objectOption } from "../util/validate.ts";
import { startPollWorker, type WorkerContext } from "./poll-worker.ts";
import { type RedisOptions, resolveRedisOptions } from "./queues.ts";

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
   * Called with the first state, every change and the final state of each wait that this worker polls; after a crash
   * possibly twice. An exception ends that wait. A promise that it returns is awaited.
   */
  readonly onUpdate?: ((job: Job<ServiceNameIn<Own>, Own>) => unknown) | undefined;
}

/** A running worker. */
export interface WaitWorker {
  /**
   * Stops: takes no more polls, aborts those in flight and puts their waits back for other workers. Takes a moment, and
   * some seconds while Redis is away.
   */
  close(): Promise<void>;
}

/**
 * Starts a worker that polls the jobs that were added, together with all other workers on the same Redis. Due times and
 * deadlines are points in time, so the clocks of the machines must agree, to a second or so.
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
 * process.once("SIGTERM", () => worker.close());
 * ```
 */
export function startWaitWorker<Own extends OwnServices<Own> = {}>(options: WaitWorkerOptions<Own>): WaitWorker {
  const { connection, onRedisError, rateLimit, onUpdate, ...client } = objectOption("options", options);
  if (rateLimit === undefined) {
    throw new ConfigurationError(
      '"rateLimit" must be given: workers keep to it together, and none can find it out alone.',
    );
  }
  const resolved = resolveOptions({ ...client, rateLimit });
  const serviceClient = createServiceClients(resolved);
  const context: WorkerContext = {
    options: resolved,
    ...resolveRedisOptions({ connection, onRedisError }),
    limit: rateLimit as RateLimit,
    onUpdate: functionOption<WorkerContext["onUpdate"]>("onUpdate", onUpdate, () => {}),
  };
  const served = Object.keys(resolved.services).filter((service) => hasEndpoint(resolved, service));
  const stops = served.map((service) => startPollWorker(serviceClient(service), context));
  return {
    async close() {
      await Promise.all(stops.map((stop) => stop()));
    },
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
