import { type Credentials, createAuthorizer } from "./credentials/index.ts";
import { ConfigurationError } from "./errors/base.ts";
import { createEmit, type Emit, type EventListener, type JobsEvent } from "./events.ts";
import type { Authorize } from "./http/client.ts";
import { checkBaseUrl } from "./http/origin.ts";
import type { RateLimit } from "./http/rate.ts";
import { adaptiveLimit, type RateLimiterOptions } from "./http/rate-limiter.ts";
import type { RetryPolicy } from "./http/retry.ts";
import type { Fetch } from "./http/send-once.ts";
import { type BuiltInName, type OwnServices, resolveServices } from "./services/index.ts";
import type { Services } from "./services/service.ts";
import { type Clock, systemClock } from "./util/clock.ts";
import { type Cloud, cloudOption, regionOption, serviceUrl } from "./util/regions.ts";
import { createTimers, type Timers } from "./util/timers.ts";
import {
  check,
  durationOption,
  functionOption,
  numberOption,
  objectOption,
  option,
  pathSegment,
  positiveInteger,
} from "./util/validate.ts";

/** The options of `createJobsClient`. Durations are milliseconds; `undefined` means the default. */
export interface JobsClientOptions<Own extends OwnServices<Own> = {}> {
  /** `"huaweicloud"`, or `"otc"` for Open Telekom Cloud; together with `region`. */
  readonly cloud?: Cloud | undefined;
  /** For example `"eu-de"` or `"cn-north-4"`. */
  readonly region?: string | undefined;
  /** The project of references that name none. */
  readonly projectId?: string | undefined;
  /** A token, an access key, or a function that returns either. Sent to the services' own origins alone. */
  readonly credentials: Credentials;
  /** Base URLs by service name; they take precedence over `cloud` and `region`. */
  readonly endpoints?: Partial<Record<EndpointName<Own>, string | undefined>> | undefined;
  /** Services of your own by name, each made with `defineService`. */
  readonly services?: Own | undefined;
  /** Called once per attempt, as `fetch(url, init)`. Default: the platform's `fetch`. */
  readonly fetch?: Fetch | undefined;
  /** For one request, from connecting to the end of the body. Default: 30,000. */
  readonly requestTimeout?: number | undefined;
  /** For `get` and `clients`; in a wait the schedule of polls is the retry. Default: 4 attempts, 500, 8,000. */
  readonly retry?: { readonly [K in keyof RetryPolicy]?: number | undefined } | undefined;
  /** For each service; retries count. Default: adapts to what the service accepts. */
  readonly rateLimit?: RateLimit | undefined;
  /** Receives requests, retries, refreshed credentials, polls and changes. What it throws is swallowed. */
  readonly onEvent?: ((event: JobsEvent) => unknown) | undefined;
  /** Allows plain `http:` to hosts other than loopback. Default: `false`. */
  readonly allowInsecureHttp?: boolean | undefined;
  /** The source of time; for tests. */
  readonly clock?: Clock | undefined;
}

/** Deferred, so that TypeScript does not take the keys of `endpoints` for the names of own services. */
type EndpointName<Own> = Own extends unknown ? BuiltInName | (keyof Own & string) : never;

/** Checked options with their defaults filled in. */
export interface ResolvedOptions {
  readonly services: Services;
  readonly projectId: string | undefined;
  readonly authorize: Authorize;
  readonly fetch: Fetch | undefined;
  readonly requestTimeout: number;
  readonly retry: RetryPolicy;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly emit: Emit;
  /** Of each service. */
  readonly rateLimit: RateLimiterOptions;
  /** The base URL of a service. Throws `ConfigurationError` if there is none. */
  endpointOf(service: string): string;
}

