import { ConfigurationError } from "../errors/base.ts";
import { checkId } from "../services/job-ref.ts";
import type { Services } from "../services/service.ts";
import { quoted } from "../util/validate.ts";
import { keyOf, type Ref } from "./outcome.ts";

/**
 * Parses `SERVICE/JOB_ID`, or the ID alone if the service is known.
 *
 * @throws ConfigurationError that says what is expected
 */
export function parseReference(services: Services, text: string, knownService?: string): Ref {
  const slash = text.indexOf("/");
  const service = text.slice(0, Math.max(slash, 0));
  if (slash !== -1 && Object.hasOwn(services, service)) {
    return { service, id: parseId(services, service, text.slice(slash + 1)) };
  }
  if (knownService !== undefined && (slash === -1 || idPlacesOf(services, knownService).length > 1)) {
    return { service: knownService, id: parseId(services, knownService, text) };
  }
  throw new ConfigurationError(
    slash === -1
      ? `${quoted(text)} is not a reference: write SERVICE/JOB_ID, where SERVICE is one of ${namesOf(services)}; or give --service.`
      : // Quotes the whole text: part of a token that was pasted here would not be redacted.
        `Unknown service in ${quoted(text)}. Use one of: ${namesOf(services)}.`,
  );
}

/** An ID of one part, or of as many as the service's path has places for. */
export function parseId(services: Services, service: string, id: unknown, name = "the job ID"): string {
  return checkId(idPlacesOf(services, service), id, name);
}

function idPlacesOf(services: Services, service: string): readonly string[] {
  return services[service]?.idPlaces ?? [];
}

/** @throws ConfigurationError when there is no such service */
export function checkService(services: Services, service: string, where: string): void {
  if (!Object.hasOwn(services, service)) {
    throw new ConfigurationError(
      `${where}: there is no service ${quoted(service)}; the services are ${namesOf(services)}.`,
    );
  }
}

/** The services, as messages list them. */
export function namesOf(services: Services): string {
  return Object.keys(services).join(", ");
}

/** The references, each job once. */
export function distinct(refs: readonly Ref[]): Ref[] {
  return [...new Map(refs.map((ref) => [keyOf(ref), ref])).values()];
}
