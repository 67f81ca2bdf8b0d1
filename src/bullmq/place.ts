import { ConfigurationError } from "../errors/base.ts";
import { type JobsClientOptions, resolveEndpoints } from "../options.ts";
import type { OwnServices } from "../services/index.ts";
import type { Services } from "../services/service.ts";

/** Where jobs run: a cloud's region, or hosts. Give it to `openWaits` and to the workers as to a client. */
export type PlaceOptions<Own extends OwnServices<Own> = {}> = Pick<
  JobsClientOptions<Own>,
  "cloud" | "region" | "endpoints"
>;

/**
 * Makes the function that names a service's place: cloud and region if they are given, and otherwise the host of the
 * service's endpoint.
 *
 * @throws ConfigurationError if no place is given; the function throws it for a service without one
 */
export function resolvePlaces(
  services: Services,
  given: Readonly<Record<string, unknown>>,
): (service: string) => string {
  const { cloud, region, endpoints } = given;
  // Nothing is sent to the endpoints here, so plain http: does no harm.
  const endpointOf = resolveEndpoints(services, { cloud, region, endpoints, allowInsecureHttp: true });
  if (cloud !== undefined) {
    return () => `${cloud} ${region}`;
  }
  if (Object.values(endpoints ?? {}).every((url) => url === undefined)) {
    throw new ConfigurationError('No place: give "cloud" and "region", or "endpoints", as the workers have them.');
  }
  return (service) => hostOf(endpointOf(service));
}

/** The host with its port and, if there is one, the path: a gateway may have one for each region. BullMQ takes no colon. */
function hostOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname.replace(/\/+$/, "")}`.replaceAll(":", " ");
}

/**
 * The name of a service's queue. Each has its own, since each has its own rate limit. The name of a service has no space,
 * so that no two pairs have the same name.
 */
export function queueName(service: string, place: string): string {
  return `${service} ${place}`;
}
