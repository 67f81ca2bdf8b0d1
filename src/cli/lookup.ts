import { placeNames } from "../credentials/env-names.ts";
import { cloudOfRegion, clouds, placeByName, placeOfIam } from "../util/regions.ts";
import { readCloud } from "./clouds-credentials.ts";
import type { CredentialContext, CredentialSource } from "./credential-source.ts";
import {
  type ConnectionFlags,
  flagSetting,
  readVariable,
  readVariables,
  type Setting,
  type SettingName,
  setting,
  settingsFrom,
  variables,
} from "./settings.ts";

export type FoundSetting = Setting & { readonly name: SettingName };

/** Finds the named settings. */
export interface Lookup {
  /** The first name that the first layer with any of them has. */
  (...names: SettingName[]): FoundSetting | undefined;
  /** All that were found, in order of precedence: the first one is used. */
  all(...names: SettingName[]): Iterable<FoundSetting>;
}

/** Reads settings from the options, the profile of `--profile`, the environment, and the source of the credentials. */
export function createLookup(
  flags: ConnectionFlags,
  profile: CredentialSource | undefined,
  source: CredentialSource | undefined,
  context: CredentialContext,
): Lookup {
  const { env } = context;
  const usesCloud = profile === undefined && source !== undefined && source.settings === undefined;
  const layers: readonly ((name: SettingName) => Setting | readonly Setting[] | undefined)[] = [
    (name) => flagSetting(flags, name),
    (name) => profile?.settings?.[name],
    (name) => (source?.isAgency ? source.settings?.[name] : undefined),
    (name) => readVariables(env, ...variables[name]),
    (name) => settingsFrom(readVariable(env, ...placeNames.iamEndpoint), placeOfIam)[name],
    (name) => settingsFrom(readVariable(env, ...variables.cloud), placeByName)[name],
    (name) => source?.settings?.[name],
    // Credentials without settings of their own fall back to the cloud of OS_CLOUD.
    (name) => (usesCloud ? readCloud(context)?.settings?.[name] : undefined),
  ];
  function* all(...names: SettingName[]): Generator<FoundSetting> {
    for (const layer of layers) {
      for (const name of names) {
        yield* [layer(name) ?? []].flat().map((found) => ({ ...found, name }));
      }
    }
    const region = names.includes("cloud") ? lookup("region") : undefined;
    const cloud = region && setting(cloudOfRegion(region.value), region.source);
    if (cloud !== undefined) {
      yield { ...cloud, name: "cloud" };
    }
  }
  const lookup = (...names: SettingName[]): FoundSetting | undefined => all(...names).next().value ?? undefined;
  return Object.assign(lookup, { all });
}

/** The message about a setting that was not found. */
export function missing(name: SettingName): string {
  const title = name === "project" ? "Project ID" : name.charAt(0).toUpperCase() + name.slice(1);
  const value = name === "cloud" ? ` ${clouds.join(" or ")}` : "";
  const byName = name === "project" ? `; or its name in ${variables["project name"].join(", ")}` : "";
  return `${title} not set. Pass --${name}${value}, or set ${variables[name].join(", ")}${byName}.`;
}
