import { secretsOf } from "../credentials/credentials.ts";
import { credentialsFromEnv, type Environment, findInEnv } from "../credentials/env.ts";
import type { Credentials } from "../credentials/index.ts";
import { ConfigurationError } from "../errors/base.ts";
import type { Redactor } from "../util/redact.ts";
import { readCloud } from "./clouds-credentials.ts";
import type { CredentialContext, CredentialSource, LoginScope } from "./credential-source.ts";
import { describeDefaultProfile, readProfile } from "./profile.ts";
import { type Settings, settingsFromEnv, settingsFromFlags, variables } from "./settings.ts";

/** Characters that a header can hold. */
const TOKEN = /^[\x21-\x7e]+$/;

/**
 * Finds the first credentials of: `--token`, `--profile`, the environment, the default profile, the cloud of `OS_CLOUD`.
 *
 * @param profile - that of `--profile`
 * @throws ConfigurationError when they are incomplete, or a file is invalid
 */
export function findCredentials(
  flags: { readonly token?: string },
  profile: CredentialSource | undefined,
  context: CredentialContext,
): CredentialSource | undefined {
  return (
    tokenSource(settingsFromFlags({ token: flags.token })) ??
    profile ??
    tokenSource(settingsFromEnv(context.env)) ??
    environmentSource(context.env) ??
    readProfile(undefined, context) ??
    readCloud(context)
  );
}

/** The message if there are no credentials: all places that were searched. */
export function noCredentials(context: CredentialContext): string {
  return [
    "No credentials. Looked for, in this order:",
    `  a token: --token, ${variables.token.join(", ")}`,
    "  an access key: HUAWEICLOUD_SDK_AK and _SK, HW_ACCESS_KEY and HW_SECRET_KEY, OS_ACCESS_KEY and OS_SECRET_KEY",
    "  a user: OS_USERNAME, OS_PASSWORD, OS_USER_DOMAIN_NAME, OS_AUTH_URL",
    `  a profile: ${describeDefaultProfile(context)}`,
    "  a cloud of clouds.yaml: OS_CLOUD",
  ].join("\n");
}

/** The same credentials. If a function issues them, each one is added to the secrets. */
export function addingSecrets(credentials: Credentials, secrets: Redactor): Credentials {
  if (typeof credentials !== "function") {
    return credentials;
  }
  return async (request) => {
    const credential = await credentials(request);
    secrets.add(secretsOf(credential));
    return credential;
  };
}

function tokenSource({ token }: Settings): CredentialSource | undefined {
  return (
    token && {
      name: token.source,
      credentials() {
        if (!TOKEN.test(token.value)) {
          throw new ConfigurationError(
            `"${token.source}" holds no token: a token is printable ASCII characters without spaces or line breaks.`,
          );
        }
        return { token: token.value };
      },
    }
  );
}

/** An access key or a user. The user logs in for the project that `scope` names. */
function environmentSource(env: Environment): CredentialSource | undefined {
  return (
    findInEnv(env) && {
      name: "the environment",
      credentials: ({ project }) =>
        credentialsFromEnv(project === undefined ? env : { ...env, ...variablesOf(project) }),
    }
  );
}

/** A login prefers the ID to the name. */
function variablesOf({ id, name }: NonNullable<LoginScope["project"]>): Environment {
  return { OS_PROJECT_ID: id, OS_TENANT_ID: undefined, OS_PROJECT_NAME: name };
}
