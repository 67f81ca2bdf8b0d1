import { type Environment, findInEnv, refuseAgency } from "../credentials/env.ts";
import { foreignNames, keyNames, placeNames, userNames } from "../credentials/env-names.ts";
import { ConfigurationError } from "../errors/base.ts";
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
  const asked = tokenSource(settingsFromFlags({ token: flags.token })) ?? profile;
  if (asked !== undefined) {
    return asked;
  }
  const found =
    tokenSource(settingsFromEnv(context.env)) ??
    environmentSource(context) ??
    readChosenKooCliProfile(context) ??
    readProfile(undefined, context) ??
    readCloud(context) ??
    findKooCliProfile(undefined, context);
  if (found !== undefined && !found.isAgency) {
    refuseAgency(context.env);
  }
  return found;
}

/** The message if there are no credentials: all places that were searched. */
export function noCredentials(context: CredentialContext): string {
  const { username, password, domainName } = userNames;
  const user = [username, password, domainName, placeNames.iamEndpoint];
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
  const make = findInEnv(env);
  return (
    make && {
      name: "the environment",
      credentials: (scope) =>
        make(() => {
          const { project, iam } = scope;
          return {
            fetch,
            ...(iam !== undefined && { iamEndpoint: iam }),
            ...(project !== undefined && { projectId: project.id, projectName: project.name }),
          };
        }),
    }
  );
}
