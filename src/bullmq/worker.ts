import { type ClientOptions, type ClientPlan, planClient } from "../client-options.ts";
import { ConfigurationError } from "../errors/configuration-error.ts";
import type { NameIn } from "../jobs-client.ts";
import { connector, lookAt } from "../looking.ts";
import type { JobIn } from "../services/index.ts";
import type { ServiceTable } from "../services/service.ts";
import type { RateLimit } from "../transport/rate.ts";
import { callable, group } from "../validate.ts";
import { planRedis, type RedisOptions } from "./queues.ts";
import { type Surroundings, serve } from "./serve.ts";

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
    const { connection, onRedisError, rateLimit, onUpdate, ...client } = group("options", options);
    if (rateLimit === undefined) {
      throw new ConfigurationError(
        '"rateLimit" must be given: workers keep to it together, and none can find it out alone.',
      );
    }
    const plan = planClient(table, { ...client, rateLimit });
    const connect = connector(table, plan);
    const surroundings: Surroundings = {
      plan,
      ...planRedis({ connection, onRedisError }),
      limit: rateLimit as RateLimit,
      lookAt: (ref) => lookAt(table, ref, connect),
      onUpdate: callable<Surroundings["onUpdate"]>("onUpdate", onUpdate, () => {}),
    };
    const served = Object.keys(table).filter((service) => hasEndpoint(plan, service));
    const stops = served.map((service) => serve(service, surroundings));
    return {
      async close() {
        await Promise.all(stops.map((stop) => stop()));
      },
    };
  };
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
