import { join } from "node:path";
import type { Environment } from "../credentials/env.ts";
import type { Credentials } from "../credentials/index.ts";
import { metadataCredentials } from "../credentials/metadata.ts";
import { ConfigurationError } from "../errors/base.ts";
import { isRecord, parseJson } from "../util/json.ts";
import { quoted } from "../util/validate.ts";
import { certificateNotesOf } from "./certificates.ts";
import type { CredentialContext, CredentialSource } from "./credential-source.ts";
import { accessKeyIn, type Files, type Members, noEntry, noFile, readContent, textIn } from "./files.ts";
import { readVariable, setting } from "./settings.ts";

/** The variables of Terraform that name a profile of KooCLI, and its file. */
export const KOOCLI_PROFILE = "HW_PROFILE";
export const KOOCLI_FILE = "HW_SHARED_CONFIG_FILE";

/** The file of profiles that Huawei Cloud's command line, KooCLI, keeps. */
export function kooCliPath(env: Environment, files: Files): string {
  return readVariable(env, KOOCLI_FILE)?.value ?? join(files.home, ".hcloud", "config.json");
}

/**
 * The profile of KooCLI that `HW_PROFILE` names.
 *
 * @throws ConfigurationError if there is none, or it has no credentials that can be used
 */
export function readChosenKooCliProfile(context: CredentialContext): CredentialSource | undefined {
  const name = readVariable(context.env, KOOCLI_PROFILE)?.value;
  const found = name === undefined ? undefined : findKooCliProfile(name, context);
  if (name !== undefined && found === undefined) {
    const { path, content, profiles } = readKooCli(context);
    throw content === undefined
      ? noFile(path, KOOCLI_PROFILE)
      : noEntry(path, `profile ${quoted(name)}`, KOOCLI_PROFILE, Object.fromEntries(profiles));
  }
  return found;
}

/** The profile of KooCLI with this name, or without a name the one that is current there; `undefined` if there is none. */
export function findKooCliProfile(name: string | undefined, context: CredentialContext): CredentialSource | undefined {
  const { path, content = {}, profiles } = readKooCli(context);
  const wanted = name ?? textIn(content, "current", path);
  const profile = profiles.get(wanted ?? "");
  if (profile === undefined) {
    return undefined;
  }
  const where = `the profile ${wanted} in ${path}`;
  const isEncrypted = String(content["authEncrypt"]) === "true";
  const read = (member: string) => textIn(profile, member, where);
  return {
    name: where,
    settings: {
      cloud: setting("huaweicloud", `KooCLI, whose file is ${path}`),
      region: setting(read("region"), `region of ${where}`),
      project: setting(read("projectId"), `projectId of ${where}`),
    },
    login: "agency of this machine",
    notes: certificateNotesOf("skipSecureVerify", String(profile["skipSecureVerify"]), where),
    credentials: () => credentialsOf(read, where, isEncrypted, context.fetch),
  };
}

/** KooCLI's file, if it exists, and its profiles by name. */
function readKooCli(context: CredentialContext) {
  const path = kooCliPath(context.env, context.files);
  const content = readContent(context, path, "JSON, as KooCLI writes it", parseJson);
  if (content === undefined) {
    return { path, profiles: new Map<string, Members>() };
  }
  const profiles = isRecord(content) ? content["profiles"] : undefined;
  if (!isRecord(content) || !Array.isArray(profiles)) {
    throw new ConfigurationError(`${path} must have "profiles", a list, as KooCLI writes it.`);
  }
  const byName = new Map<string, Members>();
  for (const profile of profiles.filter(isRecord)) {
    const name = String(profile["name"]);
    byName.set(name, byName.get(name) ?? profile);
  }
  return { path, content, profiles: byName };
}

function credentialsOf(
  read: (member: string) => string | undefined,
  where: string,
  isEncrypted: boolean,
  fetch: CredentialContext["fetch"],
): Credentials {
  if (read("agencyName") !== undefined) {
    throw new ConfigurationError(
      `The agency of ${where} (agencyName) is not supported, and the account's own jobs are not those of the agency; use clouds.yaml with auth_type: agency.`,
    );
  }
  const mode = read("mode") ?? "AKSK";
  if (mode.toLowerCase() === "ecsagency") {
    return metadataCredentials({ fetch });
  }
  if (mode.toLowerCase() !== "aksk") {
    throw new ConfigurationError(
      `The mode ${quoted(mode)} of ${where} is not supported; supported are AKSK and ecsAgency.`,
    );
  }
  const key = accessKeyIn(read, ["accessKeyId", "secretAccessKey", "securityToken"], where);
  if (isEncrypted) {
    throw new ConfigurationError(
      `KooCLI has encrypted the access key of ${where} (authEncrypt); make the profile again without encryption, or set HW_ACCESS_KEY and HW_SECRET_KEY.`,
    );
  }
  return key;
}
