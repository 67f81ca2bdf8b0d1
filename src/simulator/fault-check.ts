import { checkId } from "../services/job-ref.ts";
import type { Service, Services } from "../services/service.ts";
import { invalidOption, numberOption, objectOption, oneOf } from "../util/validate.ts";
import { faultKinds } from "./fault-responses.ts";
import type { Fault, FaultKind } from "./faults.ts";

/**
 * Checks a fault.
 *
 * @throws ConfigurationError if it is not one
 */
export function checkFault(fault: unknown, services: Services): Fault {
  const given = objectOption("fault", fault ?? null);
  const kind = oneOf("kind", given["kind"], faultKinds);
  numberOption("times", given["times"], 1, 1, "requests");
  numberOption("retryAfter", given["retryAfter"], 0, 0, "seconds");
  const names = Object.keys(services);
  const service = given["service"] === undefined ? undefined : oneOf("service", given["service"], names);
  if (given["id"] !== undefined) {
    checkFaultId(given["id"], service === undefined ? Object.values(services) : [services[service] as Service]);
  }
  const expected = statuses[kind];
  if (expected !== undefined && !expected.fits(given["status"])) {
    throw invalidOption("status", expected.words, given["status"]);
  }
  for (const name of kind === "gateway-error" ? ["code", "message"] : []) {
    if (typeof given[name] !== "string") {
      throw invalidOption(name, "a string", given[name]);
    }
  }
  return given as unknown as Fault;
}

/** An ID of a job that one of the services may have. */
function checkFaultId(id: unknown, services: readonly Service[]): void {
  const parts = typeof id === "string" ? id.split("/").length : 1;
  const { idPlaces = ["job_id"] } = services.find((service) => service.idPlaces.length === parts) ?? {};
  checkId(idPlaces, id);
}

const isError = (status: unknown): boolean =>
  Number.isInteger(status) && Number(status) >= 400 && Number(status) <= 599;

const statuses: { readonly [K in FaultKind["kind"]]?: { words: string; fits(status: unknown): boolean } } = {
  "server-error": {
    words: "500, 502, 503 or 504",
    fits: (status) => status === undefined || [500, 502, 503, 504].some((known) => known === status),
  },
  "gateway-error": { words: "a whole number, 400 to 599", fits: isError },
  html: {
    words: "200, or a whole number, 400 to 599",
    fits: (status) => status === undefined || status === 200 || isError(status),
  },
};
