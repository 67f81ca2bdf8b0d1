import { placeNames } from "../credentials/env-names.ts";
import { ConfigurationError } from "../errors/base.ts";
import type { Services } from "../services/service.ts";
import { iamUrl } from "../util/regions.ts";
import { pathSegment } from "../util/validate.ts";
import { certificateNotes } from "./certificates.ts";
import type { CredentialContext, CredentialSource, LoginScope } from "./credential-source.ts";
import { findCredentials, noCredentials, otherCredentials } from "./credentials.ts";
import { derivedEndpoint, locationOf, readEndpointOptions, readEndpointVariables, readLocation } from "./endpoints.ts";
import { createLookup, type FoundSetting, type Lookup, missing } from "./lookup.ts";
import type { Ref } from "./outcome.ts";
import { readNamedProfile } from "./profile.ts";
import {
  baseUrlFrom,
  type ConnectionFlags,
  cloudFrom,
  flagSetting,
  readVariable,
  regionFrom,
  type Setting,
  setting,
} from "./settings.ts";

/** The problem of a host that follows from another one. */
const UNKNOWN = "not known";

/** What requests are for: a job, or any job of a service. */
export type Target = Pick<Ref, "service" | "projectId">;

/** Why there is no value. */
export interface Problem {
  readonly problem: string;
}

/** By its ID, by a name whose ID is requested from IAM, or as that of the token, which IAM knows. */
export type Project = Setting & { readonly by: "id" | "name" | "token" };

/** What a run would use, and where each value was found. */
export type Resolution = ReturnType<typeof resolveConfiguration>;

/**
 * Finds credentials, project and hosts in the command line, the environment and the user's files. Sends nothing.
 *
 * @throws ConfigurationError if a file is invalid
 */
export function resolveConfiguration(
  services: Services,
  flags: ConnectionFlags,
  targets: readonly Target[],
  context: CredentialContext,
) {
  const { env } = context;
  const problems: string[] = [];
  /** Reads a value, or notes what is wrong with it, so that one error can name all problems. */
  const read = <V extends object>(get: () => V): V | undefined => {
    const found = attempt(get);
    if ("problem" in found) {
      problems.push(found.problem);
      return undefined;
    }
    return found;
  };

  const profile = flags.profile === undefined ? undefined : readNamedProfile(flags.profile, context);
  const source = findCredentials(flags, profile, context);
  if (source === undefined) {
    problems.push(noCredentials(context));
  }
  const lookup = createLookup(flags, profile, source, context);
  problems.push(...optionProblems(flags));
  const needsProject = targets.some((ref) => ref.projectId === undefined && services[ref.service]?.needsProject);
  const project = needsProject ? read(() => readProject(lookup, source, env)) : undefined;

  const variables = readEndpointVariables(services, env);
  const placed = firstPlace(flags, profile);
  const options = read(() => readEndpointOptions(services, flags)) ?? [];
  const given = new Map(placed === undefined ? [...variables, ...options] : options);
  const names = [...new Set(targets.map(({ service }) => service))];
  const derived = names.filter((name) => !given.has(name));
  const location = derived.length === 0 ? undefined : read(() => readLocation(lookup, derived));
  const hostOf = (name: string): Setting | Problem => {
    const url = given.get(name) ?? (location && derivedEndpoint(services, name, location));
    return url === undefined ? { problem: UNKNOWN } : { ...url, value: baseUrlFrom(url) };
  };

  const scope: LoginScope = {
    project() {
      const found = onlyProjectOf(targets) ?? lookup("project", "project name") ?? ownProject(lookup);
      return found && (found.name === "project" ? { id: found.value } : { name: found.value });
    },
    region: () => lookup("region")?.value,
    iam: () => readIam(lookup, undefined, env),
  };
  const login = source && read(() => ({ credentials: source.credentials(scope) }));
  const asksIam = typeof login?.credentials === "function" || (project !== undefined && project.by !== "id");
  const overridden = variables.filter(([name]) => derived.includes(name));
  return {
    source,
    credentials: login?.credentials,
    /** `undefined` if all targets name theirs, or if it is not known. */
    project,
    /** The IAM service for the login, and for the ID of the project. */
    iam: asksIam ? readIam(lookup, source, env) : undefined,
    lookup,
    /** `undefined` if it is not needed, or not known. */
    location,
    /** The base URL of each service. */
    hosts: new Map(names.map((name) => [name, attempt(() => hostOf(name))])),
    /** What was found and is not used, although a user may expect it. */
    notes: [
      ...overridden.map(([, variable]) => `${variable.source} is not used: ${placed} takes precedence.`),
      ...certificateNotes(source, env),
    ],
    /** All that is wrong or missing, hosts aside. */
    problems,
    /** The other credentials that exist, and the variables of such that are not supported. */
    others: () => otherCredentials(source, flags, profile, context),
  };
}

