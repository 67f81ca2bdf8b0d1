import { placeNames } from "../credentials/env-names.ts";
import type { Credentials } from "../credentials/index.ts";
import { ConfigurationError } from "../errors/base.ts";
import type { JobsClientOptions } from "../options.ts";
import type { Services } from "../services/service.ts";
import { iamUrl } from "../util/regions.ts";
import { pathSegment } from "../util/validate.ts";
import { certificateNotes } from "./certificates.ts";
import type { CredentialContext, CredentialSource, LoginScope } from "./credential-source.ts";
import { findCredentials, noCredentials, otherCredentials } from "./credentials.ts";
import { derivedEndpoint, readCloudAndRegion, readEndpointOptions, readEndpointVariables } from "./endpoints.ts";
import { createLookup, type FoundSetting, type Lookup, missing } from "./lookup.ts";
import type { Ref } from "./outcome.ts";
import { readNamedProfile } from "./profile.ts";
import type { UnknownProject } from "./project-name.ts";
import {
  baseUrlFrom,
  type ConnectionFlags,
  cloudFrom,
  readVariable,
  regionFrom,
  type Setting,
  setting,
} from "./settings.ts";

/** The problem of a host that follows from another one. */
const UNKNOWN = "not known";

/** What requests are for: a job, or any job of a service. */
export type Target = Pick<Ref, "service" | "projectId">;

/** What a run would use, and where each value was found. */
export interface Resolution {
  readonly source: CredentialSource | undefined;
  readonly credentials: Credentials | undefined;
  /** By its ID, or by what IAM is asked for; `undefined` if all targets name theirs, or if it is not known. */
  readonly project: { readonly projectId: string } | { readonly project: UnknownProject } | undefined;
  readonly lookup: Lookup;
  /** Cloud and region; `undefined` if they are not needed, or not known. */
  readonly location: ReturnType<typeof readCloudAndRegion> | undefined;
  /** The base URL of each service, or why there is none. */
  readonly hosts: Readonly<Record<string, Setting | { readonly problem: string }>>;
  /** The IAM to log in at, and to request the project's ID from. */
  readonly iam: Setting | undefined;
  /** What was found and is not used, although somebody may expect it. */
  readonly notes: readonly string[];
  /** The other credentials that exist, and the variables of such that are not supported. */
  others(): ReturnType<typeof otherCredentials>;
  /** All that is wrong or missing, hosts aside. */
  readonly problems: readonly string[];
}

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
): Resolution {
  const problems: string[] = [];
  /** Reads a value, or notes what is wrong with it, so that one error can name all problems. */
  const read = <V>(get: () => V): V | undefined => {
    try {
      return get();
    } catch (error) {
      problems.push(messageOf(error));
      return undefined;
    }
  };

  const profile = flags.profile === undefined ? undefined : readNamedProfile(flags.profile, context);
  const source = findCredentials(flags, profile, context);
  if (source === undefined) {
    problems.push(noCredentials(context));
  }
  const lookup = createLookup(flags, profile, source, context);
  read(() => checkOptions(flags));
  const needsProject = targets.some((ref) => ref.projectId === undefined && services[ref.service]?.needsProject);
  const project = needsProject ? read(() => readProject(lookup, source, context)) : undefined;

  const options = read(() => readEndpointOptions(services, flags)) ?? {};
  const variables = readEndpointVariables(services, context.env);
  const placed = firstPlace(flags, profile);
  const given = placed === undefined ? { ...variables, ...options } : options;
  const names = [...new Set(targets.map(({ service }) => service))];
  const withoutEndpoint = names.filter((name) => !Object.hasOwn(given, name));
  const location = withoutEndpoint.length === 0 ? undefined : read(() => readCloudAndRegion(lookup, withoutEndpoint));
  const hostOf = (name: string): Resolution["hosts"][string] => {
    try {
      const url = Object.hasOwn(given, name) ? given[name] : location && derivedEndpoint(services, name, location);
      return url === undefined ? { problem: UNKNOWN } : { ...url, value: baseUrlFrom(url) };
    } catch (error) {
      return { problem: messageOf(error) };
    }
  };

  const scope: LoginScope = {
    get project() {
      const found = onlyProjectOf(targets) ?? lookup("project", "project name") ?? ownProject(lookup);
      return found && (found.name === "project" ? { id: found.value } : { name: found.value });
    },
    get region() {
      return lookup("region")?.value;
    },
    get iam() {
      return readIam(lookup, undefined, context)?.value;
    },
  };
  const credentials = source && read(() => source.credentials(scope));
  const asksIam = typeof credentials === "function" || (project !== undefined && "project" in project);
  const overridden = withoutEndpoint.flatMap((name) =>
    Object.hasOwn(variables, name) ? `${variables[name]?.source} is not used: ${placed} takes precedence.` : [],
  );
  return {
    source,
    credentials,
    project,
    iam: asksIam ? readIam(lookup, source, context) : undefined,
    lookup,
    location,
    hosts: Object.fromEntries(names.map((name) => [name, hostOf(name)])),
    notes: [...overridden, ...certificateNotes(source, context.env)],
    problems,
    others: () => otherCredentials(source, flags, profile, context),
  };
}

