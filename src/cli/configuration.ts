import { ConfigurationError } from "../errors/base.ts";
import type { ClientOptions } from "../options.ts";
import type { ServiceTable } from "../services/definition.ts";
import { pathSegment } from "../util/validate.ts";
import { findSource, hiding, noSource } from "./credentials.ts";
import { checkOffer, readEndpoints, readPlace } from "./endpoints.ts";
import { type Find, finder, missing } from "./lookup.ts";
import type { Ref } from "./outcome.ts";
import { readProfile } from "./profile.ts";
import type { NamedProject } from "./project-name.ts";
import { type ConnectionFlags, type Environment, settingOf, urlOf } from "./settings.ts";
import type { Scope, Source, Surroundings } from "./source.ts";

/** What a client needs, and where its credentials were found. */
export type Configuration = ClientOptions<string> & {
  readonly source: string;
  /** Where the ID is not known. */
  readonly project?: NamedProject | undefined;
};

/**
 * Puts the client's options together from the command line, the environment and the user's files.
 *
 * @param refs - the jobs; only what they need has to be configured
 * @throws ConfigurationError that names each value that is wrong or missing, and where it was looked for
 */
export function configure(
  table: ServiceTable,
  flags: ConnectionFlags,
  refs: readonly Ref[],
  around: Surroundings,
): Configuration {
  const problems: string[] = [];
  /** The value that `read` yields; what it finds wrong is kept for the end, so that all is named at once. */
  const attempt = <V>(read: () => V): V | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) {
        throw error;
      }
      problems.push(error.message);
      return undefined;
    }
  };

  const profile = flags.profile === undefined ? undefined : readProfile(flags.profile, around);
  const source = findSource(flags, profile, around);
  if (source === undefined) {
    problems.push(noSource(around));
  }
  const find = finder(flags, profile, source, around);
  const needsProject = refs.some((ref) => ref.projectId === undefined);
  const project = needsProject ? attempt(() => readProject(find, source, around.env)) : undefined;
  const endpoints = attempt(() => readEndpoints(table, flags, around.env));
  const services = [...new Set(refs.map(({ service }) => service))];
  const homeless = endpoints === undefined ? [] : services.filter((name) => endpoints[name] === undefined);
  const place = homeless.length === 0 ? undefined : attempt(() => readPlace(find, homeless));
  if (place !== undefined) {
    for (const name of homeless) {
      attempt(() => checkOffer(table, name, place));
    }
  }
  const scope: Scope = {
    get project() {
      const asked = find("project", "project name");
      return asked && (asked.setting === "project" ? { id: asked.value } : { name: asked.value });
    },
    get region() {
      return find("region")?.value;
    },
  };
  const credentials = source && attempt(() => source.credentials(scope));
  if (problems.length > 0 || source === undefined || credentials === undefined) {
    throw new ConfigurationError(problems.join("\n"));
  }
  return { ...place, ...project, endpoints, credentials: hiding(credentials, around.hide), source: source.name };
}

function readProject(find: Find, credentials: Source | undefined, env: Environment) {
  const found = find("project", "project name");
  if (found === undefined) {
    throw new ConfigurationError(missing("project"));
  }
  if (found.setting === "project") {
    return { projectId: pathSegment(found.source, found.value) };
  }
  const iam = credentials?.iam ?? settingOf(env, "OS_AUTH_URL");
  if (iam === undefined) {
    throw new ConfigurationError(
      `"${found.source}" is the name of a project, and there is no URL of IAM to find its ID at: set OS_AUTH_URL, or give the ID with --project.`,
    );
  }
  return { project: { name: found, iam: urlOf(iam) } };
}
