import type { Environment } from "../credentials/env.ts";
import { ConfigurationError } from "../errors/base.ts";
import type { Services } from "../services/service.ts";
import { type Cloud, cloudOfRegion, serviceUrl } from "../util/regions.ts";
import { type Lookup, missing } from "./lookup.ts";
import { namesOf } from "./references.ts";
import {
  baseUrlFrom,
  type ConnectionFlags,
  cloudFrom,
  endpointVariable,
  readVariables,
  regionFrom,
  type Setting,
} from "./settings.ts";

/** The base URLs of services, by service. */
type Endpoints = readonly (readonly [service: string, url: Setting])[];

/** The base URLs of `--endpoint`. */
export function readEndpointOptions(services: Services, { endpoint = [] }: ConnectionFlags): Endpoints {
  return endpoint.map((option) => {
    const [service = "", ...rest] = option.split("=");
    if (rest.length === 0 || !Object.hasOwn(services, service)) {
      // Quotes the service at most: the URL may hold a password.
      const unknown = rest.length > 0 && /^[\w-]{1,40}$/.test(service) ? `; there is no service "${service}"` : "";
      throw new ConfigurationError(
        `"--endpoint" must be SERVICE=URL, where SERVICE is one of ${namesOf(services)}${unknown}.`,
      );
    }
    const url = { value: rest.join("=").trim(), source: `--endpoint ${service}` };
    return [service, { ...url, value: baseUrlFrom(url) }];
  });
}

/** The base URLs of the environment. */
export function readEndpointVariables(services: Services, env: Environment): Endpoints {
  return Object.keys(services).flatMap((service) =>
    readVariables(env, endpointVariable(service)).map((url) => [service, url] as const),
  );
}

/** Where the services are that have no base URL. */
interface Location {
  readonly cloud: Cloud;
  readonly region: string;
}

/** @throws ConfigurationError if the region is another cloud's: one of the two is left over from something else */
export function locationOf(cloud: Setting, region: Setting): Location {
  const location = { cloud: cloudFrom(cloud), region: regionFrom(region) };
  if ((cloudOfRegion(location.region) ?? location.cloud) !== location.cloud) {
    throw new ConfigurationError(
      `The region ${location.region} (${region.source}) is not one of ${location.cloud} (${cloud.source}); give --cloud and --region that belong together.`,
    );
  }
  return location;
}

/** @throws ConfigurationError that names the services if it is not known */
export function readLocation(lookup: Lookup, services: readonly string[]): Location {
  const cloud = lookup("cloud");
  const region = lookup("region");
  if (cloud === undefined || region === undefined) {
    const urls = services.map((name) => `--endpoint ${name}=URL or ${endpointVariable(name)}`);
    throw new ConfigurationError(
      [
        ...(cloud === undefined ? [missing("cloud")] : []),
        ...(region === undefined ? [missing("region")] : []),
        `The endpoint of ${services.join(", ")} cannot be derived without cloud and region; or pass ${urls.join(", ")}.`,
      ].join("\n"),
    );
  }
  return locationOf(cloud, region);
}

/**
 * The base URL of a service in a cloud and region.
 *
 * @throws ConfigurationError when the cloud does not have the service
 */
export function derivedEndpoint(services: Services, name: string, { cloud, region }: Location): Setting {
  const hosts = services[name]?.definition.hosts;
  const url = hosts && serviceUrl(hosts, cloud, region);
  if (url === undefined) {
    const why =
      hosts === undefined
        ? `The row of ${name} has no hosts`
        : `The cloud ${cloud} does not offer ${name}; if yours does`;
    throw new ConfigurationError(`${why}, give its URL with --endpoint ${name}=URL or ${endpointVariable(name)}.`);
  }
  return { value: url, source: "cloud and region" };
}
