import { join } from "node:path";
import { parse } from "ini";
import { ConfigurationError } from "../errors/configuration-error.ts";
import { quoted } from "../validate.ts";
import { isRecord } from "../values.ts";
import { type Files, namesIn, readFile, textIn } from "./files.ts";
import { secretsWithin } from "./secrets.ts";
import { type Environment, found, settingsOfIamUrl } from "./settings.ts";
import type { Source, Surroundings } from "./source.ts";

export const PROFILE_FILE = "HUAWEICLOUD_SDK_CREDENTIALS_FILE";
export const DEFAULT_PROFILE = "basic";

/** The parser takes a point in a name for a section within a section, unless it is escaped. */
const SECTION = /^\[.*\]/gm;

export function profilePath(env: Environment, files: Files): string {
  return env[PROFILE_FILE]?.trim() || join(files.home, ".huaweicloud", "credentials");
}

/**
 * Reads a profile of the file that Huawei Cloud's SDKs have, an INI file.
 *
 * @param asked - the name that was asked for; without one the default profile is taken if there is one
 * @throws ConfigurationError that names the file, and what it should have
 */
export function readProfile(asked: string | undefined, { env, files, hide }: Surroundings): Source | undefined {
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
  if (profile === undefined) {
    if (asked === undefined) {
      return undefined;
    }
    throw new ConfigurationError(`${path} has no profile ${quoted(name)}; it has ${namesIn(sections)}.`);
  }

  const where = `the profile ${name} in ${path}`;
  const read = (key: string) => textIn(profile, key, where);
  const [accessKeyId, secretAccessKey, securityToken] = [read("ak"), read("sk"), read("security_token")];
  if (asked === undefined && accessKeyId === undefined && secretAccessKey === undefined) {
    return undefined;
  }
  return {
    name: where,
    settings: {
      ...settingsOfIamUrl(read("iam_endpoint"), `iam_endpoint of ${where}`),
      project: found(read("project_id"), `project_id of ${where}`),
    },
    credentials() {
      if (accessKeyId === undefined || secretAccessKey === undefined) {
        const [first, second] = [accessKeyId === undefined && "ak", secretAccessKey === undefined && "sk"];
        throw new ConfigurationError(`There is no ${[first, second].filter(Boolean).join(" and no ")} in ${where}.`);
      }
      return { accessKeyId, secretAccessKey, ...(securityToken !== undefined && { securityToken }) };
    },
  };
}

function parseIni(text: string, path: string): Record<string, unknown> {
  try {
    return parse(text.replace(/^\ufeff/, "").replaceAll(SECTION, (line) => line.replaceAll(".", "\\.")));
  } catch {
    throw new ConfigurationError(`${path} is no INI file: expected [${DEFAULT_PROFILE}] and lines such as ak = ….`);
  }
}
