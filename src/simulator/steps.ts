import { ConfigurationError } from "../errors/base.ts";
import type { FieldNames, JobFormat } from "../services/definition.ts";
import { invalidOption, objectOption } from "../util/validate.ts";

/** One sub-job, as it stands during a step. What is left out is left out of the answer. */
export interface SubJobStep {
  /** Default: the job's ID and a number. */
  readonly id?: string | undefined;
  /** Default: the job's type. */
  readonly type?: string | undefined;
  /** The service's own word. */
  readonly status?: string | undefined;
  /** 0 to 100, where the service tells the progress of sub-jobs (Workspace). */
  readonly progress?: number | undefined;
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
  /** Further members of the sub-job's object, as the service spells them; they win over everything else. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined;
}

/** How a job stands from one moment on, until its next step. */
export interface Step {
  /** When the step begins, in milliseconds since the job was added. Before its first step a job is not visible (404). */
  readonly after: number;
  /** The service's own word, known or not. */
  readonly status: string;
  /** The error code of the job, where the service has one (SFS Turbo, Workspace). */
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
  /** Where the service has sub-jobs (SFS Turbo, Workspace). */
  readonly subJobs?: readonly SubJobStep[] | undefined;
  /** How many sub-jobs the service says there are (Workspace). Default: as many as are listed. */
  readonly subJobsTotal?: number | undefined;
  /** Further members of the body, as the service spells them; they win over everything else. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Checks the steps of a job.
 *
 * @throws ConfigurationError when they are out of order, or say what the service has no member for
 */
export function checkSteps(steps: unknown, format: JobFormat, service: string): readonly Step[] {
  if (!Array.isArray(steps) || steps.length === 0) {
    throw invalidOption("steps", "an array of at least one step: { after, status }", steps);
  }
  let earliest = 0;
  for (const [index, value] of steps.entries()) {
    const name = `steps[${index}]`;
    const { after, status, subJobs, subJobsTotal, ...facts } = objectOption(name, value ?? null);
    if (typeof after !== "number" || !(after >= earliest) || after === Number.POSITIVE_INFINITY) {
      throw invalidOption(`${name}.after`, `a number of milliseconds, ${earliest} or more (steps are in order)`, after);
    }
    earliest = after;
    if (typeof status !== "string") {
      throw invalidOption(`${name}.status`, "a status word", status);
    }
    checkFacts(name, facts, format.fields, service);
    requireMember(`${name}.subJobs`, subJobs, format.subJobs, service);
    requireMember(`${name}.subJobsTotal`, subJobsTotal, format.subJobs?.total, service);
    if (subJobs !== undefined && !Array.isArray(subJobs)) {
      throw invalidOption(`${name}.subJobs`, "an array of sub-jobs", subJobs);
    }
    for (const [position, part] of (subJobs ?? []).entries()) {
      const partName = `${name}.subJobs[${position}]`;
      checkFacts(partName, objectOption(partName, part ?? null), format.subJobs?.fields ?? format.fields, service);
    }
  }
  return steps;
}

function checkFacts(
  name: string,
  facts: Readonly<Record<string, unknown>>,
  fields: FieldNames<string> & { readonly progress?: string },
  service: string,
): void {
  requireMember(`${name}.code`, facts["code"], fields.code, service);
  requireMember(`${name}.progress`, facts["progress"], fields.progress, service);
}

function requireMember(name: string, value: unknown, member: unknown, service: string): void {
  if (value !== undefined && member === undefined) {
    throw new ConfigurationError(`"${name}" is given, but ${service} answers have no such member; leave it out.`);
  }
}