/** The value, or the message of a ConfigurationError. */
function attempt<V>(get: () => V): V | Problem {
  try {
    return get();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) {
      throw error;
    }
    return { problem: error.message };
  }
}

/** Checks of settings, by name. */
const checks = {
  cloud: cloudFrom,
  region: regionFrom,
  project: ({ value, source }: Setting) => pathSegment(source, value),
};

/** What is wrong with options, which are checked even if they are not needed. */
function optionProblems(flags: ConnectionFlags): string[] {
  return Object.entries(checks).flatMap(([name, check]) => {
    const given = flagSetting(flags, name as keyof typeof checks);
    const checked = given && attempt(() => check(given));
    return typeof checked === "object" ? checked.problem : [];
  });
}

/** The option that says where the services are. */
function firstPlace(flags: ConnectionFlags, profile: CredentialSource | undefined): string | undefined {
  const option = (["cloud", "region"] as const).find((name) => flags[name] !== undefined);
  const { cloud, region } = profile?.settings ?? {};
  return option === undefined ? (cloud ?? region) && "--profile" : `--${option}`;
}

/**
 * The same as options of the client, and what the command needs beside them: where the credentials come from, notes, and
 * the project if its ID is to be requested from IAM.
 *
 * @throws ConfigurationError that names all wrong or missing values, and where they were searched for
 */
export function configure(
  services: Services,
  flags: ConnectionFlags,
  refs: readonly Ref[],
  context: CredentialContext,
) {
  const resolution = resolveConfiguration(services, flags, refs, context);
  const { source, credentials, project, location, hosts, iam, notes } = resolution;
  const problems = problemsOf(resolution);
  if (problems.length > 0 || source === undefined || credentials === undefined) {
    throw new ConfigurationError(problems.join("\n"));
  }
  const endpoints = [...hosts].flatMap(([name, host]) => ("value" in host ? [[name, host.value]] : []));
  return {
    ...location,
    projectId: project?.by === "id" ? project.value : undefined,
    project: project && iam && project.by !== "id" ? { ...project, iam } : undefined,
    endpoints: Object.fromEntries(endpoints) as Readonly<Record<string, string>>,
    credentials,
    source: source.name,
    notes,
  };
}

/** All that keeps the jobs from being requested. */
export function problemsOf({ problems, hosts }: Resolution): string[] {
  const withoutHost = [...hosts.values()].flatMap((host) => ("problem" in host ? [host.problem] : []));
  return [...new Set([...problems, ...withoutHost])].filter((problem) => problem !== UNKNOWN);
}

/** A project's ID or its name, or what leads to it. */
function readProject(lookup: Lookup, source: CredentialSource | undefined, env: CredentialContext["env"]): Project {
  const found = lookup("project", "project name");
  if (found?.name === "project") {
    return { ...found, by: "id", value: pathSegment(found.source, found.value) };
  }
  const iam = readIam(lookup, source, env);
  if (iam === undefined && found !== undefined) {
    throw new ConfigurationError(
      `"${found.source}" is the name of a project, but the IAM to request its ID from is not known: set OS_AUTH_URL, or give the ID with --project.`,
    );
  }
  const name = found ?? (source?.isToken ? undefined : ownProject(lookup));
  if (iam === undefined || source === undefined || (name === undefined && !source.isToken)) {
    throw new ConfigurationError(missing("project"));
  }
  baseUrlFrom(iam);
  return name ? { ...name, by: "name" } : { by: "token", value: "the project of the token", source: source.name };
}

/** Each region has a project of its own with the region's name, which has everything unless another project was made. */
function ownProject(lookup: Lookup): FoundSetting | undefined {
  const region = lookup("region");
  return region && { ...region, name: "project name" };
}

/** The project of all references, if it is the same. */
function onlyProjectOf(targets: readonly Target[]): FoundSetting | undefined {
  const [value, ...others] = new Set(targets.map(({ projectId }) => projectId));
  return value === undefined || others.length > 0 ? undefined : { name: "project", value, source: "the references" };
}

/** The IAM of the credentials, of the environment, or of cloud and region. */
function readIam(lookup: Lookup, source: CredentialSource | undefined, env: CredentialContext["env"]) {
  const given = source?.iam ?? readVariable(env, ...placeNames.iamEndpoint);
  if (given !== undefined) {
    return given;
  }
  const [cloud, region] = [lookup("cloud"), lookup("region")];
  const sources = [...new Set([cloud?.source, region?.source])].join(", ");
  const location = cloud && region && locationOf(cloud, region);
  return location && setting(iamUrl(location.cloud, location.region), sources);
}
