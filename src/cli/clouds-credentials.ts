import { agencyCredentials } from "../credentials/agency.ts";
import type { Named, TokenOptions } from "../credentials/iam-token.ts";
import type { Credentials } from "../credentials/index.ts";
import { passwordCredentials } from "../credentials/password.ts";
import { ConfigurationError } from "../errors/base.ts";
import { type Cloud, iamUrl, placeOfIam } from "../util/regions.ts";
import { quoted } from "../util/validate.ts";
import { certificateNotesOfCloud } from "./certificates.ts";
import { readCloudMembers } from "./clouds-file.ts";
import type { CredentialContext, CredentialSource } from "./credential-source.ts";
import { accessKeyIn, type Members, textIn } from "./files.ts";
import { baseUrlFrom, setting, settingsFrom } from "./settings.ts";

/** Vendor profiles, as in OpenStack's tools: their clouds, and the region of those that have one alone. */
const vendors: Readonly<Record<string, { readonly cloud: Cloud; readonly region?: string }>> = {
  otc: { cloud: "otc" },
  "otc-swiss": { cloud: "otc", region: "eu-ch2" },
};

/** Each with `_name` or `_id`. */
const domainMembers = ["user_domain", "domain", "project_domain"];

/** Ways to authenticate that are supported; without one, the members say which. */
const authTypes = ["password", "v3password", "v3multifactor", "token", "v3token", "agency"];

/** The members of an agency: the other account, its agency and its project. */
const agencyMembers = ["target_agency_name", "target_domain_name", "target_domain_id", "target_project_name"] as const;

/** The same in the words of Open Telekom Cloud's tools. */
const otherAgencyMembers = ["agency_name", "agency_domain_name", "delegated_project"];

/** Reads a member of the cloud. */
type Read = (member: string) => string | undefined;

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
  const inCloud: Read = (member) => textIn(cloud, member, where);
  const inAuth: Read = (member) => textIn(auth, member, where);
  const inEither: Read = (member) => inAuth(member) ?? inCloud(member);
  // A project was once called a tenant, and its members were beside "auth".
  const ofProject: Read = (member) => inEither(`project_${member}`) ?? inEither(`tenant_${member}`);
  const isAgency = checkAuthType(inCloud, inAuth, inEither, where);
  const ofJobs: Read = isAgency ? (member) => inEither(`target_project_${member}`) : ofProject;
  const vendorName = inCloud("profile") ?? inCloud("cloud") ?? "";
  const vendor = Object.hasOwn(vendors, vendorName) ? vendors[vendorName] : undefined;
  const fromVendor = (value: string | undefined) => setting(value, `profile of ${where}`);
  const authUrl = setting(inAuth("auth_url"), `auth_url of ${where}`);
  const fromUrl = settingsFrom(authUrl, placeOfIam);
  const region =
    setting(inCloud("region_name"), `region_name of ${where}`) ?? fromUrl.region ?? fromVendor(vendor?.region);
  const iamIn = (region: string | undefined) =>
    authUrl ?? (vendor && region !== undefined ? fromVendor(iamUrl(vendor.cloud, region)) : undefined);
  return {
    name: where,
    isToken: !isAgency && inAuth("token") !== undefined,
    isAgency,
    iam: iamIn(region?.value),
    settings: {
      cloud: fromUrl.cloud ?? fromVendor(vendor?.cloud),
      region,
      project: setting(ofJobs("id"), `project_id of ${where}`),
      "project name": setting(ofJobs("name"), `project_name of ${where}`),
    },
    login: isAgency
      ? `agency ${inAuth("target_agency_name") ?? inCloud("target_agency_name")}`
      : `user ${inAuth("username") ?? inAuth("user_id")}`,
    notes: certificateNotesOfCloud(cloud, where),
    credentials(scope) {
      const iam: Iam = () => {
        const url = iamIn(region?.value ?? scope.region()) ?? scope.iam();
        if (url === undefined) {
          throw new ConfigurationError(noAuthUrl(vendorName, where));
        }
        return { iamEndpoint: baseUrlFrom(url), fetch: context.fetch };
      };
      // With an agency, the user logs in to the own account, whatever the project of the jobs.
      const project = isAgency ? { id: ofProject("id"), name: ofProject("name") } : scope.project();
      const own = ownCredentials(inAuth, where, iam, project);
      return isAgency ? delegated(inEither, where, iam, scope.project(), own) : own;
    },
  };
}