/** @throws ConfigurationError for an option that is missing or wrong */
export function resolveOptions(options: unknown): ResolvedOptions {
  const given = objectOption("options", options);
  const { projectId, credentials, rateLimit, requestTimeout } = given;
  const services = resolveServices(given["services"]);
  const clock = resolveClock(given["clock"]);
  const timers = createTimers(clock);
  const onEvent = functionOption<EventListener | undefined>("onEvent", given["onEvent"], undefined);
  const emit = createEmit(onEvent, () => clock.now());
  return {
    services,
    projectId: projectId === undefined ? undefined : pathSegment("projectId", projectId),
    authorize: createAuthorizer(credentials, clock, emit),
    timers,
    rateLimit: resolveRateLimit(rateLimit),
    emit,
    fetch: functionOption<Fetch | undefined>("fetch", given["fetch"], undefined),
    requestTimeout: numberOption("requestTimeout", requestTimeout, 30_000),
    retry: resolveRetry(given["retry"]),
    clock,
    endpointOf: resolveEndpoints(services, given),
  };
}

/** @throws ConfigurationError for a member that is wrong */
export function resolveRetry(value?: unknown): RetryPolicy {
  const { maxAttempts, baseDelay, maxDelay } = objectOption("retry", value);
  return {
    maxAttempts: positiveInteger("retry.maxAttempts", maxAttempts, 4),
    baseDelay: durationOption("retry.baseDelay", baseDelay, 500),
    maxDelay: durationOption("retry.maxDelay", maxDelay, 8_000),
  };
}

function resolveRateLimit(value: unknown): RateLimiterOptions {
  if (value === undefined) {
    return adaptiveLimit;
  }
  const { requestsPerSecond, concurrency } = objectOption("rateLimit", value);
  const isRate = (rate: unknown): boolean => typeof rate === "number" && rate > 0 && rate < Infinity;
  const rate = check<number>("rateLimit.requestsPerSecond", requestsPerSecond, isRate, "a number above 0");
  return {
    bounds: { min: rate, max: rate },
    start: rate,
    concurrency: positiveInteger("rateLimit.concurrency", concurrency, Infinity),
  };
}

function resolveClock(value: unknown): Clock {
  const { now, sleep } = objectOption("clock", value);
  const isClock = (): boolean => typeof now === "function" && typeof sleep === "function";
  return option("clock", value, systemClock, isClock, "an object with the functions now and sleep");
}

/**
 * Makes the function that returns a service's base URL, from `cloud`, `region`, `endpoints` and `allowInsecureHttp`.
 *
 * @throws ConfigurationError for a wrong option; the function throws it for a service without an endpoint
 */
export function resolveEndpoints(
  services: Services,
  given: Readonly<Record<string, unknown>>,
): (service: string) => string {
  const { cloud, region, allowInsecureHttp } = given;
  const endpoints = objectOption("endpoints", given["endpoints"]);
  const hasPlace = cloud !== undefined || region !== undefined;
  const place = hasPlace ? { cloud: cloudOption(cloud), region: regionOption(region) } : undefined;
  if (!hasPlace && given["endpoints"] === undefined) {
    throw new ConfigurationError('Give "cloud" and "region", or "endpoints" with the base URLs of the services.');
  }
  const unknown = Object.keys(endpoints).find((name) => !Object.hasOwn(services, name));
  if (unknown !== undefined) {
    throw new ConfigurationError(
      `"endpoints" names "${unknown}"; the services are ${Object.keys(services).join(", ")}.`,
    );
  }
  const isBoolean = (value: unknown): boolean => typeof value === "boolean";
  const isHttpAllowed = option("allowInsecureHttp", allowInsecureHttp, false, isBoolean, "true or false");
  const urls = new Map<string, string>();
  for (const { name, definition } of Object.values(services)) {
    const { hosts } = definition;
    // A service may be called "constructor".
    const given = Object.hasOwn(endpoints, name) ? endpoints[name] : undefined;
    const url = given ?? (place && hosts && serviceUrl(hosts, place.cloud, place.region));
    if (url !== undefined) {
      urls.set(name, checkBaseUrl(`endpoints.${name}`, url, isHttpAllowed));
    }
  }
  return (service) => {
    const url = urls.get(service);
    if (url === undefined) {
      const why = place && services[service]?.definition.hosts ? `: ${place.cloud} does not offer it` : "";
      throw new ConfigurationError(`No endpoint for "${service}"${why}. Give its base URL as endpoints["${service}"].`);
    }
    return url;
  };
}
