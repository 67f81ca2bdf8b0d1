import type { ClientOptions } from "../client-options.ts";
import { cloudName, clouds, regionName, serviceUrl } from "../clouds.ts";
import { ConfigurationError } from "../errors/configuration-error.ts";
import { spellings } from "../errors/scrub.ts";
import { checkBaseUrl } from "../http/origin.ts";
import type { ServiceTable } from "../services/service.ts";
import { identifier, QUOTED } from "../validate.ts";
import type { Ref } from "./outcome.ts";

/** The environment variables of each setting, the first one that has a value counts. An option goes before them. */
export const variables = {
  token: ["HUAWEICLOUD_JOBS_TOKEN", "OS_TOKEN", "OS_AUTH_TOKEN"],
  project: ["HUAWEICLOUD_JOBS_PROJECT_ID", "HUAWEICLOUD_SDK_PROJECT_ID", "OS_PROJECT_ID", "OS_TENANT_ID"],
  cloud: ["HUAWEICLOUD_JOBS_CLOUD", "HW_CLOUD"],
  region: ["HUAWEICLOUD_JOBS_REGION", "HW_REGION_NAME", "OS_REGION_NAME", "OS_REGION"],
} as const;

/** The variable that holds a service's base URL. */
export function endpointVariable(service: string): string {
  return `HUAWEICLOUD_JOBS_ENDPOINT_${service.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_")}`;
}

type Setting = keyof typeof variables;
export type Environment = Readonly<Record<string, string | undefined>>;

/** The options of the command line that say where the services are and who asks. */
export type ConnectionFlags = { readonly [K in Setting]?: string } & { readonly endpoint?: readonly string[] };

/** A value, and the option or variable that it was found in. */
interface Found {
  readonly value: string;
  readonly source: string;
}

/** `HW_CLOUD` holds a domain where people have it for Terraform. */
const cloudNames: Readonly<Record<string, string>> = {
  ...Object.fromEntries(clouds.map((name) => [name, name])),
  "myhuaweicloud.com": "huaweicloud",
  "otc.t-systems.com": "otc",
};

/** A token is sent as a header. */
const TOKEN = /^[\x21-\x7e]+$/;

/**
 * Puts the client's options together from the command line and the environment.
 *
 * @param refs - the jobs; only what they need has to be configured
 * @throws ConfigurationError that names each value that is wrong or missing, and where it was looked for
 */
export function configure(
  table: ServiceTable,
  flags: ConnectionFlags,
  env: Environment,
  refs: readonly Ref[],
): ClientOptions<string> & { readonly credentials: { readonly token: string } } {
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

  const token = attempt(() => required("token", flags, env, readToken));
  const needsProject = refs.some((ref) => ref.projectId === undefined);
  const projectId = attempt(() =>
    needsProject ? required("project", flags, env, ({ value, source }) => identifier(source, value)) : undefined,
  );
  const endpoints = attempt(() => readEndpoints(table, flags, env));
  const services = [...new Set(refs.map(({ service }) => service))];
  const homeless = endpoints === undefined ? [] : services.filter((name) => endpoints[name] === undefined);
  const place = homeless.length === 0 ? undefined : attempt(() => readPlace(flags, env, homeless));
  if (place !== undefined) {
    for (const name of homeless) {
      attempt(() => checkOffer(table, name, place));
    }
  }
  if (problems.length > 0 || token === undefined) {
    throw new ConfigurationError(problems.join("\n"));
  }
  return { ...place, projectId, endpoints, credentials: { token } };
}

/** Every value that may be a token, used or not: none of them is ever shown. */
export function secretsOf(argv: readonly string[], env: Environment): string[] {
  const given = argv.map((argument, index) =>
    argv[index - 1] === "--token" ? argument : argument.startsWith("--token=") ? argument.slice("--token=".length) : "",
  );
  const values = [...given, ...variables.token.map((name) => env[name] ?? "")].map((value) => value.trim());
  return spellings([...values, ...values.flatMap(beginnings)]);
}

/** Fewer characters of a token tell nothing. */
const TELLING = 8;

/** What is left of a token where a message cuts it, longest first. */
function beginnings(token: string): string[] {
  const longest = Math.min(token.length - 1, QUOTED);
  return Array.from({ length: Math.max(0, longest - TELLING + 1) }, (_, less) => `${token.slice(0, longest - less)}…`);
}

function find(setting: Setting, flags: ConnectionFlags, env: Environment): Found | undefined {
  const given = flags[setting];
  if (given !== undefined) {
    return { value: given.trim(), source: `--${setting}` };
  }
  const source = variables[setting].find((name) => env[name]?.trim());
  return source === undefined ? undefined : { value: env[source]?.trim() ?? "", source };
}

function required<V>(setting: Setting, flags: ConnectionFlags, env: Environment, read: (found: Found) => V): V {
  const found = find(setting, flags, env);
  if (found === undefined) {
    throw new ConfigurationError(missing(setting));
  }
  return read(found);
}

function missing(setting: Setting): string {
  return `No ${setting}: none in --${setting}, nor in ${variables[setting].join(", ")}.`;
}

function readToken({ value, source }: Found): string {
  if (!TOKEN.test(value)) {
    throw new ConfigurationError(
      `"${source}" holds no token: a token is printable ASCII characters without spaces or line breaks.`,
    );
  }
  return value;
}

function readEndpoints(table: ServiceTable, flags: ConnectionFlags, env: Environment): Record<string, string> {
  const endpoints: Record<string, string> = {};
  for (const service of Object.keys(table)) {
    const source = endpointVariable(service);
    const value = env[source]?.trim();
    if (value) {
      endpoints[service] = readUrl(source, value);
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
    endpoints[service] = readUrl(`--endpoint ${service}`, rest.join("=").trim());
  }
  return endpoints;
}

function readUrl(source: string, value: string): string {
  const url = checkBaseUrl(source, value, true);
  try {
    return checkBaseUrl(source, value, false);
  } catch {
    throw new ConfigurationError(
      `"${source}" is plain http: to ${new URL(url).host}, where the token could be read on the way; use https: (http: is for this machine alone).`,
    );
  }
}

function readPlace(flags: ConnectionFlags, env: Environment, services: readonly string[]) {
  const cloud = find("cloud", flags, env);
  const region = find("region", flags, env);
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
    cloud: cloudName(cloudNames[cloud.value.toLowerCase()] ?? cloud.value, cloud.source),
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
