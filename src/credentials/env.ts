import { ConfigurationError } from "../errors/configuration-error.ts";
import type { AccessKeyCredentials } from "./credential.ts";
import type { Credentials } from "./index.ts";
import { passwordCredentials } from "./password.ts";

/** Environment variables, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A token, as OpenStack's tools have it. */
const tokenNames = ["OS_TOKEN", "OS_AUTH_TOKEN"];

/** Access keys: of Huawei Cloud's SDKs, of its Terraform provider, of Open Telekom Cloud's tools. */
const keyNames = [
  { id: ["HUAWEICLOUD_SDK_AK"], secret: ["HUAWEICLOUD_SDK_SK"], security: ["HUAWEICLOUD_SDK_SECURITY_TOKEN"] },
  { id: ["HW_ACCESS_KEY"], secret: ["HW_SECRET_KEY"], security: ["HW_SECURITY_TOKEN"] },
  {
    id: ["OS_ACCESS_KEY", "OS_ACCESS_KEY_ID", "OS_AK"],
    secret: ["OS_SECRET_KEY", "OS_ACCESS_KEY_SECRET", "OS_SK"],
    security: ["OS_SECURITY_TOKEN", "OS_AKSK_SECURITY_TOKEN", "OS_ST"],
  },
];

/** An IAM user, as OpenStack's tools have it. */
const userNames = {
  iamEndpoint: ["OS_AUTH_URL"],
  username: ["OS_USERNAME"],
  password: ["OS_PASSWORD"],
  domainName: ["OS_USER_DOMAIN_NAME", "OS_DOMAIN_NAME", "OS_PROJECT_DOMAIN_NAME"],
  projectId: ["OS_PROJECT_ID", "OS_TENANT_ID"],
  projectName: ["OS_PROJECT_NAME", "OS_TENANT_NAME"],
};

/**
 * Finds a credential in environment variables, by the names that people already have. The first of these that is there
 * is taken; of several names for the same thing, the first one:
 *
 * 1. a token: `OS_TOKEN`, `OS_AUTH_TOKEN`
 * 2. an access key: `HUAWEICLOUD_SDK_AK` and `_SK` (`_SECURITY_TOKEN`); `HW_ACCESS_KEY` and `HW_SECRET_KEY`
 *    (`HW_SECURITY_TOKEN`); `OS_ACCESS_KEY`, `OS_ACCESS_KEY_ID` or `OS_AK` and `OS_SECRET_KEY`, `OS_ACCESS_KEY_SECRET` or
 *    `OS_SK` (`OS_SECURITY_TOKEN`, `OS_AKSK_SECURITY_TOKEN`, `OS_ST`)
 * 3. an IAM user: `OS_AUTH_URL`, `OS_USERNAME`, `OS_PASSWORD`, `OS_USER_DOMAIN_NAME` (`OS_DOMAIN_NAME`,
 *    `OS_PROJECT_DOMAIN_NAME`), `OS_PROJECT_ID` (`OS_TENANT_ID`) or `OS_PROJECT_NAME` (`OS_TENANT_NAME`)
 *
 * @throws ConfigurationError when there is none, or half of one; the message lists what was looked for
 * @example
 * ```ts
 * const jobs = createJobsClient({ cloud: "otc", region: "eu-de", projectId, credentials: credentialsFromEnv(process.env) });
 * ```
 */
export function credentialsFromEnv(env: Environment): Credentials {
  const token = find(env, tokenNames);
  if (token !== undefined) {
    return { token };
  }
  for (const { id, secret, security } of keyNames) {
    const [accessKeyId, secretAccessKey, securityToken] = [find(env, id), find(env, secret), find(env, security)];
    if (accessKeyId !== undefined && secretAccessKey !== undefined) {
      return {
        accessKeyId,
        secretAccessKey,
        ...(securityToken !== undefined && { securityToken }),
      } satisfies AccessKeyCredentials;
    }
    if (accessKeyId !== undefined || secretAccessKey !== undefined) {
      const [given, missing] = accessKeyId === undefined ? [secret, id] : [id, secret];
      throw new ConfigurationError(`${given.find((name) => env[name])} is set, but ${missing.join(", ")} is not.`);
    }
  }
  if (find(env, userNames.username) !== undefined && find(env, userNames.password) !== undefined) {
    return fromUser(env);
  }
  const keys = keyNames.map(({ id, secret }) => `${id.join(" or ")} with ${secret.join(" or ")}`);
  throw new ConfigurationError(
    `No credentials in the environment. Looked for a token in ${tokenNames.join(", ")}; for an access key in ${keys.join("; ")}; for a user in OS_AUTH_URL, OS_USERNAME, OS_PASSWORD and ${userNames.domainName.join(" or ")}.`,
  );
}

function fromUser(env: Environment): Credentials {
  const found = Object.entries(userNames).map(([option, names]) => [option, find(env, names)] as const);
  const missing = found.find(([option, value]) => value === undefined && !option.startsWith("project"))?.[0];
  if (missing !== undefined) {
    const names = userNames[missing as keyof typeof userNames];
    throw new ConfigurationError(`OS_USERNAME and OS_PASSWORD are set, but ${names.join(", ")} is not.`);
  }
  return passwordCredentials(Object.fromEntries(found) as unknown as Parameters<typeof passwordCredentials>[0]);
}

function find(env: Environment, names: readonly string[]): string | undefined {
  return names.map((name) => env[name]?.trim()).find((value) => value !== undefined && value !== "");
}
