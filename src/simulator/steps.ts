import { ConfigurationError } from "../errors/base.ts";
import type { FieldNames } from "../services/definition.ts";
import type { Service } from "../services/service.ts";
import { invalidOption, objectOption } from "../util/validate.ts";

/** One sub-job during a step. What is left out is left out of the body. */
export interface SubJobStep {
  /** Default: the job's ID and a number. */
  readonly id?: string | undefined;
  /** Default: the job's type. */
  readonly type?: string | undefined;
  /** The service's own word. */
  readonly status?: string | undefined;
  /** 0 to 100, if the service reports the progress of sub-jobs (of the built-in ones, Workspace). */
  readonly progress?: number | undefined;
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
  /** Further members of the sub-job's object, as the service spells them; they take precedence over everything else. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined;
}

/** A job from one moment on, until its next step. */
export interface Step {
  /** When the step begins, in milliseconds since the job was added. Before its first step a job is not visible (404). */
  readonly after: number;
  /** The service's own word, known or not. */
  readonly status: string;
  /** 0 to 100, if the service reports the progress of jobs. */
  readonly progress?: number | undefined;
  /** The error code of the job, if the service has one (SFS Turbo, Workspace). */
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
  /** If the service has sub-jobs (SFS Turbo, Workspace). */
  readonly subJobs?: readonly SubJobStep[] | undefined;
  /** How many sub-jobs the service says there are (Workspace). Default: as many as are listed. */
  readonly subJobsTotal?: number | undefined;
  /** Further members of the body, as the service spells them; they take precedence over everything else. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined;
  /** The job is not found (404) from here on, whatever else the step says. */
  readonly gone?: boolean | undefined;
}

/**
 * Checks the steps of a job.
 *
 * @throws ConfigurationError if they are out of order, or have a value for which the service has no member
 */
export function checkSteps(steps: unknown, { name: service, definition }: Service): readonly Step[] {
  if (!Array.isArray(steps) || steps.length === 0) {
    throw invalidOption("steps", "an array of at least one step: { after, status }", steps);
  }
  const { fields, subJobs: partDefinition } = definition;
  let earliest = 0;
  for (const [index, value] of steps.entries()) {
    const name = `steps[${index}]`;
    const { after, status, subJobs, subJobsTotal, gone, ...facts } = objectOption(name, value ?? null);
    if (typeof after !== "number" || !(after >= earliest) || after === Number.POSITIVE_INFINITY) {
      throw invalidOption(`${name}.after`, `a number of milliseconds, ${earliest} or more (steps are in order)`, after);
    }
    earliest = after;
    if (typeof status !== "string" && gone !== true) {
      throw invalidOption(`${name}.status`, "a status word", status);
    }
    checkFacts(name, facts, fields, service);
    requireMember(`${name}.subJobs`, subJobs, partDefinition, service);
    requireMember(`${name}.subJobsTotal`, subJobsTotal, partDefinition?.total, service);
    if (subJobs !== undefined && !Array.isArray(subJobs)) {
      throw invalidOption(`${name}.subJobs`, "an array of sub-jobs", subJobs);
    }
    for (const [position, part] of (subJobs ?? []).entries()) {
      const partName = `${name}.subJobs[${position}]`;
      checkFacts(partName, objectOption(partName, part ?? null), partDefinition?.fields ?? fields, service);
    }
  }
  return steps;
}

function checkFacts(name: string, facts: Readonly<Record<string, unknown>>, fields: FieldNames, service: string): void {
  requireMember(`${name}.code`, facts["code"], fields.code, service);
  requireMember(`${name}.progress`, facts["progress"], fields.progress, service);
}

function requireMember(name: string, value: unknown, member: unknown, service: string): void {
  if (value !== undefined && member === undefined) {
    throw new ConfigurationError(`"${name}" is given, but a response of ${service} has no such member; leave it out.`);
  }
}
