import { dirname, join } from "node:path";
import { parseDocument } from "yaml";
import { ConfigurationError } from "../errors/base.ts";
import { isRecord, isTooDeep } from "../util/json.ts";
import { quoted } from "../util/validate.ts";
import { type Files, namesIn, readFile } from "./files.ts";
import { type Hide, secretsWithin } from "./secrets.ts";
import { type Environment, settingOf } from "./settings.ts";
import type { Surroundings } from "./source.ts";

export type Members = Readonly<Record<string, unknown>>;

/** Another file than the ones that are looked for. */
export const CLOUDS_FILE = "OS_CLIENT_CONFIG_FILE";

/**
 * The members of the cloud that `OS_CLOUD` names in the first `clouds.yaml` there is, with the `secure.yaml` beside it.
 *
 * @throws ConfigurationError that names the file, and what it should have
 */
export function readCloudMembers({ env, files, hide }: Surroundings): { cloud: Members; where: string } | undefined {
  const name = settingOf(env, "OS_CLOUD")?.value;
  if (name === undefined) {
    return undefined;
  }
  const path = findClouds(name, env, files);
  const open = readClouds(files, path, hide);
  const secure = readClouds(files, join(dirname(path), "secure.yaml"), hide);
  const cloud = merge(own(open, name), own(secure, name));
  if (cloud === undefined) {
    throw new ConfigurationError(
      `${path} has no cloud ${quoted(name)}, which OS_CLOUD names; it has ${namesIn(open)}.`,
    );
  }
  const where = `the cloud ${name} in ${path}`;
  if (!isRecord(cloud) || !isRecord(cloud["auth"] ?? {})) {
    throw new ConfigurationError(`${isRecord(cloud) ? `"auth" of ${where}` : where} must have members of its own.`);
  }
  return { cloud, where };
}

function findClouds(name: string, env: Environment, files: Files): string {
  const asked = settingOf(env, CLOUDS_FILE)?.value;
  const directories = [files.cwd, join(files.home, ".config", "openstack"), "/etc/openstack"];
  const paths = asked === undefined ? directories.map((folder) => join(folder, "clouds.yaml")) : [asked];
  const path = paths.find((candidate) => readFile(files, candidate) !== undefined);
  if (path === undefined) {
    throw new ConfigurationError(
      asked === undefined
        ? `OS_CLOUD is ${quoted(name)}, but there is no clouds.yaml in ${directories.join(", ")}.`
        : `OS_CLOUD is ${quoted(name)}, but there is no file ${asked}, which ${CLOUDS_FILE} names.`,
    );
  }
  return path;
}

/** The clouds of a file; none where there is no file. All that is no structure is text: an ID of digits stays as it is. */
function readClouds(files: Files, path: string, hide: Hide): Members {
  const text = readFile(files, path);
  if (text === undefined) {
    return {};
  }
  const parsed = parseYaml(text, path) ?? {};
  if (isTooDeep(parsed)) {
    throw new ConfigurationError(`${path} is nested too deeply.`);
  }
  hide(secretsWithin(parsed));
  const clouds = isRecord(parsed) ? (parsed["clouds"] ?? {}) : undefined;
  if (!isRecord(clouds)) {
    throw new ConfigurationError(`${path} must have "clouds", and beneath it one entry per cloud.`);
  }
  return clouds;
}

/** The parser's own messages quote the file. */
function parseYaml(text: string, path: string): unknown {
  const document = documentIn(text, path);
  const [error] = document.errors;
  if (error !== undefined) {
    const line = error.linePos?.[0].line;
    const problem = error.code.toLowerCase().replaceAll("_", " ");
    throw new ConfigurationError(`${path} is no YAML${line === undefined ? "" : `, see line ${line}`} (${problem}).`);
  }
  try {
    return document.toJS();
  } catch {
    throw new ConfigurationError(`${path} is no YAML: an alias (*name) has no anchor (&name), or there are too many.`);
  }
}

/** The parser calls itself for each level, and what reads the result does too. */
function documentIn(text: string, path: string) {
  try {
    return parseDocument(text, { schema: "failsafe", merge: true, logLevel: "error" });
  } catch {
    throw new ConfigurationError(`${path} is nested too deeply.`);
  }
}

function own(clouds: Members, name: string): unknown {
  return Object.hasOwn(clouds, name) ? (clouds[name] ?? undefined) : undefined;
}

/** Both, what is secret on top. */
function merge(open: unknown, secure: unknown): unknown {
  if (!isRecord(open) || !isRecord(secure)) {
    return secure ?? open;
  }
  const merged = Object.entries(secure).map(([name, value]) => [name, merge(own(open, name), value)] as const);
  return { ...open, ...Object.fromEntries(merged) };
}
