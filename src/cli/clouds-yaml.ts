import { join } from "node:path";
import { parseDocument } from "yaml";
import type { Credentials } from "../credentials/index.ts";
import { passwordCredentials } from "../credentials/password.ts";
import { ConfigurationError } from "../errors/configuration-error.ts";
import { quoted } from "../validate.ts";
import { isRecord } from "../values.ts";
import { type Files, namesIn, readFile, textIn } from "./files.ts";
import { type Hide, secretsWithin } from "./secrets.ts";
import { found, settingsOfIamUrl, urlOf } from "./settings.ts";
import type { Scope, Source, Surroundings } from "./source.ts";

type Members = Readonly<Record<string, unknown>>;

/** The IAM of the vendor profile that OpenStack's tools know. */
const vendors: Readonly<Record<string, (region: string) => string>> = {
  otc: (region) => `https://iam.${region}.otc.t-systems.com/v3`,
};

const domainMembers = ["user_domain_name", "domain_name", "project_domain_name"] as const;

/** Where `clouds.yaml` is looked for. */
export function cloudsDirectories({ cwd, home }: Files): string[] {
  return [cwd, join(home, ".config", "openstack"), "/etc/openstack"];
}

/**
 * Reads the cloud that `OS_CLOUD` names from the first `clouds.yaml` there is, with the `secure.yaml` beside it.
 *
 * @throws ConfigurationError that names the file, and what it should have
 */
export function readCloud({ env, files, fetch, hide }: Surroundings): Source | undefined {
  const name = env["OS_CLOUD"]?.trim();
  if (!name) {
    return undefined;
  }
  const directories = cloudsDirectories(files);
  const directory = directories.find((folder) => readFile(files, join(folder, "clouds.yaml")) !== undefined);
  if (directory === undefined) {
    throw new ConfigurationError(
      `OS_CLOUD is ${quoted(name)}, but there is no clouds.yaml in ${directories.join(", ")}.`,
    );
  }
  const path = join(directory, "clouds.yaml");
  const open = readClouds(files, path, hide);
  const secure = readClouds(files, join(directory, "secure.yaml"), hide);
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
  return sourceOf(cloud, where, fetch);
}

function sourceOf(cloud: Members, where: string, fetch: Surroundings["fetch"]): Source {
  const auth = (cloud["auth"] ?? {}) as Members;
  const ofAuth = (member: string) => textIn(auth, member, where);
  const vendor = textIn(cloud, "profile", where) ?? textIn(cloud, "cloud", where) ?? "";
  const authUrl = ofAuth("auth_url");
  const ofUrl = settingsOfIamUrl(authUrl, `auth_url of ${where}`);
  const region = found(textIn(cloud, "region_name", where), `region_name of ${where}`) ?? ofUrl.region;
  return {
    name: where,
    settings: {
      cloud:
        ofUrl.cloud ?? (Object.hasOwn(vendors, vendor) ? { value: vendor, source: `profile of ${where}` } : undefined),
      region,
      project: found(ofAuth("project_id"), `project_id of ${where}`),
    },
    credentials(scope) {
      const token = ofAuth("token");
      if (token !== undefined) {
        return { token };
      }
      const [accessKeyId, secretAccessKey] = [ofAuth("ak"), ofAuth("sk")];
      if (accessKeyId !== undefined && secretAccessKey !== undefined) {
        return { accessKeyId, secretAccessKey };
      }
      const vendorUrl = Object.hasOwn(vendors, vendor) ? vendors[vendor] : undefined;
      const place = region?.value ?? scope.region;
      const url = authUrl ?? (place === undefined ? undefined : vendorUrl?.(place));
      return logIn(ofAuth, url, where, { ...scope, fetch });
    },
  };
}

function logIn(
  ofAuth: (member: string) => string | undefined,
  url: string | undefined,
  where: string,
  { projectId, fetch }: Scope & Pick<Surroundings, "fetch">,
): Credentials {
  const [username, password] = [ofAuth("username"), ofAuth("password")];
  const domainName = domainMembers.map(ofAuth).find((domain) => domain !== undefined);
  if (username === undefined || password === undefined) {
    throw new ConfigurationError(`Neither username and password, nor ak and sk, nor a token is in ${where}.`);
  }
  if (domainName === undefined) {
    throw new ConfigurationError(`There is no ${domainMembers.join(", nor ")} in ${where}.`);
  }
  if (url === undefined) {
    throw new ConfigurationError(
      `There is no auth_url in ${where}, nor the profile otc with region_name in its place.`,
    );
  }
  return passwordCredentials({
    iamEndpoint: urlOf({ value: url, source: `auth_url of ${where}` }),
    username,
    password,
    domainName,
    projectId,
    projectName: ofAuth("project_name"),
    fetch,
  });
}

/** The clouds of a file; none where there is no file. All that is no structure is text: an ID of digits stays as it is. */
function readClouds(files: Files, path: string, hide: Hide): Members {
  const text = readFile(files, path);
  if (text === undefined) {
    return {};
  }
  const parsed = parseYaml(text, path) ?? {};
  hide(secretsWithin(parsed));
  const clouds = isRecord(parsed) ? (parsed["clouds"] ?? {}) : undefined;
  if (!isRecord(clouds)) {
    throw new ConfigurationError(`${path} must have "clouds", and beneath it one entry per cloud.`);
  }
  return clouds;
}

/** The parser's own messages quote the file. */
function parseYaml(text: string, path: string): unknown {
  const document = parseDocument(text, { schema: "failsafe", merge: true, logLevel: "error" });
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
