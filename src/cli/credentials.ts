import { secretsOf } from "../credentials/credentials.ts";
import { credentialsFromEnv, findInEnv } from "../credentials/env.ts";
import type { Credentials } from "../credentials/index.ts";
import { ConfigurationError } from "../errors/base.ts";
import { readCloud } from "./clouds-yaml.ts";
import { defaultProfile, readProfile } from "./profile.ts";
import type { Hide } from "./secrets.ts";
import { type Environment, type Settings, settingsOfEnvironment, settingsOfFlags, variables } from "./settings.ts";
import type { Scope, Source, Surroundings } from "./source.ts";

/** A token is sent as a header. */
const TOKEN = /^[\x21-\x7e]+$/;

/**
 * Finds credentials in the first of these that has some: `--token`, `--profile`, the environment, the default profile,
 * the cloud that `OS_CLOUD` names.
 *
 * @param profile - the one that was asked for with `--profile`
 * @throws ConfigurationError when there are only half of them, or a file is not what it has to be
 */
export function findSource(
  flags: { readonly token?: string },
  profile: Source | undefined,
  around: Surroundings,
): Source | undefined {
  return (
    tokenSource(settingsOfFlags({ token: flags.token })) ??
    profile ??
    tokenSource(settingsOfEnvironment(around.env)) ??
    environmentSource(around.env) ??
    readProfile(undefined, around) ??
    readCloud(around)
  );
}

/** What is said when there are none: all places that were looked at. */
export function noSource(around: Surroundings): string {
  return [
    "No credentials. Looked for, in this order:",
    `  a token: --token, ${variables.token.join(", ")}`,
    "  an access key: HUAWEICLOUD_SDK_AK and _SK, HW_ACCESS_KEY and HW_SECRET_KEY, OS_ACCESS_KEY and OS_SECRET_KEY",
    "  a user: OS_USERNAME, OS_PASSWORD, OS_USER_DOMAIN_NAME, OS_AUTH_URL",
    `  a profile: ${defaultProfile(around)}`,
    "  a cloud of clouds.yaml: OS_CLOUD",
  ].join("\n");
}

/** The same credentials; those that a function yields later on are hidden too. */
export function hiding(credentials: Credentials, hide: Hide): Credentials {
  if (typeof credentials !== "function") {
    return credentials;
  }
  return async (request) => {
    const credential = await credentials(request);
    hide(secretsOf(credential));
    return credential;
  };
}

function tokenSource({ token }: Settings): Source | undefined {
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

/** An access key or a user. A user logs in for the project that was asked for. */
function environmentSource(env: Environment): Source | undefined {
  return (
    findInEnv(env) && {
      name: "the environment",
      credentials: ({ project }) =>
        credentialsFromEnv(project === undefined ? env : { ...env, ...variablesOf(project) }),
    }
  );
}

/** Of the two a login takes the ID. */
function variablesOf({ id, name }: NonNullable<Scope["project"]>): Environment {
  return { OS_PROJECT_ID: id, OS_TENANT_ID: undefined, OS_PROJECT_NAME: name };
}
