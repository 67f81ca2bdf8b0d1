import { ConfigurationError } from "../errors/base.ts";
import { cloudOf } from "../util/regions.ts";
import type { AccessKeyCredentials } from "./credentials.ts";
import { agencyNames, keyNames, type Names, placeNames, tokenNames, userNames } from "./env-names.ts";
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
 *    of `HW_CLOUD` and `HW_REGION_NAME`; for the project of `OS_PROJECT_ID` or `OS_PROJECT_NAME`
 *
 * @throws ConfigurationError if there is none, or only part of one; the message lists the variables
 * @example
 * ```ts
 * const jobs = createJobsClient({ cloud: "otc", region: "eu-de", projectId, credentials: credentialsFromEnv(process.env) });
 * ```
 */
export function credentialsFromEnv(env: Environment): Credentials {
  const credentials = findInEnv(env);
  if (credentials !== undefined) {
    return credentials;
  }
  const { token } = tokenNames;
  const keys = keyNames.map(
    ({ accessKeyId, secretAccessKey }) => `${accessKeyId.join(" or ")} with ${secretAccessKey.join(" or ")}`,
  );
  const { username, userId, password, domainName, domainId } = userNames;
  const user = [[...username, ...userId], password, [...domainName, ...domainId]].map((names) => names.join(" or "));
  throw new ConfigurationError(
    `No credentials in the environment. Looked for a token in ${token.join(", ")}; for an access key in ${keys.join("; ")}; for a user in ${user.join(", ")} and ${placeNames.iamEndpoint.join(" or ")}.`,
  );
}

/** Where a login takes place and for what, if that is known from elsewhere. */
export type Login = Pick<PasswordOptions, "iamEndpoint" | "projectId" | "projectName" | "fetch">;

/** Whether the environment has a credential, or part of one. */
export function isInEnv(env: Environment): boolean {
  const user = read(env, userNames);
  return (
    read(env, tokenNames).token !== undefined ||
    keyNames.some((names) => isKeyIn(read(env, names))) ||
    ((user.username ?? user.userId) !== undefined && user.password !== undefined)
  );
}

/**
 * The credential of the environment, `undefined` if it has none.
 *
 * @throws ConfigurationError if there is only part of one
 */
export function findInEnv(env: Environment, login?: Login): Credentials | undefined {
  if (!isInEnv(env)) {
    return undefined;
  }
  const agency = nameSet(env, agencyNames.agencyName);
  if (agency !== undefined) {
    throw new ConfigurationError(
      `${agency} is set, but an agency is not taken from the environment. Use agencyCredentials, or in the command auth_type: agency of clouds.yaml.`,
    );
  }
  const { token } = read(env, tokenNames);
  if (token !== undefined) {
    return { token };
  }
  for (const names of keyNames) {
    const key = read(env, names);
    if (isKeyIn(key)) {
      requireAll(env, names, ["accessKeyId", "secretAccessKey"]);
      return key as AccessKeyCredentials;
    }
  }
  return logIn(env, login);
}

function isKeyIn(key: { readonly accessKeyId?: string; readonly secretAccessKey?: string }): boolean {
  return key.accessKeyId !== undefined || key.secretAccessKey !== undefined;
}

function logIn(env: Environment, login: Login | undefined): Credentials {
  const { projectDomainName, projectDomainId, ...user } = read(env, userNames);
  const { cloud, region, iamEndpoint, projectId, projectName } = read(env, placeNames);
  const hasDomain = (user.domainName ?? user.domainId) !== undefined;
  const domain = hasDomain ? {} : { domainName: projectDomainName, domainId: projectDomainId };
  if (
    user.userId === undefined &&
    (user.domainName ?? user.domainId ?? projectDomainName ?? projectDomainId) === undefined
  ) {
    throw incomplete(env, userNames.username, [...userNames.domainName, ...userNames.domainId]);
  }
  const known = cloudOf(cloud ?? "");
  const place = iamEndpoint ?? login?.iamEndpoint;
  if (place === undefined && (known === undefined || region === undefined)) {
    throw incomplete(env, [...userNames.username, ...userNames.userId], placeNames.iamEndpoint);
  }
  const project = login?.projectId ?? login?.projectName;
  return passwordCredentials({
    ...(user as typeof user & { readonly password: string }),
    ...domain,
    ...(place === undefined ? { cloud: known, region } : { iamEndpoint: place }),
    projectId: project === undefined ? projectId : login?.projectId,
    projectName: project === undefined ? projectName : login?.projectName,
    fetch: login?.fetch,
  });
}

/** The options that the environment has. */
function read<Option extends string>(env: Environment, names: Names<Option>): { readonly [O in Option]?: string } {
  const options = Object.entries<readonly string[]>(names).map(([option, those]) => [option, find(env, those)]);
  return Object.fromEntries(options.filter(([, value]) => value !== undefined));
}

/** @throws ConfigurationError if some of the options are set and another is missing */
function requireAll<Option extends string>(env: Environment, names: Names<Option>, options: readonly Option[]): void {
  const missing = options.find((option) => find(env, names[option]) === undefined);
  if (missing !== undefined) {
    throw incomplete(
      env,
      options.flatMap((option) => names[option]),
      names[missing],
    );
  }
}

function incomplete(env: Environment, given: readonly string[], missing: readonly string[]): ConfigurationError {
  return new ConfigurationError(`${nameSet(env, given)} is set, but ${missing.join(", ")} is not.`);
}

function find(env: Environment, names: readonly string[]): string | undefined {
  const name = nameSet(env, names);
  return name === undefined ? undefined : env[name]?.trim();
}

/** The first of the variables that has a value. */
function nameSet(env: Environment, names: readonly string[]): string | undefined {
  return names.find((name) => env[name]?.trim());
}
