import type { FieldNames, JobFormat, StateMapping, SubJobFormat } from "../services/definition.ts";
import { stateOf } from "../services/parse-job.ts";
import type { TimeFormat } from "../services/timestamps.ts";
import type { ServiceProfile } from "./profiles.ts";
import type { Step, SubJobStep } from "./steps.ts";

/** A job that the simulator plays. */
export interface ScriptedJob {
  readonly id: string;
  readonly projectId: string;
  readonly type: string;
  readonly steps: readonly Step[];
  /** By the simulator's clock. */
  readonly addedAt: number;
  readonly format: JobFormat;
  readonly habits: ServiceProfile;
}

/** The service's body for a job at one moment, or `undefined` while the job is not visible yet. */
export function bodyAt(job: ScriptedJob, now: number): Record<string, unknown> | undefined {
  const { format, habits, steps } = job;
  const past = steps.filter(({ after }) => job.addedAt + after <= now);
  const step = past.at(-1);
  if (step === undefined) {
    return undefined;
  }
  return {
    ...habits.blanks,
    ...facts(format.fields, { id: job.id, type: job.type, ...step }, format.time, {
      begin: timeOf(job, steps[0]),
      end: timeOf(
        job,
        endOf(past, format.states, ({ status }) => status),
      ),
    }),
    ...(format.subJobs && subJobs(job, step, past, format.subJobs)),
    ...step.extra,
  };
}

function subJobs(job: ScriptedJob, step: Step, past: readonly Step[], format: SubJobFormat<string>) {
  if (step.subJobs === undefined && step.subJobsTotal === undefined) {
    return {};
  }
  const list = step.subJobs?.map((part, index) => ({
    ...facts(format.fields, { id: `${job.id}-${index + 1}`, type: job.type, ...given(part) }, job.format.time, {
      begin: timeOf(job, job.steps[0]),
      end: timeOf(
        job,
        endOf(past, format.states, ({ subJobs }) => subJobs?.[index]?.status),
      ),
    }),
    ...job.habits.subJobExtra?.(job.id, job.projectId, index),
    ...part.extra,
  }));
  return {
    ...(format.total && { [format.total]: step.subJobsTotal ?? list?.length }),
    ...(list && { [format.list]: list }),
  };
}

/** Facts under the names that a service gives them; those without a value are left out. */
function facts(
  fields: FieldNames<string> & { readonly progress?: string },
  { id, type, status, progress, code, reason }: SubJobStep,
  time: TimeFormat,
  { begin, end }: { readonly begin: Date | undefined; readonly end: Date | undefined },
): Record<string, unknown> {
  const members = [
    [fields.id, id],
    [fields.type, type],
    [fields.status, status],
    [fields.progress, progress],
    [fields.startedAt, begin && time.write(begin)],
    [fields.endedAt, end && time.write(end)],
    [fields.code, code],
    [fields.reason, reason],
  ] as const;
  return Object.fromEntries(members.filter(([name, value]) => name !== undefined && value !== undefined));
}

/** The step that brought the final status of the last one, when that is final. */
function endOf(
  past: readonly Step[],
  states: Readonly<Record<string, StateMapping>>,
  statusOf: (step: Step) => string | undefined,
): Step | undefined {
  const isOpen = (step: Step) => !isOver(states, statusOf(step));
  return past[past.findLastIndex(isOpen) + 1];
}

function isOver(states: Readonly<Record<string, StateMapping>>, status: string | undefined): boolean {
  const meaning = status === undefined ? "unknown" : stateOf(states, status);
  return typeof meaning === "function" || meaning === "succeeded" || meaning === "failed";
}

function timeOf(job: ScriptedJob, step: Step | undefined): Date | undefined {
  return step && new Date(job.addedAt + step.after);
}

function given(part: SubJobStep): SubJobStep {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined));
}
