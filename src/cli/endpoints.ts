import type { Environment } from "../credentials/env.ts";
import { ConfigurationError } from "../errors/base.ts";
import type { Services } from "../services/service.ts";
import { serviceUrl } from "../util/regions.ts";
import { type Lookup, missing } from "./lookup.ts";
import { namesOf } from "./references.ts";
import {
  baseUrlFrom,
  type ConnectionFlags,
  cloudFrom,
  endpointVariable,
  readVariable,
  regionFrom,
  type Setting,
  setting,
} from "./settings.ts";

/** The base URLs of `--endpoint`, by service. */
export function readEndpointOptions(services: Services, flags: ConnectionFlags): Record<string, Setting> {
  const endpoints: Record<string, Setting> = {};
  for (const option of flags.endpoint ?? []) {
    const [service = "", ...rest] = option.split("=");
    if (rest.length === 0 || !Object.hasOwn(services, service)) {
      // Quotes the service at most: the URL may hold a password.
      const unknown = rest.length > 0 && /^[\w-]{1,40}$/.test(service) ? `; there is no service "${service}"` : "";
      throw new ConfigurationError(
        `"--endpoint" must be SERVICE=URL, where SERVICE is one of ${namesOf(services)}${unknown}.`,
      );
    }
    const source = `--endpoint ${service}`;
    endpoints[service] = { source, value: baseUrlFrom({ value: rest.join("=").trim(), source }) };
  }
  return endpoints;
}

/** The base URLs of the environment, by service. */
export function readEndpointVariables(services: Services, env: Environment): Record<string, Setting> {
  const found = Object.keys(services).map((name) => [name, readVariable(env, endpointVariable(name))] as const);
  return Object.fromEntries(found.flatMap(([name, given]) => (given === undefined ? [] : [[name, given]])));
}

/** Cloud and region, for the services that have no base URL. */
export function readCloudAndRegion(lookup: Lookup, services: readonly string[]) {
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
  return { cloud: cloudFrom(cloud), region: regionFrom(region) };
}

/**
 * The base URL of a service in a cloud and region.
 *
 * @throws ConfigurationError when the cloud does not have the service
 */
export function derivedEndpoint(
  services: Services,
  name: string,
  { cloud, region }: ReturnType<typeof readCloudAndRegion>,
): Setting {
  const hosts = services[name]?.definition.hosts;
  const url = hosts && setting(serviceUrl(hosts, cloud, region), "cloud and region");
  if (url === undefined) {
    const why =
      hosts === undefined
        ? `The row of ${name} has no hosts`
        : `The cloud ${cloud} does not offer ${name}; if yours does`;
    throw new ConfigurationError(`${why}, give its URL with --endpoint ${name}=URL or ${endpointVariable(name)}.`);
  }
  return url;
}
