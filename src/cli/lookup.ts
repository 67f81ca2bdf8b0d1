import { readCloud } from "./clouds-yaml.ts";
import {
  type ConnectionFlags,
  type Found,
  type Setting,
  type Settings,
  settingOf,
  settingsOfEnvironment,
  settingsOfFlags,
  settingsOfIamUrl,
  variables,
} from "./settings.ts";
import type { Source, Surroundings } from "./source.ts";

/**
 * Finds a setting, or that of several which stands first: in an option, the profile that was asked for, the environment,
 * or where the credentials are.
 */
export type Find = (...settings: Setting[]) => (Found & { readonly setting: Setting }) | undefined;

export function finder(
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
    () => settingsOfIamUrl(settingOf(env, "OS_AUTH_URL")),
    () => source?.settings,
    // What has no place of its own goes with the cloud that is asked for by name.
    () => (isPlaceless ? readCloud(around)?.settings : undefined),
  ];
  return (...names) => {
    for (const layer of layers) {
      const settings = layer();
      for (const setting of names) {
        const found = settings?.[setting];
        if (found !== undefined) {
          return { ...found, setting };
        }
      }
    }
    return undefined;
  };
}

/** What is said of a setting that is nowhere. */
export function missing(setting: Setting): string {
  const name = setting === "project" ? "project ID" : setting;
  const byName = setting === "project" ? `, and no name of one in ${variables["project name"].join(", ")}` : "";
  return `No ${name}: none in --${setting}, nor in ${variables[setting].join(", ")}${byName}.`;
}
