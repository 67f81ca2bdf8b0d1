import type { Credentials } from "../credentials/index.ts";
import { passwordCredentials } from "../credentials/password.ts";
import { ConfigurationError } from "../errors/base.ts";
import { type Members, readCloudMembers } from "./clouds-file.ts";
import { textIn } from "./files.ts";
import { type Found, found, settingsOfIamUrl, urlOf } from "./settings.ts";
import type { Scope, Source, Surroundings } from "./source.ts";

/** The IAM of the vendor profile that OpenStack's tools know. */
const vendors: Readonly<Record<string, (region: string) => string>> = {
  otc: (region) => `https://iam.${region}.otc.t-systems.com/v3`,
};

const domainMembers = ["user_domain_name", "domain_name", "project_domain_name"] as const;

/** What a login needs is known by its name alone. */
const idMembers = { user_id: "username", user_domain_id: "user_domain_name", domain_id: "domain_name" } as const;

/**
 * The cloud that `OS_CLOUD` names in `clouds.yaml`, as a source of credentials.
 *
 * @throws ConfigurationError that names the file, and what it should have
 */
export function readCloud(around: Surroundings): Source | undefined {
  const members = readCloudMembers(around);
  return members && sourceOf(members.cloud, members.where, around.fetch);
}

function sourceOf(cloud: Members, where: string, fetch: Surroundings["fetch"]): Source {
  const auth = (cloud["auth"] ?? {}) as Members;
  const ofAuth = (member: string) => textIn(auth, member, where);
  const vendor = textIn(cloud, "profile", where) ?? textIn(cloud, "cloud", where) ?? "";
  const isKnown = Object.hasOwn(vendors, vendor);
  const authUrl = found(ofAuth("auth_url"), `auth_url of ${where}`);
  const ofUrl = settingsOfIamUrl(authUrl);
  const region = found(textIn(cloud, "region_name", where), `region_name of ${where}`) ?? ofUrl.region;
  const iamOf = (place: string | undefined) =>
    authUrl ?? (isKnown && place !== undefined ? found(vendors[vendor]?.(place), `profile of ${where}`) : undefined);
  return {
    name: where,
    iam: iamOf(region?.value),
    settings: {
      cloud: ofUrl.cloud ?? (isKnown ? found(vendor, `profile of ${where}`) : undefined),
      region,
      project: found(ofAuth("project_id"), `project_id of ${where}`),
      "project name": found(ofAuth("project_name"), `project_name of ${where}`),
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
      return logIn(ofAuth, iamOf(region?.value ?? scope.region), where, scope.project, fetch);
    },
  };
}

function logIn(
  ofAuth: (member: string) => string | undefined,
  url: Found | undefined,
  where: string,
  project: Scope["project"],
  fetch: Surroundings["fetch"],
): Credentials {
  const [username, password] = [ofAuth("username"), ofAuth("password")];
  const domainName = domainMembers.map(ofAuth).find((domain) => domain !== undefined);
  for (const [id, name] of Object.entries(idMembers)) {
    if (ofAuth(id) !== undefined && (name === "username" ? username : domainName) === undefined) {
      throw new ConfigurationError(`"${id}" of ${where} is not supported; give ${name} in its place.`);
    }
  }
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
    iamEndpoint: urlOf(url),
    username,
    password,
    domainName,
    projectId: project?.id,
    projectName: project?.name,
    fetch,
  });
}
