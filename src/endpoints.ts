import { type Cloud, cloudName, regionName, serviceUrl } from "./clouds.ts";
import { ConfigurationError } from "./errors/configuration-error.ts";
import { checkBaseUrl } from "./http/origin.ts";
import type { ServiceTable } from "./services/service.ts";
import { badOption, group } from "./validate.ts";

/**
 * Makes the function that tells a service's base URL, from `cloud`, `region`, `endpoints` and `allowInsecureHttp`.
 *
 * @throws ConfigurationError for an option that is wrong; the function throws it for a service without an endpoint
 */
export function planEndpoints(
  table: ServiceTable,
  given: Readonly<Record<string, unknown>>,
): (service: string) => string {
  const endpoints = group("endpoints", given["endpoints"]);
  const place = planPlace(given);
  if (place === undefined && given["endpoints"] === undefined) {
    throw new ConfigurationError('Give "cloud" and "region", or "endpoints" with the base URLs of the services.');
  }
  const unknown = Object.keys(endpoints).find((name) => !Object.hasOwn(table, name));
  if (unknown !== undefined) {
    throw new ConfigurationError(`"endpoints" names "${unknown}"; the services are ${Object.keys(table).join(", ")}.`);
  }
  const allowInsecureHttp = planFlag("allowInsecureHttp", given["allowInsecureHttp"]);
  const urls = new Map<string, string>();
  for (const [name, { hosts }] of Object.entries(table)) {
    const url = endpoints[name] ?? (place && serviceUrl(hosts, place.cloud, place.region));
    if (url !== undefined) {
      urls.set(name, checkBaseUrl(`endpoints.${name}`, url, allowInsecureHttp));
    }
  }
  return (service) => {
    const url = urls.get(service);
    if (url === undefined) {
      const why = place === undefined ? "" : `: ${place.cloud} does not offer it`;
      throw new ConfigurationError(`No endpoint for "${service}"${why}. Give its base URL as endpoints["${service}"].`);
    }
    return url;
  };
}

function planPlace({ cloud, region }: Readonly<Record<string, unknown>>): { cloud: Cloud; region: string } | undefined {
  if (cloud === undefined && region === undefined) {
    return undefined;
  }
  return { cloud: cloudName(cloud), region: regionName(region) };
}

function planFlag(name: string, value: unknown): boolean {
  if (value !== undefined && typeof value !== "boolean") {
    throw badOption(name, "true or false", value);
  }
  return value ?? false;
}
