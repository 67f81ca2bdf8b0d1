import { ConfigurationError } from "../errors/base.ts";
import type { ServiceTable } from "../services/definition.ts";
import { pathSegment, quoted } from "../util/validate.ts";
import { keyOf, type Ref } from "./outcome.ts";

/**
 * Reads `SERVICE/JOB_ID`, or the ID alone where the service is known.
 *
 * @throws ConfigurationError that says what would be right
 */
export function parseReference(table: ServiceTable, text: string, known?: string): Ref {
  const names = Object.keys(table);
  const slash = text.indexOf("/");
  if (slash === -1 && known !== undefined) {
    return { service: known, id: pathSegment("the job ID", text) };
  }
  if (slash === -1) {
    throw new ConfigurationError(
      `${quoted(text)} is no reference: write SERVICE/JOB_ID, where SERVICE is one of ${names.join(", ")}; or give --service.`,
    );
  }
  const service = text.slice(0, slash);
  if (!Object.hasOwn(table, service)) {
    // Not quoted by itself: a token that was pasted here would be shown in part.
    throw new ConfigurationError(
      `${quoted(text)} is of no known service: what stands before the slash must be one of ${names.join(", ")}.`,
    );
  }
  return { service, id: pathSegment("the job ID", text.slice(slash + 1)) };
}

/** @throws ConfigurationError when the table has no such service */
export function checkService(table: ServiceTable, service: string, where: string): void {
  if (!Object.hasOwn(table, service)) {
    const names = Object.keys(table).join(", ");
    throw new ConfigurationError(`${where}: there is no service ${quoted(service)}; the services are ${names}.`);
  }
}

/** The same references, each job once. */
export function distinct(refs: readonly Ref[]): Ref[] {
  return [...new Map(refs.map((ref) => [keyOf(ref), ref])).values()];
}