/**
 * @returns whether the cloud is used by an agency
 * @throws ConfigurationError for a way to authenticate that is not supported
 */
function checkAuthType(inCloud: Read, inAuth: Read, inEither: Read, where: string): boolean {
  const type = inCloud("auth_type") ?? inAuth("auth_type");
  if (type !== undefined && !authTypes.includes(type)) {
    throw new ConfigurationError(
      `The auth_type ${quoted(type)} of ${where} is not supported; supported are ${authTypes.join(", ")}.`,
    );
  }
  const other = ["application_credential_id", "application_credential_name"].find((member) => inAuth(member));
  if (other !== undefined) {
    throw new ConfigurationError(`"${other}" of ${where} is not supported; give a user, an access key or a token.`);
  }
  const foreign = otherAgencyMembers.find(inEither);
  if (foreign !== undefined) {
    throw new ConfigurationError(
      `"${foreign}" of ${where} is not supported; for an agency give auth_type: agency, ${agencyMembers[0]} and ${agencyMembers[1]}.`,
    );
  }
  const target = agencyMembers.find(inEither);
  if (target !== undefined && type !== "agency") {
    throw new ConfigurationError(`"${target}" of ${where} is for an agency, and needs auth_type: agency beside it.`);
  }
  return type === "agency";
}

function noAuthUrl(vendor: string, where: string): string {
  const known = Object.keys(vendors);
  return vendor === "" || known.includes(vendor)
    ? `There is no auth_url in ${where}, and no profile otc with region_name instead.`
    : `The profile ${quoted(vendor)} of ${where} is not known (known are ${known.join(", ")}, and those in clouds-public.yaml); give auth_url instead.`;
}

/** Where IAM is. Called only if there is a login. */
type Iam = () => Pick<TokenOptions, "iamEndpoint" | "fetch">;

function ownCredentials(read: Read, where: string, iam: Iam, project: Named | undefined): Credentials {
  const token = read("token");
  if (token !== undefined) {
    return { token };
  }
  if (read("ak") !== undefined && read("sk") !== undefined) {
    return accessKeyIn(read, ["ak", "sk", "security_token"], where);
  }
  const [username, userId, password] = [read("username"), read("user_id"), read("password")];
  if ((username ?? userId) === undefined || password === undefined) {
    throw new ConfigurationError(`Neither username and password, nor ak and sk, nor a token is in ${where}.`);
  }
  const domain = readDomain(read);
  const isByName = project?.name !== undefined && project.id === undefined;
  if (domain === undefined && (userId === undefined || isByName)) {
    throw new ConfigurationError(
      `${where} has none of ${domainMembers.map((name) => `${name}_name, ${name}_id`).join(", ")}.`,
    );
  }
  return passwordCredentials({
    ...iam(),
    username,
    userId,
    password,
    passcode: read("passcode"),
    ...domain,
    projectId: project?.id,
    projectName: project?.name,
  });
}

/** The domain of the user, by name or ID, or else that of the project. */
function readDomain(read: Read): { readonly domainName?: string; readonly domainId?: string } | undefined {
  const domains = domainMembers.flatMap((member) => {
    const [domainName, domainId] = [read(`${member}_name`), read(`${member}_id`)];
    return domainName === undefined ? (domainId === undefined ? [] : { domainId }) : { domainName };
  });
  return domains[0];
}

/** Credentials for the account that has made the agency. */
function delegated(read: Read, where: string, iam: Iam, project: Named | undefined, credentials: Credentials) {
  const [agencyName, domainName, domainId] = agencyMembers.map(read);
  if (agencyName === undefined || (domainName ?? domainId) === undefined) {
    throw new ConfigurationError(
      `auth_type: agency needs target_agency_name, and target_domain_name or target_domain_id; not all are in ${where}.`,
    );
  }
  return agencyCredentials({
    ...iam(),
    credentials,
    agencyName,
    domainName,
    domainId,
    projectId: project?.id,
    projectName: project?.name,
  });
}
