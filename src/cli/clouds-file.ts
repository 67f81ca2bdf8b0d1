import { dirname, join } from "node:path";
import { parseDocument } from "yaml";
import type { Environment } from "../credentials/env.ts";
import { ConfigurationError } from "../errors/base.ts";
import { isRecord } from "../util/json.ts";
import { quoted } from "../util/validate.ts";
import type { CredentialContext } from "./credential-source.ts";
import { type Files, findFile, type Members, noEntry, readContent } from "./files.ts";
import { readVariable } from "./settings.ts";

/** The variable that names a file to use in place of the usual ones. */
export const CLOUDS_FILE = "OS_CLIENT_CONFIG_FILE";

/** In OpenStack's order; JSON is YAML, too. */
const FILE_NAMES = ["clouds.yaml", "clouds.yml", "clouds.json"];

/**
 * The cloud that `OS_CLOUD` names in the first `clouds.yaml` found, merged with the `secure.yaml` beside it, and with its
 * `profile` in the first `clouds-public.yaml` found.
 *
 * @throws ConfigurationError that names the file, and what it should contain
 */
export function readCloudMembers(context: CredentialContext): { cloud: Members; where: string } | undefined {
  const { env, files } = context;
  const name = readVariable(env, "OS_CLOUD")?.value;
  if (name === undefined) {
    return undefined;
  }
  const path = findClouds(name, env, files);
  const clouds = readClouds("clouds", context, path);
  const secure = readClouds("clouds", context, join(dirname(path), "secure.yaml"));
  const cloud = merge(entryOf(clouds, name), entryOf(secure, name));
  if (cloud === undefined) {
    throw noEntry(path, `cloud ${quoted(name)}`, "OS_CLOUD", clouds);
  }
  const where = `the cloud ${name} in ${path}`;
  if (!isRecord(cloud) || !isRecord(cloud["auth"] ?? {})) {
    throw new ConfigurationError(`${isRecord(cloud) ? `"auth" of ${where}` : where} must have members of its own.`);
  }
  const profile = cloud["profile"] ?? cloud["cloud"];
  const merged = typeof profile === "string" ? merge(readPublicCloud(profile, context), cloud) : cloud;
  return { cloud: merged as Members, where };
}

/** The profile of a `clouds-public.yaml`. */
function readPublicCloud(name: string, context: CredentialContext): unknown {
  const path = findFile(
    context.files,
    foldersOf(context.env, context.files).map((folder) => join(folder, "clouds-public.yaml")),
  );
  const profile = path && entryOf(readClouds("public-clouds", context, path), name);
  if (profile !== undefined && !(isRecord(profile) && isRecord(profile["auth"] ?? {}))) {
    throw new ConfigurationError(
      `The profile ${quoted(name)} in ${path} and its "auth" must have members of their own.`,
    );
  }
  return profile;
}

/** Where OpenStack's tools expect their files. */
function foldersOf(env: Environment, { cwd, home }: Files): readonly string[] {
  const configuration = readVariable(env, "XDG_CONFIG_HOME")?.value ?? join(home, ".config");
  return [cwd, join(configuration, "openstack"), "/etc/openstack"];
}

function findClouds(name: string, env: Environment, files: Files): string {
  const ownPath = readVariable(env, CLOUDS_FILE)?.value;
  const directories = foldersOf(env, files);
  const inFolder = (folder: string) => FILE_NAMES.map((file) => join(folder, file));
  const paths = ownPath === undefined ? directories.flatMap(inFolder) : [ownPath];
  const path = findFile(files, paths);
  if (path === undefined) {
    throw new ConfigurationError(
      ownPath === undefined
        ? `OS_CLOUD is ${quoted(name)}, but there is no clouds.yaml in ${directories.join(", ")}.`
        : `OS_CLOUD is ${quoted(name)}, but there is no file ${ownPath}, which ${CLOUDS_FILE} names.`,
    );
  }
  return path;
}

/** The clouds of the file, `{}` if it does not exist. Scalars stay strings, so numeric IDs survive. */
function readClouds(member: "clouds" | "public-clouds", context: CredentialContext, path: string): Members {
  const format = "YAML: an alias (*name) has no anchor (&name), or there are too many";
  const content = readContent(context, path, format, (text) => parseYaml(text, path)) ?? {};
  const clouds = isRecord(content) ? (content[member] ?? {}) : undefined;
  if (!isRecord(clouds)) {
    throw new ConfigurationError(`${path} must have "${member}", and beneath it one entry per cloud.`);
  }
  return clouds;
}

function parseYaml(text: string, path: string): unknown {
  const document = parseDocument(text, { schema: "failsafe", merge: true, logLevel: "error" });
  const [error] = document.errors;
  if (error !== undefined) {
    const line = error.linePos?.[0].line;
    const problem = error.code.toLowerCase().replaceAll("_", " ");
    throw new ConfigurationError(`${path} is not YAML${line === undefined ? "" : `, see line ${line}`} (${problem}).`);
  }
  return document.toJS() ?? {};
}

function entryOf(clouds: Members, name: string): unknown {
  return Object.hasOwn(clouds, name) ? (clouds[name] ?? undefined) : undefined;
}

/** `secure` takes precedence. */
function merge(base: unknown, secure: unknown): unknown {
  if (!isRecord(base) || !isRecord(secure)) {
    return secure ?? base;
  }
  const merged = Object.entries(secure).map(([name, value]) => [name, merge(entryOf(base, name), value)] as const);
  return { ...base, ...Object.fromEntries(merged) };
}
