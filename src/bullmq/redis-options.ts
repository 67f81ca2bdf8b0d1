import type { ConnectionOptions } from "bullmq";
import { ConfigurationError } from "../errors/base.ts";
import { isRecord } from "../util/json.ts";
import { functionOption, textOption } from "../util/validate.ts";
import { createRedisErrorReporter, type RedisError, type RedisErrorReporter } from "./redis-errors.ts";

/** Where Redis is. */
export interface RedisOptions {
  /**
   * As BullMQ takes it: options for ioredis (`host`, `port`, `password`, `tls`, `sentinels`, …), or an instance of
   * ioredis' `Redis` or `Cluster` that was made with `maxRetriesPerRequest: null`, which stays open.
   */
  readonly connection: ConnectionOptions;
  /**
   * With which all keys begin, as BullMQ knows it: it separates environments on one Redis. Default:
   * `"{huaweicloud-jobs}"`, whose braces let a Redis Cluster keep all keys on one node.
   */
  readonly prefix?: string | undefined;
  /**
   * Receives Redis' errors, equal ones once in ten seconds with their `count`; BullMQ recovers from them by itself. What
   * it throws or rejects with is swallowed. Default: the first one is printed as a warning.
   */
  readonly onRedisError?: ((error: RedisError) => unknown) | undefined;
}

/** Checked options. */
export interface ResolvedRedisOptions {
  /** For everything that BullMQ opens. */
  readonly redis: { readonly connection: ConnectionOptions; readonly prefix: string };
  readonly errors: RedisErrorReporter;
}

const DEFAULT_PREFIX = "{huaweicloud-jobs}";

/** BullMQ makes it part of a connection's name, which Redis restricts to these. */
const PREFIX = [/^[\x21-\x7e]+$/, "1 or more printable ASCII characters without a space"] as const;
const PREFIX_WITH_HASH_TAG = [
  /^(?=[^{]*\{[^}]+\})[\x21-\x7e]+$/,
  'a text with a hash tag, such as "{jobs}", so that a Redis Cluster keeps all keys on one node',
] as const;

/**
 * @throws ConfigurationError for an option that is missing or wrong
 */
export function resolveRedisOptions({
  connection,
  prefix = DEFAULT_PREFIX,
  onRedisError,
}: Readonly<Record<string, unknown>>): ResolvedRedisOptions {
  // The messages do not quote the value: it contains passwords.
  if (!isRecord(connection)) {
    throw new ConfigurationError('"connection" must be an object: options for ioredis, or an ioredis instance.');
  }
  const isInstance = typeof connection["duplicate"] === "function";
  const [pattern, expected] = connection["isCluster"] === true ? PREFIX_WITH_HASH_TAG : PREFIX;
  const settings = settingsOf(connection);
  if (settings.some((each) => each["keyPrefix"])) {
    throw new ConfigurationError(
      '"connection" must be without "keyPrefix", which BullMQ\'s scripts cannot use; give "prefix" instead.',
    );
  }
  // A cluster does not retry on the connection of a node, so there the default does no harm.
  if (isInstance && settings.some((each) => "maxRetriesPerRequest" in each && each["maxRetriesPerRequest"] !== null)) {
    throw new ConfigurationError('"connection" must be made with "maxRetriesPerRequest: null": BullMQ waits in Redis.');
  }
  const listener = functionOption<RedisOptions["onRedisError"]>("onRedisError", onRedisError, undefined);
  return {
    redis: {
      connection: (isInstance ? connection : { retryStrategy, ...connection }) as ConnectionOptions,
      prefix: textOption("prefix", prefix, pattern, expected),
    },
    errors: createRedisErrorReporter(listener, settings.flatMap(passwordsIn)),
  };
}

type Settings = Readonly<Record<string, unknown>>;

/** All objects that can have settings: options, those of an instance, those for the nodes of a cluster, and of a URL. */
function settingsOf(connection: Settings): Settings[] {
  const { options, startupNodes, url } = connection;
  const redisOptions = isRecord(options) ? options["redisOptions"] : undefined;
  const nodes = Array.isArray(startupNodes) ? startupNodes : [];
  const own = typeof connection["duplicate"] === "function" ? {} : connection;
  const urls = [url, ...nodes].filter((each) => typeof each === "string");
  return [own, options, redisOptions, ...nodes, ...urls.map(settingsInUrl)].filter(isRecord);
}

/** ioredis takes the query of a URL as options, and a URL without a scheme. It would try a wrong one for ever. */
function settingsInUrl(text: string): Settings {
  const url = text.includes("://") ? text : `redis://${text.replace(/^\/\//, "")}`;
  if (!URL.canParse(url)) {
    throw new ConfigurationError('"connection" must be given by a valid URL: percent-encode the password in it.');
  }
  const { password, searchParams } = new URL(url);
  return { ...Object.fromEntries(searchParams), password };
}

function passwordsIn({ password, sentinelPassword }: Settings): string[] {
  return [password, sentinelPassword].filter((each) => typeof each === "string");
}

/** How long to wait before connecting again, in milliseconds; BullMQ's default is 1 s to 20 s. */
function retryStrategy(times: number): number {
  return Math.min(times * 100, 2_000);
}
