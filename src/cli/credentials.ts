import { type Environment, findInEnv, refuseAgency } from "../credentials/env.ts";
import { type EnvNames, foreignNames, keyNames, placeNames, tokenNames, userNames } from "../credentials/env-names.ts";
import { ConfigurationError } from "../errors/base.ts";
import { readCloud } from "./clouds-credentials.ts";
import type { CredentialContext, CredentialSource, LoginScope } from "./credential-source.ts";
import { findKooCliProfile, KOOCLI_PROFILE, kooCliPath, readChosenKooCliProfile } from "./koocli.ts";
import { describeDefaultProfile, readProfile } from "./profile.ts";
import { readVariable, readVariables, type Setting, setting, variables } from "./settings.ts";

/** Characters that a header can hold. */
const TOKEN = /^[\x21-\x7e]+$/;

/**
 * Where credentials are searched for, in order of precedence: `--token`, `--profile`, the environment, the profile of
 * `HW_PROFILE`, the default profile, the cloud of `OS_CLOUD`, the current profile of KooCLI. A part throws
 * ConfigurationError when its credentials are incomplete, or a file is invalid.
 */
function searches(
  flags: { readonly token?: string },
  profile: CredentialSource | undefined,
  context: CredentialContext,
): readonly (() => readonly (CredentialSource | undefined)[])[] {
  return [
    () => [tokenSource(setting(flags.token, "--token"))],
    () => [profile],
    () => readVariables(context.env, ...variables.token).map(tokenSource),
    () => environmentSources(context),
    () => [readChosenKooCliProfile(context)],
    () => [readProfile(undefined, context)],
    () => [readCloud(context)],
    () => [findKooCliProfile(undefined, context)],
  ];
}

/**
 * Finds the credentials to use.
 *
 * @param profile - that of `--profile`
 * @throws ConfigurationError when they are incomplete, or a file is invalid
 */
export function findCredentials(
  flags: { readonly token?: string },
  profile: CredentialSource | undefined,
  context: CredentialContext,
): CredentialSource | undefined {
  for (const search of searches(flags, profile, context)) {
    const source = search().find((candidate) => candidate !== undefined);
    if (source !== undefined) {
      if (flags.token === undefined && source !== profile && !source.isAgency) {
        refuseAgency(context.env);
      }
      return source;
    }
  }
  return undefined;
}

/** The names of all other credentials that exist, and the variables that are not supported. */
export function otherCredentials(
  used: CredentialSource | undefined,
  ...where: Parameters<typeof searches>
): { readonly unused: readonly string[]; readonly unsupported: ReturnType<typeof foreignVariables> } {
  const found = searches(...where).flatMap((search) => {
    try {
      return search().flatMap((source) => source?.name ?? []);
    } catch {
      // It is not used, so that its errors do not matter.
      return [];
    }
  });
  return {
    unused: [...new Set(found)].filter((name) => name !== used?.name),
    unsupported: foreignVariables(where[2].env),
  };
}

/** The message if there are no credentials: all places that were searched. */
export function noCredentials(context: CredentialContext): string {
  const { username, password, domainName } = userNames;
  const user = [username, password, domainName, placeNames.iamEndpoint];
  const keys = keyNames.map(({ accessKeyId, secretAccessKey }) => `${accessKeyId[0]} and ${secretAccessKey[0]}`);
  return [
    "No credentials. Searched in this order:",
    `  a token: --token, ${variables.token.join(", ")}`,
    `  an access key: ${keys.join(", ")}`,
    `  a user: ${user.map((names) => names.join(" or ")).join(", ")}`,
    `  a profile: ${describeDefaultProfile(context)}`,
    "  a cloud of clouds.yaml: OS_CLOUD",
    `  a profile of KooCLI: ${KOOCLI_PROFILE}, or the current one, in ${kooCliPath(context.env, context.files)}`,
    ...userNotes(context.env),
    ...foreignVariables(context.env).map(({ source, reason }) => `${source} is set, but ${reason}.`),
  ].join("\n");
}

/** A user whose password is not set. */
function userNotes(env: Environment): string[] {
  const user = readVariable(env, ...userNames.username, ...userNames.userId);
  const hasPassword = readVariable(env, ...userNames.password) !== undefined;
  return user === undefined || hasPassword
    ? []
    : [`${user.source} is set, but ${userNames.password.join(", ")} is not.`];
}

/** The variables that are set, but not supported. */
function foreignVariables(env: Environment): { readonly source: string; readonly reason: string }[] {
  return Object.entries(foreignNames).flatMap(([what, names]) => {
    const name = readVariable(env, ...names)?.source;
    return name === undefined ? [] : { source: name, reason: `${what} is not supported` };
  });
}

function tokenSource(token: Setting | undefined): CredentialSource | undefined {
  return (
    token && {
      name: token.source,
      isToken: true,
      credentials() {
        if (!TOKEN.test(token.value)) {
          throw new ConfigurationError(
            `"${token.source}" is not a token: a token is printable ASCII characters without spaces or line breaks.`,
          );
        }
        return { token: token.value };
      },
    }
  );
}

/** The access keys and the user. The user logs in for the project that `scope` names. */
function environmentSources({ env, fetch }: CredentialContext): CredentialSource[] {
  const rows: readonly EnvNames<string>[] = [...keyNames, userNames];
  const all = [tokenNames, ...rows].flatMap((row) => Object.values(row).flat());
  const loginFor = ({ project, iam }: LoginScope) => {
    const [foreign] = foreignVariables(env);
    if (foreign !== undefined) {
      // The password may be that of another place, and wrong ones lock the user.
      throw new ConfigurationError(`${foreign.source} is set, but ${foreign.reason}.`);
    }
    const [wanted, url] = [project(), iam()];
    return {
      fetch,
      ...(url !== undefined && { iamEndpoint: url.value }),
      ...(wanted !== undefined && { projectId: wanted.id, projectName: wanted.name }),
    };
  };
  return rows.flatMap((row) => {
    const own = Object.values(row).flat();
    const withoutOthers = Object.entries(env).filter(([name]) => own.includes(name) || !all.includes(name));
    const make = findInEnv(Object.fromEntries(withoutOthers));
    const given = Object.values(row).flatMap((names) => readVariable(env, ...names) ?? []);
    return make === undefined
      ? []
      : {
          name: given.map(({ source }) => source).join(", "),
          ...(row === userNames && { login: `user ${given[0]?.value}` }),
          credentials: (scope) => make(() => loginFor(scope)),
        };
  });
}
