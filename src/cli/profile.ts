import { join } from "node:path";
import { parse } from "ini";
import type { Environment } from "../credentials/env.ts";
import { ConfigurationError } from "../errors/base.ts";
import { isRecord } from "../util/json.ts";
import { placeOfIam } from "../util/regions.ts";
import { quoted } from "../util/validate.ts";
import type { CredentialContext, CredentialSource } from "./credential-source.ts";
import { accessKeyIn, type Files, type Members, noEntry, noFile, readContent, textIn } from "./files.ts";
import { findKooCliProfile } from "./koocli.ts";
import { setting, settingsFrom, variables } from "./settings.ts";

export const PROFILE_FILE = "HUAWEICLOUD_SDK_CREDENTIALS_FILE";
export const DEFAULT_PROFILE = "basic";

/** Values in single quotes, which the parser would read as JSON: digits as a number. */
const SINGLE_QUOTED = /^([^=\n\r\u2028\u2029]+=[ \t]*)'([^'\n]*)'[ \t\r]*$/gm;

/** Keys of a federated login, which is not supported. */
const FEDERATION_KEYS = ["idp_id", "id_token_file"];

/** Section headers. The parser takes a dot in a name for nesting, unless it is escaped. */
const SECTION = /^\[.*\]/gm;

function profilePath(env: Environment, files: Files): string {
  return env[PROFILE_FILE]?.trim() || join(files.home, ".huaweicloud", "credentials");
}

/**
 * The profile of `--profile`, in the credentials file of Huawei Cloud's SDKs, or else in that of KooCLI.
 *
 * @throws ConfigurationError if it is in neither
 */
export function readNamedProfile(name: string, context: CredentialContext): CredentialSource | undefined {
  const isInFile = Object.hasOwn(readSections(context).sections, name);
  return (isInFile ? undefined : findKooCliProfile(name, context)) ?? readProfile(name, context);
}

/**
 * Reads a profile of the credentials file of Huawei Cloud's SDKs, an INI file.
 *
 * @param name - that of `--profile`; without one, the default profile is taken if it exists and has a key
 * @throws ConfigurationError that names the file, and what it should contain
 */
export function readProfile(name: string | undefined, context: CredentialContext): CredentialSource | undefined {
  const profile = findProfile(name, context);
  if (profile === undefined) {
    return undefined;
  }
  const { where, read } = profile;
  if (name === undefined && read("ak") === undefined && read("sk") === undefined) {
    return undefined;
  }
  const iam = setting(read("iam_endpoint"), `iam_endpoint of ${where}`);
  return {
    name: where,
    iam,
    settings: {
      ...settingsFrom(iam, placeOfIam),
      project: setting(read("project_id"), `project_id of ${where}`),
    },
    credentials: () => accessKeyIn(read, ["ak", "sk", "security_token"], where, federationNote(profile)),
  };
}

/** The default profile, as the message names it that no credentials were found. */
export function describeDefaultProfile(context: CredentialContext): string {
  const profile = findProfile(undefined, context);
  return `${DEFAULT_PROFILE} in ${profilePath(context.env, context.files)}${profile === undefined ? "" : federationNote(profile)}`;
}

interface Profile {
  readonly where: string;
  read(key: string): string | undefined;
}

/** Why a profile for a federated login has no credentials. */
function federationNote({ read }: Profile): string {
  const keys = FEDERATION_KEYS.filter((key) => read(key) !== undefined).join(" and ");
  return keys === ""
    ? ""
    : ` (${keys}: a login by an identity provider is not supported; give ak and sk, or a token with --token or ${variables.token[0]})`;
}

function findProfile(name: string | undefined, context: CredentialContext): Profile | undefined {
  const { path, content, sections } = readSections(context);
  const isChosen = name !== undefined;
  if (content === undefined) {
    if (isChosen || context.env[PROFILE_FILE]?.trim()) {
      throw noFile(path, isChosen ? "--profile" : PROFILE_FILE);
    }
    return undefined;
  }
  if (Object.keys(sections).length === 0 && (isChosen || Object.keys(content).length > 0)) {
    throw new ConfigurationError(
      `${path} has no profiles: expected [${DEFAULT_PROFILE}], and beneath it ak = … and sk = … on lines of their own.`,
    );
  }
  const section = name ?? DEFAULT_PROFILE;
  const profile = Object.hasOwn(sections, section) ? (sections[section] as Members) : undefined;
  if (profile === undefined && isChosen) {
    throw noEntry(path, `profile ${quoted(section)}`, "--profile", sections);
  }
  const where = `the profile ${section} in ${path}`;
  return profile && { where, read: (key) => textIn(profile, key, where) };
}

/** What the file has, if it exists, and its profiles. */
function readSections(context: CredentialContext) {
  const path = profilePath(context.env, context.files);
  const format = `an INI file: expected [${DEFAULT_PROFILE}] and lines such as ak = …`;
  const content = readContent(context, path, format, parseIni) as Members | undefined;
  return {
    path,
    content,
    sections: Object.fromEntries(Object.entries(content ?? {}).filter(([, each]) => isRecord(each))),
  };
}

function parseIni(text: string): unknown {
  const escaped = text.replaceAll(SECTION, (line) => line.replaceAll(".", "\\."));
  return parse(escaped.replaceAll(SINGLE_QUOTED, (_line, start, value) => start + JSON.stringify(value)));
}
