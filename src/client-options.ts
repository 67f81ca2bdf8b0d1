import { type Alarms, createAlarms } from "./alarms.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { Cloud } from "./clouds.ts";
import { type Authorizer, type Credentials, createAuthorizer } from "./credentials/index.ts";
import { planEndpoints } from "./endpoints.ts";
import { createEmit, type Emit, type JobsEvent } from "./events.ts";
import type { Fetch } from "./http/exchange.ts";
import type { ServiceTable } from "./services/service.ts";
import { adaptiveLimit, createLimiter, type Limiter, type LimiterOptions } from "./transport/limiter.ts";
import type { RateLimit } from "./transport/rate.ts";
import type { RetryPolicy } from "./transport/retry.ts";
import { badOption, callable, count, group, identifier, number, pause } from "./validate.ts";

/** What a client needs to know. Durations are milliseconds; an option given as `undefined` is as if absent. */
export interface ClientOptions<N extends string> {
  /** `"huaweicloud"`, or `"otc"` for Open Telekom Cloud; together with `region`. */
  readonly cloud?: Cloud | undefined;
  /** For example `"eu-de"` or `"cn-north-4"`. */
  readonly region?: string | undefined;
  /** The project of references that name none. */
  readonly projectId?: string | undefined;
  /** A token, an access key, or a function that yields either. Sent to the services' own origins alone. */
  readonly credentials: Credentials;
  /** Base URLs by service name; they win over `cloud` and `region`. */
  readonly endpoints?: { readonly [K in N]?: string | undefined } | undefined;
  /** Called once per attempt, as `fetch(url, init)`. Default: the platform's `fetch`. */
  readonly fetch?: Fetch | undefined;
  /** For one request, from connecting to the end of the body. Default: 30,000. */
  readonly requestTimeout?: number | undefined;
  /** For `get` and `clients`; in a wait the schedule of polls is the retry. Default: 4 attempts, 500, 8,000. */
  readonly retry?: { readonly [K in keyof RetryPolicy]?: number | undefined } | undefined;
  /** For each service; retries count. Default: adapts itself to what the service takes. */
  readonly rateLimit?: RateLimit | undefined;
  /** Told of requests, retries, refreshed credentials, polls and changes. What it throws is swallowed. */
  readonly onEvent?: ((event: JobsEvent) => unknown) | undefined;
  /** Allows plain `http:` to other hosts than loopback. Default: `false`. */
  readonly allowInsecureHttp?: boolean | undefined;
  /** Where time comes from; for tests. */
  readonly clock?: Clock | undefined;
}

/** Checked options with their defaults filled in. */
export interface ClientPlan {
  readonly projectId: string | undefined;
  readonly authorizer: Authorizer;
  readonly fetch: Fetch;
  readonly requestTimeout: number;
  readonly retry: RetryPolicy;
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly emit: Emit;
  /** The limiter of a service, a new one at each call. */
  limiterOf(): Limiter;
  /** The base URL of a service. Throws `ConfigurationError` when there is none. */
  endpointOf(service: string): string;
}

const DEFAULT_REQUEST_TIMEOUT = 30_000;
const DEFAULT_RETRY: RetryPolicy = { maxAttempts: 4, baseDelay: 500, maxDelay: 8_000 };

/**
 * @throws ConfigurationError for an option that is missing or not what it has to be
 */
export function planClient(table: ServiceTable, options: unknown): ClientPlan {
  const given = group("options", options);
  const clock = planClock(given["clock"]);
  const onEvent = callable<((event: JobsEvent) => unknown) | undefined>("onEvent", given["onEvent"], undefined);
  const alarms = createAlarms(clock);
  const limit = planLimit(given["rateLimit"]);
  const emit = createEmit(onEvent, () => clock.now());
  return {
    projectId: given["projectId"] === undefined ? undefined : identifier("projectId", given["projectId"]),
    authorizer: createAuthorizer(given["credentials"], clock, emit),
    alarms,
    limiterOf: () => createLimiter(limit, alarms),
    emit,
    fetch: callable<Fetch>("fetch", given["fetch"], (url, init) => globalThis.fetch(url, init)),
    requestTimeout: number("requestTimeout", given["requestTimeout"], DEFAULT_REQUEST_TIMEOUT),
    retry: planRetry(given["retry"]),
    clock,
    endpointOf: planEndpoints(table, given),
  };
}

function planRetry(value: unknown): RetryPolicy {
  const given = group("retry", value);
  return {
    maxAttempts: count("retry.maxAttempts", given["maxAttempts"], DEFAULT_RETRY.maxAttempts),
    baseDelay: pause("retry.baseDelay", given["baseDelay"], DEFAULT_RETRY.baseDelay),
    maxDelay: pause("retry.maxDelay", given["maxDelay"], DEFAULT_RETRY.maxDelay),
  };
}

function planLimit(value: unknown): LimiterOptions {
  if (value === undefined) {
    return adaptiveLimit;
  }
  const { requestsPerSecond, concurrency } = group("rateLimit", value);
  if (
    typeof requestsPerSecond !== "number" ||
    !(requestsPerSecond > 0 && requestsPerSecond < Number.POSITIVE_INFINITY)
  ) {
    throw badOption("rateLimit.requestsPerSecond", "a number above 0", requestsPerSecond);
  }
  return {
    bounds: { min: requestsPerSecond, max: requestsPerSecond },
    start: requestsPerSecond,
    concurrency: count("rateLimit.concurrency", concurrency, Infinity),
  };
}

function planClock(value: unknown): Clock {
  const { now, sleep } = group("clock", value) as Partial<Clock>;
  if (value !== undefined && (typeof now !== "function" || typeof sleep !== "function")) {
    throw badOption("clock", "an object with the functions now and sleep", value);
  }
  return value === undefined ? systemClock : (value as Clock);
}
