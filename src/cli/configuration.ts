import { placeNames } from "../credentials/env-names.ts";
import { ConfigurationError } from "../errors/base.ts";
import type { JobsClientOptions } from "../options.ts";
import type { Services } from "../services/service.ts";
import { iamUrl } from "../util/regions.ts";
import { pathSegment } from "../util/validate.ts";
import { certificateNotes } from "./certificates.ts";
import type { CredentialContext, CredentialSource, LoginScope } from "./credential-source.ts";
import { addingSecrets, findCredentials, noCredentials } from "./credentials.ts";
import { checkAvailability, readCloudAndRegion, readEndpoints } from "./endpoints.ts";
import { createLookup, type Lookup, missing } from "./lookup.ts";
import type { Ref } from "./outcome.ts";
import { readNamedProfile } from "./profile.ts";
import type { UnknownProject } from "./project-name.ts";
import { baseUrlFrom, type ConnectionFlags, cloudFrom, readVariable, regionFrom, setting } from "./settings.ts";

/** The options of the client, and what the command needs beside them. */
export interface Configuration extends Pick<JobsClientOptions, "cloud" | "region" | "projectId" | "credentials"> {
  readonly endpoints: Readonly<Record<string, string>> | undefined;
  /** Where the credentials come from, for messages. */
  readonly source: string;
  /** What was found and cannot be used, and what to do instead. */
  readonly notes?: readonly string[] | undefined;
  /** The project, if its ID is to be requested from IAM. */
  readonly project?: UnknownProject | undefined;
}

/**
 * Builds the client's options from the command line, the environment and the user's files.
 *
 * @param refs - the jobs; only what they need must be configured
 * @throws ConfigurationError that names all wrong or missing values, and where they were looked for
 */
export function configure(
  services: Services,
  flags: ConnectionFlags,
  refs: readonly Ref[],
  context: CredentialContext,
): Configuration {
  const problems: string[] = [];
  /** Reads a value, or notes what is wrong with it, so that one error can name all problems. */
  const read = <V>(get: () => V): V | undefined => {
    try {
      return get();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) {
        throw error;
      }
      problems.push(error.message);
      return undefined;
    }
  };

  const profile = flags.profile === undefined ? undefined : readNamedProfile(flags.profile, context);
  const source = findCredentials(flags, profile, context);
  if (source === undefined) {
    problems.push(noCredentials(context));
  }
  const lookup = createLookup(flags, profile, source, context);
  const needsProject = refs.some((ref) => ref.projectId === undefined && services[ref.service]?.needsProject);
  const project = needsProject ? read(() => readProject(lookup, source, context)) : undefined;
  const endpoints = read(() => readEndpoints(services, flags, context.env));
  const names = [...new Set(refs.map(({ service }) => service))];
  const withoutEndpoint = endpoints === undefined ? [] : names.filter((name) => !Object.hasOwn(endpoints, name));
  const location = withoutEndpoint.length === 0 ? undefined : read(() => readCloudAndRegion(lookup, withoutEndpoint));
  if (location !== undefined) {
    for (const name of withoutEndpoint) {
      read(() => checkAvailability(services, name, location));
    }
  }
  const scope: LoginScope = {
    get project() {
      const found = onlyProjectOf(refs) ?? lookup("project", "project name") ?? ownProject(lookup);
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
  if (problems.length > 0 || source === undefined || credentials === undefined) {
    throw new ConfigurationError([...new Set(problems)].join("\n"));
  }
  return {
    ...location,
    ...project,
    endpoints,
    credentials: addingSecrets(credentials, context.secrets),
    source: source.name,
    notes: certificateNotes(source, context.env),
  };
}

/** A project's ID or its name, or what leads to it. */
function readProject(lookup: Lookup, source: CredentialSource | undefined, context: CredentialContext) {
  const found = lookup("project", "project name");
  if (found?.name === "project") {
    return { projectId: pathSegment(found.source, found.value) };
  }
  const iam = readIam(lookup, source, context);
  const name = found ?? (source?.isToken ? undefined : ownProject(lookup));
  if (iam === undefined && found !== undefined) {
    throw new ConfigurationError(
      `"${found.source}" is the name of a project, and there is no URL of IAM to find its ID at: set OS_AUTH_URL, or give the ID with --project.`,
    );
  }
  if (iam === undefined || source === undefined || (name === undefined && !source.isToken)) {
    throw new ConfigurationError(missing("project"));
  }
  return { project: { name, iam: baseUrlFrom(iam) } };
}

/** Each region has a project of its own with the region's name, in which everything is unless somebody has made another. */
function ownProject(lookup: Lookup): ReturnType<Lookup> {
  const region = lookup("region");
  return region && { ...region, name: "project name" };
}

/** The project of all references, if it is the same. */
function onlyProjectOf(refs: readonly Ref[]): ReturnType<Lookup> {
  const [value, ...others] = new Set(refs.map(({ projectId }) => projectId));
  return value === undefined || others.length > 0 ? undefined : { name: "project", value, source: "the references" };
}

/** The IAM of the credentials, of the environment, or of cloud and region. */
function readIam(lookup: Lookup, source: CredentialSource | undefined, { env }: CredentialContext) {
  const given = source?.iam ?? readVariable(env, ...placeNames.iamEndpoint);
  if (given !== undefined) {
    return given;
  }
  const [cloud, region] = [lookup("cloud"), lookup("region")];
  return cloud && region && setting(iamUrl(cloudFrom(cloud), regionFrom(region)), `${cloud.source}, ${region.source}`);
}
