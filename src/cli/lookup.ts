import { placeNames } from "../credentials/env-names.ts";
import { cloudOfRegion, clouds } from "../util/regions.ts";
import { readCloud } from "./clouds-credentials.ts";
import type { CredentialContext, CredentialSource } from "./credential-source.ts";
import {
  type ConnectionFlags,
  readVariable,
  type Setting,
  type SettingName,
  type Settings,
  setting,
  settingsFromDomain,
  settingsFromEnv,
  settingsFromFlags,
  settingsFromIamUrl,
  variables,
} from "./settings.ts";

/** Finds one of the named settings: the first name that the first layer with any of them has. */
export type Lookup = (...names: SettingName[]) => (Setting & { readonly name: SettingName }) | undefined;

/**
 * Looks settings up in the options, the profile of `--profile`, the environment, and the source of the credentials.
 */
export function createLookup(
  flags: ConnectionFlags,
  profile: CredentialSource | undefined,
  source: CredentialSource | undefined,
  context: CredentialContext,
): Lookup {
  const { env } = context;
  const usesCloud = profile === undefined && source !== undefined && source.settings === undefined;
  const layers: readonly (() => Settings | undefined)[] = [
    () => settingsFromFlags(flags),
    () => profile?.settings,
    () => (source?.isAgency ? source.settings : undefined),
    () => settingsFromEnv(env),
    () => settingsFromIamUrl(readVariable(env, ...placeNames.iamEndpoint)),
    () => settingsFromDomain(readVariable(env, ...variables.cloud)),
    () => source?.settings,
    // Credentials without settings of their own fall back to the cloud of OS_CLOUD.
    () => (usesCloud ? readCloud(context)?.settings : undefined),
  ];
  function lookup(...names: SettingName[]): ReturnType<Lookup> {
    for (const layer of layers) {
      const settings = layer();
      for (const name of names) {
        const found = settings?.[name];
        if (found !== undefined) {
          return { ...found, name };
        }
      }
    }
    return names.includes("cloud") ? cloudOfFoundRegion() : undefined;
  }
  function cloudOfFoundRegion(): ReturnType<Lookup> {
    const region = lookup("region");
    const cloud = region && setting(cloudOfRegion(region.value), region.source);
    return cloud && { ...cloud, name: "cloud" };
  }
  return lookup;
}

/** The message about a setting that was not found. */
export function missing(name: SettingName): string {
  const title = name === "project" ? "Project ID" : name.charAt(0).toUpperCase() + name.slice(1);
  const value = name === "cloud" ? ` ${clouds.join(" or ")}` : "";
  const byName = name === "project" ? `; or its name in ${variables["project name"].join(", ")}` : "";
  return `${title} not set. Pass --${name}${value}, or set ${variables[name].join(", ")}${byName}.`;
}
