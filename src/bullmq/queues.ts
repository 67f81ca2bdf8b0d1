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
  /** Receives Redis' errors, from which BullMQ recovers by itself. What it throws is swallowed. Default: they are ignored. */
  readonly onRedisError?: ((error: Error) => unknown) | undefined;
}

/** Checked options. */
export interface ResolvedRedisOptions {
  readonly redis: { readonly connection: ConnectionOptions };
  readonly onRedisError: (error: unknown) => void;
}

/**
 * @throws ConfigurationError for an option that is missing or wrong
 */
export function resolveRedisOptions({
  connection,
  onRedisError,
}: Readonly<Record<string, unknown>>): ResolvedRedisOptions {
  // The message does not quote the value: a URL would contain a password.
  if (!isRecord(connection)) {
    throw new ConfigurationError('"connection" must be an object: options for ioredis, or an ioredis instance.');
  }
  const { options, duplicate } = connection;
  const isInstance = typeof duplicate === "function";
  if (isInstance && isRecord(options) && options["maxRetriesPerRequest"] !== null) {
    throw new ConfigurationError('"connection" must be made with "maxRetriesPerRequest: null": BullMQ waits in Redis.');
  }
  const listener = functionOption<(error: unknown) => unknown>("onRedisError", onRedisError, () => {});
  return {
    redis: { connection: (isInstance ? connection : { retryStrategy, ...connection }) as ConnectionOptions },
    onRedisError(error) {
      try {
        listener(error);
      } catch {
        // A listener's errors do not affect the waits.
      }
    },
  };
}

/** How long to wait before connecting again, in milliseconds; BullMQ's default is 1 s to 20 s. */
function retryStrategy(times: number): number {
  return Math.min(times * 100, 2_000);
}

/** The BullMQ queue of a service: each has its own, since each has its own rate limit. */
export function queueName(service: string): string {
  return `huaweicloud-jobs-${service}`;
}

/** The same for two references to one job, so that it has one wait. */
export function waitId({ projectId, id }: CheckedRef): string {
  return `${projectId}/${id}`;
}

/** One value per service, made when it is first needed. */
export function perService<V>(make: (service: string) => V) {
  const made = new Map<string, V>();
  return {
    of(service: string): V {
      const value = made.get(service) ?? make(service);
      made.set(service, value);
      return value;
    },
    all: (): V[] => [...made.values()],
  };
}
