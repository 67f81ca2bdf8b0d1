import { ConfigurationError } from "../errors/base.ts";
import type { ServiceTable } from "../services/definition.ts";
import { pathSegment, quoted } from "../util/validate.ts";
import { keyOf, type Ref } from "./outcome.ts";

/**
 * Parses `SERVICE/JOB_ID`, or the ID alone if the service is known.
 *
 * @throws ConfigurationError that says what is expected
 */
export function parseReference(services: ServiceTable, text: string, knownService?: string): Ref {
  const slash = text.indexOf("/");
  if (slash === -1 && knownService !== undefined) {
    return { service: knownService, id: pathSegment("the job ID", text) };
  }
  if (slash === -1) {
    throw new ConfigurationError(
      `${quoted(text)} is no reference: write SERVICE/JOB_ID, where SERVICE is one of ${namesOf(services)}; or give --service.`,
    );
  }
  const service = text.slice(0, slash);
  if (!Object.hasOwn(services, service)) {
    // Quotes the whole text: part of a token that was pasted here would not be redacted.
    throw new ConfigurationError(
      `${quoted(text)} is of no known service: what stands before the slash must be one of ${namesOf(services)}.`,
    );
  }
  return { service, id: pathSegment("the job ID", text.slice(slash + 1)) };
}

/** @throws ConfigurationError when there is no such service */
export function checkService(services: ServiceTable, service: string, where: string): void {
  if (!Object.hasOwn(services, service)) {
    throw new ConfigurationError(
      `${where}: there is no service ${quoted(service)}; the services are ${namesOf(services)}.`,
    );
  }
}

/** The services, as messages list them. */
export function namesOf(services: ServiceTable): string {
  return Object.keys(services).join(", ");
}

/** The references, each job once. */
export function distinct(refs: readonly Ref[]): Ref[] {
  return [...new Map(refs.map((ref) => [keyOf(ref), ref])).values()];
}
