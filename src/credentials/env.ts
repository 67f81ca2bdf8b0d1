import { ConfigurationError } from "../errors/base.ts";
import { cloudOfRegion, cloudOption, placeByName, placeOfIam } from "../util/regions.ts";
import type { AccessKeyCredentials } from "./credentials.ts";
import { agencyNames, type EnvNames, keyNames, placeNames, tokenNames, userNames } from "./env-names.ts";
import type { Credentials } from "./index.ts";
import { type PasswordOptions, passwordCredentials } from "./password.ts";

/** Environment variables, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Finds a credential in environment variables, under the names that other tools use. The first of these that is set is
 * used; of several names for the same value, the first that is set. The guide "Credentials" has the table of all names.
 *
 * 1. a token: `HW_AUTH_TOKEN`, `OS_TOKEN`, `OS_AUTH_TOKEN`
 * 2. an access key: `HUAWEICLOUD_SDK_AK` and `_SK` (`_SECURITY_TOKEN`); `HW_ACCESS_KEY` and `HW_SECRET_KEY`
 *    (`HW_SECURITY_TOKEN`); `OS_ACCESS_KEY`, `OS_ACCESS_KEY_ID` or `OS_AK` and `OS_SECRET_KEY`, `OS_ACCESS_KEY_SECRET` or
 *    `OS_SK` (`OS_SECURITY_TOKEN`, `OS_AKSK_SECURITY_TOKEN`, `OS_ST`)
 * 3. an IAM user: `OS_USERNAME` or `OS_USER_ID`, `OS_PASSWORD`, `OS_USER_DOMAIN_NAME` or `OS_USER_DOMAIN_ID`, and
 *    `OS_PASSCODE` for a second factor, or Terraform's `HW_USER_NAME` and so on; at `OS_AUTH_URL`, `HW_AUTH_URL`, or the IAM
 *    of `HW_CLOUD` and `HW_REGION_NAME`, where a known region implies its cloud; for the project of `OS_PROJECT_ID` or
 *    `OS_PROJECT_NAME`, or else the region's own
 *
 * @throws ConfigurationError if there is none, or only part of one; the message lists the variables
 * @example
 * ```ts
 * const jobs = createJobsClient({ cloud: "otc", region: "eu-de", projectId, credentials: credentialsFromEnv(process.env) });
 * ```
 */
export function credentialsFromEnv(env: Environment): Credentials {
  const found = findInEnv(env);
  if (found !== undefined) {
    refuseAgency(env);
    return found();
  }
  const { token } = tokenNames;
  const keys = keyNames.map(
    ({ accessKeyId, secretAccessKey }) => `${accessKeyId.join(" or ")} with ${secretAccessKey.join(" or ")}`,
  );
  const { username, password, domainName } = userNames;
  const user = [username, password, domainName, placeNames.iamEndpoint].map((names) => names.join(" or "));
  throw new ConfigurationError(
    `No credentials in the environment. Searched for a token in ${token.join(", ")}; for an access key in ${keys.join("; ")}; for a user in ${user.join(", ")}.`,
  );
}

/** Where a user logs in and for what, in place of what the environment says. */
export type Login = Pick<PasswordOptions, "iamEndpoint" | "projectId" | "projectName" | "fetch">;

/**
 * Finds a credential, or part of one.
 *
 * @returns what makes it, and asks for the place only if a user logs in; throws ConfigurationError if there is only part of one
 */
export function findInEnv(env: Environment): ((login?: () => Login) => Credentials) | undefined {
  const { token } = read(env, tokenNames);
  if (token !== undefined) {
    return () => ({ token });
  }
  for (const names of keyNames) {
    const key = read(env, names);
    if ((key.accessKeyId ?? key.secretAccessKey) !== undefined) {
      return () => {
        requireAll(env, names, ["accessKeyId", "secretAccessKey"]);
        return key as AccessKeyCredentials;
      };
    }
  }
  const user = read(env, userNames);
  const hasUser = (user.username ?? user.userId) !== undefined && user.password !== undefined;
  return hasUser ? (login) => logIn(env, login?.()) : undefined;
}

/** @throws ConfigurationError if the environment names an agency: the own account must not be used in its place */
export function refuseAgency(env: Environment): void {
  const { agencyName } = agencyNames;
  const name = nameSet(env, agencyName);
  if (name !== undefined) {
    throw new ConfigurationError(
      `${name} is set, but an agency is not taken from the environment: use agencyCredentials, or auth_type: agency of clouds.yaml.`,
    );
  }
}

function logIn(env: Environment, login: Login | undefined): Credentials {
  const names = { ...userNames, ...placeNames };
  const options = read(env, names);
  const hasDomain = (options.domainName ?? options.domainId) !== undefined;
  const user = options.userId === undefined ? "username" : "userId";
  // The name of a project says nothing without the account.
  const byName = (login?.projectName ?? options.projectName) && !(login?.projectId ?? options.projectId);
  if (!hasDomain && (user === "username" || byName)) {
    requireAll(env, names, [user, "domainName"]);
  }
  const place = placeOf(env, options);
  const { iamEndpoint = options.iamEndpoint } = login ?? {};
  if (iamEndpoint === undefined && (place.cloud === undefined || place.region === undefined)) {
    const [urls, clouds, regions] = [names.iamEndpoint, names.cloud, names.region].map((those) => those.join(", "));
    throw new ConfigurationError(
      `${nameSet(env, names[user])} is set, but ${urls} is not. Nor does IAM's host follow from the cloud (${clouds}) and the region (${regions}).`,
    );
  }
  // Each region has a project of its own, with the region's name.
  const projectName = options.projectName ?? (hasDomain ? place.region : undefined);
  return passwordCredentials({ ...(options as PasswordOptions), ...place, projectName, ...login });
}

/** Cloud and region, as far as the environment has them. */
function placeOf(env: Environment, given: { readonly [O in keyof typeof placeNames]?: string }) {
  const ofUrl = placeOfIam(given.iamEndpoint ?? "");
  const ofCloud = placeByName(given.cloud ?? "");
  const region = given.region ?? ofUrl.region ?? ofCloud.region;
  const cloud = ofCloud.cloud ?? ofUrl.cloud;
  if (given.cloud !== undefined && cloud === undefined && given.iamEndpoint === undefined) {
    cloudOption(given.cloud, nameSet(env, placeNames.cloud));
  }
  return { region, cloud: cloud ?? (region === undefined ? undefined : cloudOfRegion(region)) };
}

/** The options that the environment has. */
function read<Option extends string>(env: Environment, names: EnvNames<Option>): { readonly [O in Option]?: string } {
  const options = Object.entries<readonly string[]>(names).map(([option, those]) => [option, find(env, those)]);
  return Object.fromEntries(options.filter(([, value]) => value !== undefined));
}

/** @throws ConfigurationError if some of the options are set and another is missing */
function requireAll<Option extends string>(
  env: Environment,
  names: EnvNames<Option>,
  options: readonly Option[],
): void {
  const missing = options.find((option) => find(env, names[option]) === undefined);
  if (missing !== undefined) {
    const given = nameSet(
      env,
      options.flatMap((option) => names[option]),
    );
    throw new ConfigurationError(`${given} is set, but ${names[missing].join(", ")} is not.`);
  }
}

function find(env: Environment, names: readonly string[]): string | undefined {
  return env[nameSet(env, names) ?? ""]?.trim();
}

/** The first of the variables that has a value. */
function nameSet(env: Environment, names: readonly string[]): string | undefined {
  return names.find((name) => env[name]?.trim());
}
