import { ConfigurationError } from "../errors/base.ts";
import type { AccessKeyCredentials } from "./credentials.ts";
import type { Credentials } from "./index.ts";
import { type PasswordOptions, passwordCredentials } from "./password.ts";

/** Environment variables, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The variables of each option; of several, the first that is set counts. */
type Names<Option extends string> = Readonly<Record<Option, readonly string[]>>;

/** A token, under the names of OpenStack's tools. */
const tokenNames = { token: ["OS_TOKEN", "OS_AUTH_TOKEN"] };

/** Access keys: of Huawei Cloud's SDKs, of its Terraform provider, of Open Telekom Cloud's tools. */
const keyNames: readonly Names<"accessKeyId" | "secretAccessKey" | "securityToken">[] = [
  {
    accessKeyId: ["HUAWEICLOUD_SDK_AK"],
    secretAccessKey: ["HUAWEICLOUD_SDK_SK"],
    securityToken: ["HUAWEICLOUD_SDK_SECURITY_TOKEN"],
  },
  { accessKeyId: ["HW_ACCESS_KEY"], secretAccessKey: ["HW_SECRET_KEY"], securityToken: ["HW_SECURITY_TOKEN"] },
  {
    accessKeyId: ["OS_ACCESS_KEY", "OS_ACCESS_KEY_ID", "OS_AK"],
    secretAccessKey: ["OS_SECRET_KEY", "OS_ACCESS_KEY_SECRET", "OS_SK"],
    securityToken: ["OS_SECURITY_TOKEN", "OS_AKSK_SECURITY_TOKEN", "OS_ST"],
  },
];

/** An IAM user, under the names of OpenStack's tools. */
const userNames = {
  iamEndpoint: ["OS_AUTH_URL"],
  username: ["OS_USERNAME"],
  password: ["OS_PASSWORD"],
  domainName: ["OS_USER_DOMAIN_NAME", "OS_DOMAIN_NAME", "OS_PROJECT_DOMAIN_NAME"],
  projectId: ["OS_PROJECT_ID", "OS_TENANT_ID"],
  projectName: ["OS_PROJECT_NAME", "OS_TENANT_NAME"],
};

/**
 * Finds a credential in environment variables, under the names that other tools use. The first of these that is set is
 * used; of several names for the same value, the first that is set:
 *
 * 1. a token: `OS_TOKEN`, `OS_AUTH_TOKEN`
 * 2. an access key: `HUAWEICLOUD_SDK_AK` and `_SK` (`_SECURITY_TOKEN`); `HW_ACCESS_KEY` and `HW_SECRET_KEY`
 *    (`HW_SECURITY_TOKEN`); `OS_ACCESS_KEY`, `OS_ACCESS_KEY_ID` or `OS_AK` and `OS_SECRET_KEY`, `OS_ACCESS_KEY_SECRET` or
 *    `OS_SK` (`OS_SECURITY_TOKEN`, `OS_AKSK_SECURITY_TOKEN`, `OS_ST`)
 * 3. an IAM user: `OS_AUTH_URL`, `OS_USERNAME`, `OS_PASSWORD`, `OS_USER_DOMAIN_NAME` (`OS_DOMAIN_NAME`,
 *    `OS_PROJECT_DOMAIN_NAME`), `OS_PROJECT_ID` (`OS_TENANT_ID`) or `OS_PROJECT_NAME` (`OS_TENANT_NAME`)
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
  const keys = keyNames.map(
    ({ accessKeyId, secretAccessKey }) => `${accessKeyId.join(" or ")} with ${secretAccessKey.join(" or ")}`,
  );
  throw new ConfigurationError(
    `No credentials in the environment. Looked for a token in ${tokenNames.token.join(", ")}; for an access key in ${keys.join("; ")}; for a user in OS_AUTH_URL, OS_USERNAME, OS_PASSWORD and ${userNames.domainName.join(" or ")}.`,
  );
}

/**
 * The same, but `undefined` if the environment has no credential.
 *
 * @throws ConfigurationError if there is only part of one
 */
export function findInEnv(env: Environment): Credentials | undefined {
  const { token } = read(env, tokenNames);
  if (token !== undefined) {
    return { token };
  }
  for (const names of keyNames) {
    const key = read(env, names);
    if (key.accessKeyId !== undefined || key.secretAccessKey !== undefined) {
      requireAll(env, names, ["accessKeyId", "secretAccessKey"]);
      return key as AccessKeyCredentials;
    }
  }
  const user = read(env, userNames);
  if (user.username !== undefined && user.password !== undefined) {
    requireAll(env, userNames, ["username", "iamEndpoint", "domainName"]);
    return passwordCredentials(user as PasswordOptions);
  }
  return undefined;
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
    const given = options.flatMap((option) => names[option]).find((name) => find(env, [name]) !== undefined);
    throw new ConfigurationError(`${given} is set, but ${names[missing].join(", ")} is not.`);
  }
}

function find(env: Environment, names: readonly string[]): string | undefined {
  return names.map((name) => env[name]?.trim()).find((value) => value !== undefined && value !== "");
}
