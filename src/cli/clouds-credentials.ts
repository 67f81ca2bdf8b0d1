import type { Credentials } from "../credentials/index.ts";
import { passwordCredentials } from "../credentials/password.ts";
import { ConfigurationError } from "../errors/base.ts";
import { type Members, readCloudMembers } from "./clouds-file.ts";
import type { CredentialContext, CredentialSource, LoginScope } from "./credential-source.ts";
import { textIn } from "./files.ts";
import { baseUrlFrom, type Setting, setting, settingsFromIamUrl } from "./settings.ts";

/** The IAM URLs of vendor profiles, as in OpenStack's tools. */
const vendors: Readonly<Record<string, (region: string) => string>> = {
  otc: (region) => `https://iam.${region}.otc.t-systems.com/v3`,
};

const domainMembers = ["user_domain_name", "domain_name", "project_domain_name"] as const;

/** A login here takes names only. */
const nameForId = { user_id: "username", user_domain_id: "user_domain_name", domain_id: "domain_name" } as const;

/**
 * The cloud that `OS_CLOUD` names in `clouds.yaml`, as a source of credentials.
 *
 * @throws ConfigurationError that names the file, and what it should contain
 */
export function readCloud(context: CredentialContext): CredentialSource | undefined {
  const found = readCloudMembers(context);
  if (found === undefined) {
    return undefined;
  }
  const { cloud, where } = found;
  const auth = (cloud["auth"] ?? {}) as Members;
  const inAuth = (member: string) => textIn(auth, member, where);
  const vendor = textIn(cloud, "profile", where) ?? textIn(cloud, "cloud", where) ?? "";
  const isKnown = Object.hasOwn(vendors, vendor);
  const authUrl = setting(inAuth("auth_url"), `auth_url of ${where}`);
  const fromUrl = settingsFromIamUrl(authUrl);
  const region = setting(textIn(cloud, "region_name", where), `region_name of ${where}`) ?? fromUrl.region;
  const iamIn = (region: string | undefined) =>
    authUrl ??
    (isKnown && region !== undefined ? setting(vendors[vendor]?.(region), `profile of ${where}`) : undefined);
  return {
    name: where,
    isToken: inAuth("token") !== undefined,
    iam: iamIn(region?.value),
    settings: {
      cloud: fromUrl.cloud ?? (isKnown ? setting(vendor, `profile of ${where}`) : undefined),
      region,
      project: setting(inAuth("project_id"), `project_id of ${where}`),
      "project name": setting(inAuth("project_name"), `project_name of ${where}`),
    },
    credentials(scope) {
      const token = inAuth("token");
      if (token !== undefined) {
        return { token };
      }
      const [accessKeyId, secretAccessKey] = [inAuth("ak"), inAuth("sk")];
      if (accessKeyId !== undefined && secretAccessKey !== undefined) {
        return { accessKeyId, secretAccessKey };
      }
      return logIn(inAuth, iamIn(region?.value ?? scope.region), where, scope.project, context.fetch);
    },
  };
}

function logIn(
  inAuth: (member: string) => string | undefined,
  url: Setting | undefined,
  where: string,
  project: LoginScope["project"],
  fetch: CredentialContext["fetch"],
): Credentials {
  const [username, password] = [inAuth("username"), inAuth("password")];
  const domainName = domainMembers.map(inAuth).find((domain) => domain !== undefined);
  for (const [id, name] of Object.entries(nameForId)) {
    if (inAuth(id) !== undefined && (name === "username" ? username : domainName) === undefined) {
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
    iamEndpoint: baseUrlFrom(url),
    username,
    password,
    domainName,
    projectId: project?.id,
    projectName: project?.name,
    fetch,
  });
}
