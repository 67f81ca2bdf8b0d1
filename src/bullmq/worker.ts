import { connector, lookAt } from "../client.ts";
import { ConfigurationError } from "../errors/base.ts";
import type { RateLimit } from "../http/rate.ts";
import type { NameIn } from "../jobs-client.ts";
import { type ClientOptions, type ResolvedOptions, resolveOptions } from "../options.ts";
import type { ServiceTable } from "../services/definition.ts";
import type { JobIn } from "../services/index.ts";
import { functionOption, objectOption } from "../util/validate.ts";
import { startPollWorker, type WorkerContext } from "./poll-worker.ts";
import { type RedisOptions, resolveRedisOptions } from "./queues.ts";

/**
 * What a worker needs to know: as a client does, and where Redis is. Credentials stay in its memory.
 */
export interface WaitWorkerOptions<N extends string, J>
  extends Omit<ClientOptions<N>, "projectId" | "retry" | "rateLimit" | "clock">,
    RedisOptions {
  /**
   * For each service, kept to by all workers together; give all of them the same. `concurrency` is for each worker.
   * Default: 100.
   */
  readonly rateLimit: RateLimit;
  /**
   * Told of the first answer, of every change, and of the end of each wait that this worker polls; after a crash
   * possibly twice. What it throws ends that wait. A promise that it returns is awaited.
   */
  readonly onUpdate?: ((job: J) => unknown) | undefined;
}

/** A worker that runs. */
export interface WaitWorker {
  /**
   * Stops: takes no more polls, cuts those under way and puts their waits back for other workers. Takes a moment, and some
   * seconds while Redis is away.
   */
  close(): Promise<void>;
}

/** Makes the function that starts a worker for a table of services. */
export function makeWaitWorker<const T extends ServiceTable>(
  table: T,
): (options: WaitWorkerOptions<NameIn<T>, JobIn<T>>) => WaitWorker {
  return (options) => {
    const { connection, onRedisError, rateLimit, onUpdate, ...client } = objectOption("options", options);
    if (rateLimit === undefined) {
      throw new ConfigurationError(
        '"rateLimit" must be given: workers keep to it together, and none can find it out alone.',
      );
    }
    const plan = resolveOptions(table, { ...client, rateLimit });
    const connect = connector(table, plan);
    const surroundings: WorkerContext = {
      plan,
      ...resolveRedisOptions({ connection, onRedisError }),
      limit: rateLimit as RateLimit,
      lookAt: (ref) => lookAt(table, ref, connect),
      onUpdate: functionOption<WorkerContext["onUpdate"]>("onUpdate", onUpdate, () => {}),
    };
    const served = Object.keys(table).filter((service) => hasEndpoint(plan, service));
    const stops = served.map((service) => startPollWorker(service, surroundings));
    return {
      async close() {
        await Promise.all(stops.map((stop) => stop()));
      },
    };
  };
}

function hasEndpoint(plan: ResolvedOptions, service: string): boolean {
  try {
    return plan.endpointOf(service) !== "";
  } catch (error) {
    if (!(error instanceof ConfigurationError)) {
      throw error;
    }
    return false;
  }
}