/** The message of a ConfigurationError. Throws any other error. */
function messageOf(error: unknown): string {
  if (!(error instanceof ConfigurationError)) {
    throw error;
  }
  return error.message;
}

/** Options are checked even if they are not needed. */
function checkOptions({ cloud, region, project }: ConnectionFlags): void {
  if (cloud !== undefined) {
    cloudFrom({ value: cloud, source: "--cloud" });
  }
  if (region !== undefined) {
    regionFrom({ value: region, source: "--region" });
  }
  if (project !== undefined) {
    pathSegment("--project", project);
  }
}

/** The option that says where the services are. */
function firstPlace(flags: ConnectionFlags, profile: CredentialSource | undefined): string | undefined {
  const option = (["cloud", "region"] as const).find((name) => flags[name] !== undefined);
  const { cloud, region } = profile?.settings ?? {};
  return option === undefined ? (cloud ?? region) && "--profile" : `--${option}`;
}

/** The options of the client, and what the command needs beside them. */
export interface Configuration extends Pick<JobsClientOptions, "cloud" | "region" | "projectId" | "credentials"> {
  readonly endpoints: Readonly<Record<string, string>>;
  /** Where the credentials come from, for messages. */
  readonly source: string;
  readonly notes?: readonly string[];
  /** The project, if its ID is to be requested from IAM. */
  readonly project?: UnknownProject | undefined;
}

/**
 * The same as options of the client.
 *
 * @throws ConfigurationError that names all wrong or missing values, and where they were looked for
 */
export function configure(
  services: Services,
  flags: ConnectionFlags,
  refs: readonly Ref[],
  context: CredentialContext,
): Configuration {
  const resolution = resolveConfiguration(services, flags, refs, context);
  const { source, credentials, project, location, hosts, notes } = resolution;
  const problems = problemsOf(resolution);
  if (problems.length > 0 || source === undefined || credentials === undefined) {
    throw new ConfigurationError(problems.join("\n"));
  }
  const endpoints = Object.entries(hosts).flatMap(([name, host]) => ("value" in host ? [[name, host.value]] : []));
  return {
    ...location,
    ...project,
    endpoints: Object.fromEntries(endpoints),
    credentials,
    source: source.name,
    ...(notes.length > 0 && { notes }),
  };
}

/** All that keeps the jobs from being requested. */
export function problemsOf({ problems, hosts }: Resolution): string[] {
  const withoutHost = Object.values(hosts).flatMap((host) => ("problem" in host ? [host.problem] : []));
  return [...new Set([...problems, ...withoutHost])].filter((problem) => problem !== UNKNOWN);
}

/** A project's ID or its name, or what leads to it. */
function readProject(
  lookup: Lookup,
  source: CredentialSource | undefined,
  context: CredentialContext,
): Resolution["project"] {
  const found = lookup("project", "project name");
  if (found?.name === "project") {
    return { projectId: pathSegment(found.source, found.value) };
  }
  const iam = readIam(lookup, source, context);
  const name = found ?? (source?.isToken ? undefined : ownProject(lookup));
  if (iam === undefined && found !== undefined) {
    throw new ConfigurationError(
      `"${found.source}" is the name of a project, but the IAM to request its ID from is not known: set OS_AUTH_URL, or give the ID with --project.`,
    );
  }
  if (iam === undefined || source === undefined || (name === undefined && !source.isToken)) {
    throw new ConfigurationError(missing("project"));
  }
  return { project: { name, iam: baseUrlFrom(iam) } };
}

/** Each region has a project of its own with the region's name, in which everything is unless somebody has made another. */
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
function readIam(lookup: Lookup, source: CredentialSource | undefined, { env }: CredentialContext) {
  const given = source?.iam ?? readVariable(env, ...placeNames.iamEndpoint);
  if (given !== undefined) {
    return given;
  }
  const [cloud, region] = [lookup("cloud"), lookup("region")];
  return (
    cloud &&
    region &&
    setting(iamUrl(cloudFrom(cloud), regionFrom(region)), [...new Set([cloud.source, region.source])].join(", "))
  );
}
