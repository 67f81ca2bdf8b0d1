import { join } from "node:path";
import { parse } from "ini";
import { ConfigurationError } from "../errors/base.ts";
import { isRecord } from "../util/json.ts";
import { quoted } from "../util/validate.ts";
import { type Files, namesIn, readFile, textIn } from "./files.ts";
import { secretsWithin } from "./secrets.ts";
import { type Environment, found, settingsOfIamUrl, variables } from "./settings.ts";
import type { Source, Surroundings } from "./source.ts";

export const PROFILE_FILE = "HUAWEICLOUD_SDK_CREDENTIALS_FILE";
export const DEFAULT_PROFILE = "basic";

/** The parser reads what stands in single quotes as JSON, digits as a number. */
const SINGLE_QUOTED = /^([^=\n\r\u2028\u2029]+=[ \t]*)'([^'\n]*)'[ \t\r]*$/gm;

/** What a login by way of an identity provider is known by. */
const PROVIDER_KEYS = ["idp_id", "id_token_file"];

/** The parser takes a point in a name for a section within a section, unless it is escaped. */
const SECTION = /^\[.*\]/gm;

function profilePath(env: Environment, files: Files): string {
  return env[PROFILE_FILE]?.trim() || join(files.home, ".huaweicloud", "credentials");
}

/**
 * Reads a profile of the file that Huawei Cloud's SDKs have, an INI file.
 *
 * @param asked - the name that was asked for; without one the default profile is taken if there is one with a key
 * @throws ConfigurationError that names the file, and what it should have
 */
export function readProfile(asked: string | undefined, around: Surroundings): Source | undefined {
  const profile = findProfile(asked, around);
  if (profile === undefined) {
    return undefined;
  }
  const { where, read } = profile;
  const [accessKeyId, secretAccessKey, securityToken] = [read("ak"), read("sk"), read("security_token")];
  if (asked === undefined && accessKeyId === undefined && secretAccessKey === undefined) {
    return undefined;
  }
  const iam = found(read("iam_endpoint"), `iam_endpoint of ${where}`);
  return {
    name: where,
    iam,
    settings: {
      ...settingsOfIamUrl(iam),
      project: found(read("project_id"), `project_id of ${where}`),
    },
    credentials() {
      if (accessKeyId === undefined || secretAccessKey === undefined) {
        const [first, second] = [accessKeyId === undefined && "ak", secretAccessKey === undefined && "sk"];
        const missing = [first, second].filter(Boolean).join(" and no ");
        throw new ConfigurationError(`There is no ${missing} in ${where}${byProvider(profile)}.`);
      }
      return { accessKeyId, secretAccessKey, ...(securityToken !== undefined && { securityToken }) };
    },
  };
}

/** What is said of the default profile where no credentials were found. */
export function defaultProfile(around: Surroundings): string {
  const profile = findProfile(undefined, around);
  return `${DEFAULT_PROFILE} in ${profilePath(around.env, around.files)}${profile === undefined ? "" : byProvider(profile)}`;
}

interface Profile {
  readonly where: string;
  read(key: string): string | undefined;
}

function byProvider({ read }: Profile): string {
  const keys = PROVIDER_KEYS.filter((key) => read(key) !== undefined).join(" and ");
  return keys === ""
    ? ""
    : ` (${keys}: a login by an identity provider is not supported; give ak and sk, or a token with --token or ${variables.token[0]})`;
}

function findProfile(asked: string | undefined, { env, files, hide }: Surroundings): Profile | undefined {
  const path = profilePath(env, files);
  const text = readFile(files, path);
  if (text === undefined) {
    if (asked === undefined && !env[PROFILE_FILE]?.trim()) {
      return undefined;
    }
    throw new ConfigurationError(
      `There is no file ${path}, in which ${asked === undefined ? PROFILE_FILE : "--profile"} looks for credentials.`,
    );
  }
  const all = parseIni(text, path);
  hide(secretsWithin(all));
  const sections = Object.fromEntries(Object.entries(all).filter(([, section]) => isRecord(section)));
  if (Object.keys(sections).length === 0 && (asked !== undefined || text.trim() !== "")) {
    throw new ConfigurationError(
      `${path} has no profiles: expected [${DEFAULT_PROFILE}], and beneath it ak = … and sk = … on lines of their own.`,
    );
  }
  const name = asked ?? DEFAULT_PROFILE;
  const profile = Object.hasOwn(sections, name) ? (sections[name] as Record<string, unknown>) : undefined;
  if (profile === undefined && asked !== undefined) {
    throw new ConfigurationError(`${path} has no profile ${quoted(name)}; it has ${namesIn(sections)}.`);
  }
  const where = `the profile ${name} in ${path}`;
  return profile && { where, read: (key) => textIn(profile, key, where) };
}

function parseIni(text: string, path: string): Record<string, unknown> {
  try {
    return parse(
      text
        .replace(/^\ufeff/, "")
        .replaceAll(SECTION, (line) => line.replaceAll(".", "\\."))
        .replaceAll(SINGLE_QUOTED, (_line, start, value) => start + JSON.stringify(value)),
    );
  } catch {
    throw new ConfigurationError(`${path} is no INI file: expected [${DEFAULT_PROFILE}] and lines such as ak = ….`);
  }
}
