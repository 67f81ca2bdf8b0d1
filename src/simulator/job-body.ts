import type { FieldNames, StateMapping } from "../services/definition.ts";
import { createMeanings, timeFormatOf, withoutUndefined } from "../services/parse-job.ts";
import type { Service } from "../services/service.ts";
import type { TimeFormat } from "../services/timestamps.ts";
import { profileOf } from "./profiles.ts";
import type { Step, SubJobStep } from "./steps.ts";

/** A job that the simulator plays. */
export interface ScriptedJob {
  readonly service: Service;
  readonly id: string;
  readonly projectId: string;
  readonly type: string;
  readonly steps: readonly Step[];
  /** By the simulator's clock. */
  readonly addedAt: number;
}

/** The service's body for a job at one moment, or `undefined` while the job is not visible yet or any more. */
export function bodyAt(job: ScriptedJob, now: number): Record<string, unknown> | undefined {
  const { id, type, steps, addedAt } = job;
  const { definition } = job.service;
  const { fields, states } = definition;
  const past = steps.filter(({ after }) => addedAt + after <= now);
  const step = past.at(-1);
  if (step === undefined || step.gone) {
    return undefined;
  }
  const body: Record<string, unknown> = { ...profileOf(job.service).blanks };
  writeFacts(body, fields, { id: id.split("/").at(-1), type, ...step }, timeFormatOf(definition), {
    begin: timeOf(job, steps[0]),
    end: timeOf(
      job,
      endOf(past, states, ({ status }) => status),
    ),
  });
  writeSubJobs(body, job, step, past);
  return { ...body, ...step.extra };
}

function writeSubJobs(body: object, job: ScriptedJob, step: Step, past: readonly Step[]): void {
  const { definition } = job.service;
  const { subJobs } = definition;
  if (subJobs === undefined || (step.subJobs === undefined && step.subJobsTotal === undefined)) {
    return;
  }
  const { fields = definition.fields, states = definition.states } = subJobs;
  const list = step.subJobs?.map((part, index) => {
    const written: Record<string, unknown> = {};
    const facts = { id: `${job.id}-${index + 1}`, type: job.type, ...withoutUndefined(part) };
    writeFacts(written, fields, facts, timeFormatOf(definition), {
      begin: timeOf(job, job.steps[0]),
      end: timeOf(
        job,
        endOf(past, states, ({ subJobs }) => subJobs?.[index]?.status),
      ),
    });
    return { ...written, ...profileOf(job.service).subJobExtra?.(job.id, job.projectId, index), ...part.extra };
  });
  if (subJobs.total !== undefined) {
    writeMember(body, subJobs.total, step.subJobsTotal ?? list?.length);
  }
  writeMember(body, subJobs.list, list);
}

/** Writes facts under the names that a service gives them; those without a value are left out. */
function writeFacts(
  body: object,
  fields: FieldNames,
  { id, type, status, progress, code, reason }: SubJobStep,
  time: TimeFormat,
  { begin, end }: { readonly begin: Date | undefined; readonly end: Date | undefined },
): void {
  const facts: { readonly [K in keyof FieldNames]: unknown } = {
    id,
    type,
    status,
    progress,
    startedAt: begin && time.write(begin),
    endedAt: end && time.write(end),
    code,
    reason,
  };
  for (const [fact, value] of Object.entries(facts)) {
    const name = fields[fact as keyof FieldNames];
    if (name !== undefined) {
      writeMember(body, name, value);
    }
  }
}

/** Writes a value under a dotted name; numbers are indexes of lists. */
export function writeMember(body: object, name: string, value: unknown): void {
  if (value === undefined) {
    return;
  }
  const path = name.split(".");
  const last = path.pop() as string;
  let target = body;
  for (const [index, member] of path.entries()) {
    const existing: unknown = Object.hasOwn(target, member) ? (target as never)[member] : undefined;
    const isList = /^\d+$/.test(path[index + 1] ?? last);
    const inner = typeof existing === "object" && existing !== null ? existing : isList ? [] : {};
    define(target, member, inner);
    target = inner;
  }
  define(target, last, value);
}

/** Sets an own member, even if it is called `__proto__`. */
function define(target: object, member: string, value: unknown): void {
  Object.defineProperty(target, member, { value, configurable: true, enumerable: true, writable: true });
}

/** The step since which the status has been final; `undefined` if the last one is not. */
function endOf(
  past: readonly Step[],
  states: Readonly<Record<string, StateMapping>>,
  statusOf: (step: Step) => string | undefined,
): Step | undefined {
  const isOpen = (step: Step) => !isFinished(states, statusOf(step));
  return past[past.findLastIndex(isOpen) + 1];
}

function isFinished(states: Readonly<Record<string, StateMapping>>, status: string | undefined): boolean {
  const mapping = status === undefined ? "unknown" : createMeanings(states)(status);
  return typeof mapping === "function" || mapping === "succeeded" || mapping === "failed";
}

function timeOf(job: ScriptedJob, step: Step | undefined): Date | undefined {
  return step && new Date(job.addedAt + step.after);
}
