import type { ConnectionOptions } from "bullmq";
import { ConfigurationError } from "../errors/base.ts";
import type { CheckedRef } from "../services/job-ref.ts";
import { isRecord } from "../util/json.ts";
import { functionOption } from "../util/validate.ts";

/** Where Redis is. */
export interface RedisOptions {
  /**
   * As BullMQ takes it: options for ioredis (`host`, `port`, `password`, `tls`, …), or an ioredis instance that was made
   * with `maxRetriesPerRequest: null`, which stays open.
   */
  readonly connection: ConnectionOptions;
  /** Told of trouble with Redis, from which BullMQ recovers by itself. What it throws is swallowed. Default: nobody is told. */
  readonly onRedisError?: ((error: Error) => unknown) | undefined;
}

/** Checked options. */
export interface ResolvedRedisOptions {
  readonly redis: { readonly connection: ConnectionOptions };
  readonly onRedisError: (error: unknown) => void;
}

/**
 * @throws ConfigurationError for an option that is missing or not what it has to be
 */
export function resolveRedisOptions({
  connection,
  onRedisError,
}: Readonly<Record<string, unknown>>): ResolvedRedisOptions {
  // A URL would hold a password: the message does not repeat what was given.
  if (!isRecord(connection)) {
    throw new ConfigurationError('"connection" must be an object: options for ioredis, or an ioredis instance.');
  }
  const { options, duplicate } = connection;
  const isInstance = typeof duplicate === "function";
  if (isInstance && isRecord(options) && options["maxRetriesPerRequest"] !== null) {
    throw new ConfigurationError('"connection" must be made with "maxRetriesPerRequest: null": BullMQ waits in Redis.');
  }
  const tell = functionOption<(error: unknown) => unknown>("onRedisError", onRedisError, () => {});
  return {
    redis: { connection: (isInstance ? connection : { retryStrategy, ...connection }) as ConnectionOptions },
    onRedisError(error) {
      try {
        tell(error);
      } catch {
        // A listener looks on; it does not take part.
      }
    },
  };
}

/** When to try to connect again, in milliseconds; by BullMQ's default it would be 1 s to 20 s later. */
function retryStrategy(times: number): number {
  return Math.min(times * 100, 2_000);
}

/** The BullMQ queue of a service: each has its own, since each has its own rate limit. */
export function queueName(service: string): string {
  return `huaweicloud-jobs-${service}`;
}

/** The same for two references to one job, which is why there is one wait for it. */
export function waitId({ projectId, id }: CheckedRef): string {
  return `${projectId}/${id}`;
}

/** One for each service, made when it is first needed. */
export function perService<V>(make: (service: string) => V) {
  const made = new Map<string, V>();
  return {
    of(service: string): V {
      const one = made.get(service) ?? make(service);
      made.set(service, one);
      return one;
    },
    all: (): V[] => [...made.values()],
  };
}
