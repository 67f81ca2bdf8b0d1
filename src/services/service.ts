import { ConfigurationError } from "../errors/base.ts";
import type { ServiceDefinition } from "./definition.ts";
import { type CheckedDefinition, createJobParser, type JobParser, type NumberReader } from "./parse-job.ts";

/** A service, ready for use: its definition with path and names taken apart. */
export interface Service {
  readonly name: string;
  readonly title: string;
  /** Its key in `clients`, if it has a contract. */
  readonly clientKey: string | undefined;
  readonly definition: CheckedDefinition;
  /** The places of its path that make up a job's ID, in order. */
  readonly idPlaces: readonly string[];
  readonly needsProject: boolean;
  /** The path of a job. Project and the parts of the ID must be unreserved URL characters. */
  pathOf(projectId: string, id: string): string;
  /** The project in a path of the service, below its base URL. */
  projectIn(path: string): string | undefined;
  readonly parse: JobParser;
}

export type Services = Readonly<Record<string, Service>>;

/** A service that `defineService` made: `services` of a client, a simulator and durable waits take it. */
export interface OwnService extends ServiceDefinition {
  /**
   * Makes the row a service. It is part of the row, so that who has none does not carry its code.
   *
   * @param taken - the names that it cannot have
   * @throws ConfigurationError that names the place of a mistake
   */
  readonly [toService]: (name: string, taken: readonly string[]) => Service;
}

/** Under a name of the whole process, so that it works across copies of this package. */
export const toService: unique symbol = Symbol.for("huaweicloud-jobs.service") as never;

/** @throws ConfigurationError if `defineService` has not made the row */
export function serviceMaker(where: string, row: unknown): OwnService[typeof toService] {
  const create = (row as Partial<OwnService> | null | undefined)?.[toService];
  if (typeof create !== "function") {
    throw new ConfigurationError(`"${where}" must be made with defineService.`);
  }
  return create;
}

const PROJECT = "project_id";
const PLACE = /\{(\w+)\}/g;

export function createService(
  name: string,
  definition: CheckedDefinition,
  clientKey: string | undefined,
  ownNumber?: NumberReader,
): Service {
  const { path, title = name } = definition;
  /** The texts between places, and the names of the places, by turns. */
  const texts = path.split(PLACE);
  const places = [...path.matchAll(PLACE)].map(([, place = ""]) => place);
  const [segments, parameters] = parted(path);
  const projectAt = segments.indexOf(`{${PROJECT}}`);
  const projectIs = [...parameters].find(([, value]) => value === `{${PROJECT}}`)?.[0];
  return {
    name,
    title,
    clientKey,
    definition,
    idPlaces: places.filter((place) => place !== PROJECT),
    needsProject: places.includes(PROJECT),
    pathOf(projectId, id) {
      const parts = id.split("/");
      let filled = "";
      for (const [index, text] of texts.entries()) {
        filled += index % 2 === 0 ? text : text === PROJECT ? projectId : parts.shift();
      }
      return filled;
    },
    projectIn(of) {
      const [segments, parameters] = parted(of);
      return projectIs === undefined ? segments[projectAt] : parameters.get(projectIs) || undefined;
    },
    parse: createJobParser(definition, ownNumber),
  };
}

/** The segments of a path and the parameters of its query. */
function parted(path: string): readonly [string[], URLSearchParams] {
  const [before = "", query] = path.split("?");
  return [before.split("/"), new URLSearchParams(query)];
}
