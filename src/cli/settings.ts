import { ConfigurationError } from "../errors/base.ts";
import { checkBaseUrl } from "../http/origin.ts";
import { type Cloud, clouds } from "../util/regions.ts";

/** The environment variables of each setting, the first one that has a value counts. An option goes before them. */
export const variables = {
  token: ["HUAWEICLOUD_JOBS_TOKEN", "OS_TOKEN", "OS_AUTH_TOKEN"],
  project: ["HUAWEICLOUD_JOBS_PROJECT_ID", "HUAWEICLOUD_SDK_PROJECT_ID", "OS_PROJECT_ID", "OS_TENANT_ID"],
  "project name": ["OS_PROJECT_NAME", "OS_TENANT_NAME", "HW_PROJECT_NAME"],
  cloud: ["HUAWEICLOUD_JOBS_CLOUD", "HW_CLOUD"],
  region: ["HUAWEICLOUD_JOBS_REGION", "HW_REGION_NAME", "OS_REGION_NAME", "OS_REGION"],
} as const;

export type Setting = keyof typeof variables;
export type Environment = Readonly<Record<string, string | undefined>>;

/** The variable that holds a service's base URL. */
export function endpointVariable(service: string): string {
  return `HUAWEICLOUD_JOBS_ENDPOINT_${service.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_")}`;
}

/** A value, and the option, variable or file that it was found in. */
export interface Found {
  readonly value: string;
  readonly source: string;
}

/** What one place knows. */
export type Settings = { readonly [K in Setting]?: Found | undefined };

/** The options of the command line that say where the services are and who asks. */
export type ConnectionFlags = { readonly [K in Exclude<Setting, "project name">]?: string } & {
  readonly endpoint?: readonly string[];
  readonly profile?: string;
};

export function settingsOfFlags(flags: { readonly [K in Setting]?: string | undefined }): Settings {
  return settings((name) => found(flags[name], `--${name}`));
}

export function settingsOfEnvironment(env: Environment): Settings {
  return settings((name) => settingOf(env, ...variables[name]));
}

/** The first of some environment variables that has a value. */
export function settingOf(env: Environment, ...names: readonly string[]): Found | undefined {
  const source = names.find((name) => env[name]?.trim());
  return source === undefined ? undefined : found(env[source], source);
}

/** Cloud and region, where the host of an IAM URL tells them. */
export function settingsOfIamUrl(url: Found | undefined): Settings {
  if (url === undefined || !URL.canParse(url.value)) {
    return {};
  }
  const [, region, domain = ""] = IAM_HOST.exec(new URL(url.value).hostname) ?? [];
  return { cloud: found(domains[domain], url.source), region: found(region, url.source) };
}

export function found(value: string | undefined, source: string): Found | undefined {
  return value === undefined ? undefined : { value: value.trim(), source };
}

/** The URL in a setting, which must be one that a credential may be sent to. */
export function urlOf({ value, source }: Found): string {
  const url = checkBaseUrl(source, value, true);
  try {
    return checkBaseUrl(source, value, false);
  } catch {
    throw new ConfigurationError(
      `"${source}" is plain http: to ${new URL(url).host}, where the token could be read on the way; use https: (http: is for this machine alone).`,
    );
  }
}

/** The cloud in a setting. `HW_CLOUD` holds a domain where people have it for Terraform. */
export function cloudOf(value: string): string {
  const name = value.toLowerCase();
  return clouds.find((cloud) => cloud === name) ?? domains[name] ?? value;
}

const domains: Readonly<Record<string, Cloud>> = { "myhuaweicloud.com": "huaweicloud", "otc.t-systems.com": "otc" };

const IAM_HOST = /^[\w-]+\.(?:([a-z]{2,}(?:-[a-z0-9]+)+)\.)?(?:sc\.)?(myhuaweicloud\.com|otc\.t-systems\.com)$/;

function settings(read: (name: Setting) => Found | undefined): Settings {
  return Object.fromEntries(Object.keys(variables).map((name) => [name, read(name as Setting)]));
}
