import { ConfigurationError } from "../errors/base.ts";
import type { ServiceTable } from "../services/definition.ts";
import { cloudOption, clouds, regionOption, serviceUrl } from "../util/regions.ts";
import { type Find, missing } from "./lookup.ts";
import { type ConnectionFlags, cloudOf, type Environment, endpointVariable, urlOf } from "./settings.ts";

/** The base URLs that are given, by service. */
export function readEndpoints(table: ServiceTable, flags: ConnectionFlags, env: Environment): Record<string, string> {
  const endpoints: Record<string, string> = {};
  for (const service of Object.keys(table)) {
    const source = endpointVariable(service);
    const value = env[source]?.trim();
    if (value) {
      endpoints[service] = urlOf({ value, source });
    }
  }
  for (const given of flags.endpoint ?? []) {
    const [service = "", ...rest] = given.split("=");
    if (rest.length === 0 || !Object.hasOwn(table, service)) {
      // Not quoted as a whole: a URL may hold a password.
      const unknown = rest.length > 0 && /^[\w-]{1,40}$/.test(service) ? `; there is no service "${service}"` : "";
      const names = Object.keys(table).join(", ");
      throw new ConfigurationError(`"--endpoint" must be SERVICE=URL, where SERVICE is one of ${names}${unknown}.`);
    }
    endpoints[service] = urlOf({ value: rest.join("=").trim(), source: `--endpoint ${service}` });
  }
  return endpoints;
}

/** Cloud and region, for the services that have no base URL. */
export function readPlace(find: Find, services: readonly string[]) {
  const cloud = find("cloud");
  const region = find("region");
  if (cloud === undefined || region === undefined) {
    const absent = [
      ...(cloud === undefined ? ["cloud" as const] : []),
      ...(region === undefined ? ["region" as const] : []),
    ];
    const urls = services.map((name) => `--endpoint ${name}=URL or ${endpointVariable(name)}`);
    throw new ConfigurationError(
      [
        ...absent.map(missing),
        `Where ${services.join(", ")} can be reached must be known: give --cloud (${clouds.join(" or ")}) and --region, or ${urls.join(", ")}.`,
      ].join("\n"),
    );
  }
  return {
    cloud: cloudOption(cloudOf(cloud.value), cloud.source),
    region: regionOption(region.value, region.source),
  };
}

/** @throws ConfigurationError when the cloud does not have the service */
export function checkOffer(table: ServiceTable, name: string, { cloud, region }: ReturnType<typeof readPlace>): void {
  const service = table[name];
  if (service !== undefined && serviceUrl(service.hosts, cloud, region) === undefined) {
    throw new ConfigurationError(
      `The cloud ${cloud} does not offer ${name}; if yours does, give its URL with --endpoint ${name}=URL or ${endpointVariable(name)}.`,
    );
  }
}
