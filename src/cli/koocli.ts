import { join } from "node:path";
import type { Environment } from "../credentials/env.ts";
import type { Credentials } from "../credentials/index.ts";
import { metadataCredentials } from "../credentials/metadata.ts";
import { ConfigurationError } from "../errors/base.ts";
import { isRecord, parseJson } from "../util/json.ts";
import { quoted } from "../util/validate.ts";
import { certificateNotesOf } from "./certificates.ts";
import type { CredentialContext, CredentialSource } from "./credential-source.ts";
import { accessKeyIn, type Files, namesIn, readFile, textIn } from "./files.ts";
import { readVariable, setting } from "./settings.ts";

/** The variables of Terraform that name a profile of KooCLI, and its file. */
export const KOOCLI_PROFILE = "HW_PROFILE";
export const KOOCLI_FILE = "HW_SHARED_CONFIG_FILE";

type Members = Readonly<Record<string, unknown>>;

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
  if (name === undefined) {
    return undefined;
  }
  const path = kooCliPath(context.env, context.files);
  const content = readContent(context);
  if (content === undefined) {
    throw new ConfigurationError(`There is no file ${path}, in which ${KOOCLI_PROFILE} looks for credentials.`);
  }
  const found = sourceOf(content, name, path, context.fetch);
  if (found === undefined) {
    const names = Object.fromEntries(profilesIn(content).map((profile) => [String(profile["name"]), profile]));
    throw new ConfigurationError(
      `${path} has no profile ${quoted(name)}, which ${KOOCLI_PROFILE} names; it has ${namesIn(names)}.`,
    );
  }
  return found;
}

/** The profile of KooCLI with this name, or without a name the one that is current there; `undefined` if there is none. */
export function findKooCliProfile(name: string | undefined, context: CredentialContext): CredentialSource | undefined {
  const content = readContent(context);
  const path = kooCliPath(context.env, context.files);
  const wanted = name ?? (content && textIn(content, "current", path));
  return content && wanted !== undefined ? sourceOf(content, wanted, path, context.fetch) : undefined;
}

function readContent({ env, files, secrets }: CredentialContext): Members | undefined {
  const path = kooCliPath(env, files);
  const text = readFile(files, path);
  if (text === undefined) {
    return undefined;
  }
  let content: unknown;
  try {
    content = parseJson(text.replace(/^\ufeff/, ""));
  } catch {
    // The parser's message would quote the file.
    throw new ConfigurationError(`${path} is not JSON, as KooCLI writes it.`);
  }
  secrets.addFile(content);
  if (!isRecord(content) || !Array.isArray(content["profiles"])) {
    throw new ConfigurationError(`${path} must have "profiles", a list, as KooCLI writes it.`);
  }
  return content;
}

function profilesIn(content: Members): Members[] {
  const { profiles } = content;
  return Array.isArray(profiles) ? profiles.filter(isRecord) : [];
}

function sourceOf(
  content: Members,
  name: string,
  path: string,
  fetch: CredentialContext["fetch"],
): CredentialSource | undefined {
  const profile = profilesIn(content).find((candidate) => candidate["name"] === name);
  if (profile === undefined) {
    return undefined;
  }
  const where = `the profile ${name} in ${path}`;
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
    credentials: () => credentialsOf(read, where, String(content["authEncrypt"]) === "true", fetch),
  };
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
