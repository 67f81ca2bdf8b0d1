import type { ClientOptions } from "../client-options.ts";
import { cloudName, clouds, regionName, serviceUrl } from "../clouds.ts";
import { ConfigurationError } from "../errors/configuration-error.ts";
import type { ServiceTable } from "../services/service.ts";
import { identifier } from "../validate.ts";
import { readCloud } from "./clouds-yaml.ts";
import { findSource, hiding, noSource } from "./credentials.ts";
import type { Ref } from "./outcome.ts";
import { readProfile } from "./profile.ts";
import {
  cloudOf,
  type Environment,
  endpointVariable,
  type Found,
  type Setting,
  type Settings,
  settingsOfEnvironment,
  settingsOfFlags,
  settingsOfIamUrl,
  urlOf,
  variables,
} from "./settings.ts";
import type { Scope, Source, Surroundings } from "./source.ts";

/** The options of the command line that say where the services are and who asks. */
export type ConnectionFlags = { readonly [K in Setting]?: string } & {
  readonly endpoint?: readonly string[];
  readonly profile?: string;
};

/** What a client needs, and where its credentials were found. */
export type Configuration = ClientOptions<string> & { readonly source: string };

/** Finds a setting: in an option, the profile that was asked for, the environment, or where the credentials are. */
type Find = (setting: Setting) => Found | undefined;

/**
 * Puts the client's options together from the command line, the environment and the user's files.
 *
 * @param refs - the jobs; only what they need has to be configured
 * @throws ConfigurationError that names each value that is wrong or missing, and where it was looked for
 */
export function configure(
  table: ServiceTable,
  flags: ConnectionFlags,
  refs: readonly Ref[],
  around: Surroundings,
): Configuration {
  const problems: string[] = [];
  /** The value that `read` yields; what it finds wrong is kept for the end, so that all is named at once. */
  const attempt = <V>(read: () => V): V | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) {
        throw error;
      }
      problems.push(error.message);
      return undefined;
    }
  };

  const profile = flags.profile === undefined ? undefined : readProfile(flags.profile, around);
  const source = findSource(flags, profile, around);
  if (source === undefined) {
    problems.push(noSource(around));
  }
  const find = finder(flags, profile, source, around);
  const needsProject = refs.some((ref) => ref.projectId === undefined);
  const projectId = attempt(() =>
    needsProject ? required("project", find, ({ value, source }) => identifier(source, value)) : undefined,
  );
  const endpoints = attempt(() => readEndpoints(table, flags, around.env));
  const services = [...new Set(refs.map(({ service }) => service))];
  const homeless = endpoints === undefined ? [] : services.filter((name) => endpoints[name] === undefined);
  const place = homeless.length === 0 ? undefined : attempt(() => readPlace(find, homeless));
  if (place !== undefined) {
    for (const name of homeless) {
      attempt(() => checkOffer(table, name, place));
    }
  }
  const scope: Scope = {
    get projectId() {
      return find("project")?.value;
    },
    get region() {
      return find("region")?.value;
    },
  };
  const credentials = source && attempt(() => source.credentials(scope));
  if (problems.length > 0 || source === undefined || credentials === undefined) {
    throw new ConfigurationError(problems.join("\n"));
  }
  return { ...place, projectId, endpoints, credentials: hiding(credentials, around.hide), source: source.name };
}

function finder(
  flags: ConnectionFlags,
  profile: Source | undefined,
  source: Source | undefined,
  around: Surroundings,
): Find {
  const { env } = around;
  const isPlaceless = profile === undefined && source !== undefined && source.settings === undefined;
  const layers: readonly (() => Settings | undefined)[] = [
    () => settingsOfFlags(flags),
    () => profile?.settings,
    () => settingsOfEnvironment(env),
    () => settingsOfIamUrl(env["OS_AUTH_URL"]?.trim(), "OS_AUTH_URL"),
    () => source?.settings,
    // What has no place of its own goes with the cloud that is asked for by name.
    () => (isPlaceless ? readCloud(around)?.settings : undefined),
  ];
  return (setting) => {
    for (const layer of layers) {
      const found = layer()?.[setting];
      if (found !== undefined) {
        return found;
      }
    }
    return undefined;
  };
}

function required<V>(setting: Setting, find: Find, read: (found: Found) => V): V {
  const found = find(setting);
  if (found === undefined) {
    throw new ConfigurationError(missing(setting));
  }
  return read(found);
}

function missing(setting: Setting): string {
  const name = setting === "project" ? "project ID" : setting;
  return `No ${name}: none in --${setting}, nor in ${variables[setting].join(", ")}.`;
}

function readEndpoints(table: ServiceTable, flags: ConnectionFlags, env: Environment): Record<string, string> {
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

function readPlace(find: Find, services: readonly string[]) {
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
    cloud: cloudName(cloudOf(cloud.value), cloud.source),
    region: regionName(region.value, region.source),
  };
}

function checkOffer(table: ServiceTable, name: string, { cloud, region }: ReturnType<typeof readPlace>): void {
  const service = table[name];
  if (service !== undefined && serviceUrl(service.hosts, cloud, region) === undefined) {
    throw new ConfigurationError(
      `The cloud ${cloud} does not offer ${name}; if yours does, give its URL with --endpoint ${name}=URL or ${endpointVariable(name)}.`,
    );
  }
}
