import { ConfigurationError } from "../errors/base.ts";
import { checkId } from "../services/job-ref.ts";
import type { Service, Services } from "../services/service.ts";
import { invalidOption, numberOption, objectOption, oneOf } from "../util/validate.ts";
import type { ScriptedJob } from "./job-body.ts";
import { profileOf } from "./profiles.ts";
import { type ScenarioName, scenariosOf, stepsOf } from "./scenarios.ts";
import { checkSteps, type Step } from "./steps.ts";

/** A job to be played: a ready-made scenario, or steps of one's own. */
export type NewJob<S extends string> = {
  readonly service: S;
  /** Default: 32 hexadecimal digits, in each simulator the same ones in the same order. */
  readonly id?: string | undefined;
  /** Default: one of the service's types. */
  readonly type?: string | undefined;
  /** Whether the job's time begins with the first request for it, and not when it is added. Default: false. */
  readonly startsAtFirstRequest?: boolean | undefined;
} & (
  | {
      /** One of those that the service has; see `scenarios`. */
      readonly scenario: ScenarioName;
      /** How long the scenario takes, in milliseconds; `slow` takes an hour whatever it says. Default: 5,000. */
      readonly duration?: number | undefined;
      readonly steps?: undefined;
    }
  | { readonly steps: readonly Step[]; readonly scenario?: undefined; readonly duration?: undefined }
);

const DEFAULT_DURATION = 5_000;

/**
 * Checks the description of a job.
 *
 * @param newId - makes an ID of one part
 * @throws ConfigurationError if it is not well described
 */
export function checkJob(
  services: Services,
  job: unknown,
  newId: () => string,
): Omit<ScriptedJob, "addedAt" | "projectId"> & { readonly startsAtFirstRequest: boolean } {
  const given = objectOption("job", job ?? null);
  const service = services[oneOf("service", given["service"], Object.keys(services))] as Service;
  const { idPlaces } = service;
  const id = checkId(idPlaces, given["id"] ?? idPlaces.map(newId).join("/"));
  const type = given["type"] ?? profileOf(service).jobType;
  if (typeof type !== "string") {
    throw invalidOption("type", "a job type", type);
  }
  const { scenario, steps, duration } = given;
  if ((scenario === undefined) === (steps === undefined)) {
    throw new ConfigurationError('A job needs either "scenario" or "steps", and not both.');
  }
  const length = numberOption("duration", duration, DEFAULT_DURATION);
  const { startsAtFirstRequest = false } = given;
  if (typeof startsAtFirstRequest !== "boolean") {
    throw invalidOption("startsAtFirstRequest", "true or false", startsAtFirstRequest);
  }
  return {
    startsAtFirstRequest,
    service,
    id,
    type,
    steps:
      scenario === undefined
        ? checkSteps(steps, service)
        : stepsOf(oneOf("scenario", scenario, scenariosOf(service)), length, service),
  };
}
