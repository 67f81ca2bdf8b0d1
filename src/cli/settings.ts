import type { Environment } from "../credentials/env.ts";
import { placeNames, tokenNames } from "../credentials/env-names.ts";
import { ConfigurationError } from "../errors/base.ts";
import { checkBaseUrl } from "../http/origin.ts";
import { type Cloud, cloudOption, placeByName, type placeOfIam, regionOption } from "../util/regions.ts";

/** The environment variables of each setting. The first one with a value counts; an option takes precedence. */
export const variables = {
  token: ["HUAWEICLOUD_JOBS_TOKEN", ...tokenNames.token],
  project: ["HUAWEICLOUD_JOBS_PROJECT_ID", ...placeNames.projectId],
  "project name": placeNames.projectName,
  cloud: ["HUAWEICLOUD_JOBS_CLOUD", ...placeNames.cloud],
  region: ["HUAWEICLOUD_JOBS_REGION", ...placeNames.region],
} as const;

export type SettingName = keyof typeof variables;

/** The environment variable with a service's base URL. */
export function endpointVariable(service: string): string {
  return `HUAWEICLOUD_JOBS_ENDPOINT_${service.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_")}`;
}

/** A value, and the option, variable or file that it comes from. */
export interface Setting {
  readonly value: string;
  readonly source: string;
}

export type Settings = { readonly [K in SettingName]?: Setting | undefined };

/** The options of the command line that say where the services are and who sends the requests. */
export type ConnectionFlags = { readonly [K in Exclude<SettingName, "project name">]?: string } & {
  readonly endpoint?: readonly string[];
  readonly services?: readonly string[];
  readonly profile?: string;
};

export function setting(value: string | undefined, source: string): Setting | undefined {
  return value === undefined ? undefined : { value: value.trim(), source };
}

export function flagSetting(flags: { readonly [K in SettingName]?: string }, name: SettingName): Setting | undefined {
  return setting(flags[name], `--${name}`);
}

/** The first of some environment variables that has a value. */
export function readVariable(env: Environment, ...names: readonly string[]): Setting | undefined {
  return readVariables(env, ...names)[0];
}

/** All of some environment variables that have a value. */
export function readVariables(env: Environment, ...names: readonly string[]): Setting[] {
  return names.filter((name) => env[name]?.trim()).flatMap((name) => setting(env[name], name) ?? []);
}

/** Cloud and region, as far as the URL of an IAM or a domain names them. */
export function settingsFrom(found: Setting | undefined, placeIn: typeof placeOfIam): Settings {
  const { cloud, region } = placeIn(found?.value ?? "");
  return found === undefined ? {} : { cloud: setting(cloud, found.source), region: setting(region, found.source) };
}

/** The cloud in a setting. For other tools, it is a domain. */
export function cloudFrom({ value, source }: Setting): Cloud {
  return cloudOption(placeByName(value).cloud ?? value, source);
}

export function regionFrom({ value, source }: Setting): string {
  return regionOption(value, source);
}

/** The base URL in a setting, which must be one that a credential may be sent to. */
export function baseUrlFrom({ value, source }: Setting): string {
  const url = checkBaseUrl(source, value, true);
  try {
    return checkBaseUrl(source, value, false);
  } catch {
    throw new ConfigurationError(
      `"${source}" is plain http: to ${new URL(url).host}, where the token could be read on the way; use https: (http: is for this machine alone).`,
    );
  }
}
