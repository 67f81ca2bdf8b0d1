import { secretsOf } from "../credentials/credentials.ts";
import { type Environment, findInEnv, isInEnv } from "../credentials/env.ts";
import { foreignNames, keyNames, placeNames, userNames } from "../credentials/env-names.ts";
import type { Credentials } from "../credentials/index.ts";
import { ConfigurationError } from "../errors/base.ts";
import type { Redactor } from "../util/redact.ts";
import { readCloud } from "./clouds-credentials.ts";
import type { CredentialContext, CredentialSource } from "./credential-source.ts";
import { findKooCliProfile, KOOCLI_PROFILE, kooCliPath, readChosenKooCliProfile } from "./koocli.ts";
import { describeDefaultProfile, readProfile } from "./profile.ts";
import { readVariable, type Settings, settingsFromEnv, settingsFromFlags, variables } from "./settings.ts";

/** Characters that a header can hold. */
const TOKEN = /^[\x21-\x7e]+$/;

/**
 * Finds the first credentials of: `--token`, `--profile`, the environment, the profile of `HW_PROFILE`, the default profile,
 * the cloud of `OS_CLOUD`, the current profile of KooCLI.
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
    environmentSource(context) ??
    readChosenKooCliProfile(context) ??
    readProfile(undefined, context) ??
    readCloud(context) ??
    findKooCliProfile(undefined, context)
  );
}

/** The message if there are no credentials: all places that were searched. */
export function noCredentials(context: CredentialContext): string {
  const { username, userId, password, domainName, domainId } = userNames;
  const user = [[...username, ...userId], password, [...domainName, ...domainId], placeNames.iamEndpoint];
  const keys = keyNames.map(({ accessKeyId, secretAccessKey }) => `${accessKeyId[0]} and ${secretAccessKey[0]}`);
  return [
    "No credentials. Looked for, in this order:",
    `  a token: --token, ${variables.token.join(", ")}`,
    `  an access key: ${keys.join(", ")}`,
    `  a user: ${user.map((names) => names.join(" or ")).join(", ")}`,
    `  a profile: ${describeDefaultProfile(context)}`,
    "  a cloud of clouds.yaml: OS_CLOUD",
    `  a profile of KooCLI: ${KOOCLI_PROFILE}, or the current one, in ${kooCliPath(context.env, context.files)}`,
    ...foreignNotes(context.env),
  ].join("\n");
}

/** The variables that are set, but not supported. */
function foreignNotes(env: Environment): string[] {
  return Object.entries(foreignNames).flatMap(([what, names]) => {
    const name = readVariable(env, ...names)?.source;
    return name === undefined ? [] : [`${name} is set, but ${what} is not supported.`];
  });
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
      isToken: true,
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
function environmentSource({ env, fetch }: CredentialContext): CredentialSource | undefined {
  if (!isInEnv(env)) {
    return undefined;
  }
  return {
    name: "the environment",
    credentials({ project, iam }) {
      const login = { projectId: project?.id, projectName: project?.name, iamEndpoint: iam, fetch };
      return findInEnv(env, login) as Credentials;
    },
  };
}
