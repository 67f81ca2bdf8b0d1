import type { HostPattern } from "../util/regions.ts";
import type { CheckedDefinition } from "./definition.ts";
import { createJobParser, type JobParser } from "./parse-job.ts";
import { type PathTemplate, parsePathTemplate } from "./path-template.ts";

/** A service, ready for use: its definition with path and names taken apart. */
export interface Service {
  readonly name: string;
  readonly title: string;
  /** Its key in `clients`, if it has a contract. */
  readonly clientKey: string | undefined;
  readonly definition: CheckedDefinition;
  readonly hosts: HostPattern | undefined;
  readonly path: PathTemplate;
  readonly parser: JobParser;
}

/** The services of a client, by name. */
export type Services = Readonly<Record<string, Service>>;

/** @param isOwn - whether the user defined the service */
export function createService(
  name: string,
  definition: CheckedDefinition,
  clientKey: string | undefined,
  isOwn: boolean,
): Service {
  return {
    name,
    title: definition.title ?? name,
    clientKey,
    definition,
    hosts: definition.hosts,
    path: parsePathTemplate(definition.path),
    parser: createJobParser(definition, isOwn),
  };
}
