import type { JobState } from "../job.ts";
import type { JobFormat, ServiceTable, StateMapping, SubJobFormat } from "../services/definition.ts";
import { profileOf, type ServiceProfile } from "./profiles.ts";
import type { Step, SubJobStep } from "./steps.ts";

/**
 * The ready-made stories.
 *
 * - `success`: queued, worked on, done.
 * - `failure`: it fails, where there are sub-jobs because one of them does.
 * - `slow`: a success that takes an hour.
 * - `unknown-status`: a word that nobody documented on the way to success.
 * - `complete-with-open-sub-jobs`: the job says that it is over (`COMPLETE`) before its sub-jobs are; it succeeds.
 * - `complete-with-failed-sub-job`: the job says that it is over, and a sub-job has failed.
 */
export type ScenarioName = keyof typeof scenarios;

/** A step before it is known whether the service has the word for it; `at` is a share of the whole. */
interface ScenarioStep extends Omit<Step, "after" | "status" | "extra"> {
  readonly at: number;
  readonly status: string | undefined;
}

/** The words of a service, by meaning, and what its answers can tell. */
interface Vocabulary {
  readonly pending: string | undefined;
  readonly running: string | undefined;
  readonly succeeded: string | undefined;
  readonly failed: string | undefined;
  /** Says only that the job is over. */
  readonly over: string | undefined;
  readonly failure: Pick<Step, "code" | "reason">;
  /** Two sub-jobs and how far they are; nothing where the service has none. */
  parts(first: SubJobProgress, second: SubJobProgress): Pick<Step, "subJobs">;
  /** That there will be two sub-jobs; nothing where the service does not count them. */
  readonly announced: Pick<Step, "subJobsTotal">;
}

/** How far a sub-job is, in percent, or that it failed. */
type SubJobProgress = number | "failed";

const HOUR = 3_600_000;

const scenarios = {
  success,
  failure: ({ pending, running, failed, failure, parts, announced }) => [
    { at: 0, status: pending, ...announced },
    { at: 0.2, status: running, ...parts(50, 0) },
    { at: 0.6, status: running, ...parts(100, 40) },
    { at: 1, status: failed, ...failure, ...parts(100, "failed") },
  ],
  slow: success,
  "unknown-status": ({ running, succeeded, parts }) => [
    { at: 0, status: running, ...parts(10, 0) },
    { at: 0.4, status: "SUSPENDED", ...parts(50, 20) },
    { at: 1, status: succeeded, ...parts(100, 100) },
  ],
  "complete-with-open-sub-jobs": ({ running, over, parts }) => [
    { at: 0, status: running, ...parts(20, 0) },
    { at: 0.4, status: over, ...parts(100, 60) },
    { at: 1, status: over, ...parts(100, 100) },
  ],
  "complete-with-failed-sub-job": ({ running, over, parts }) => [
    { at: 0, status: running, ...parts(20, 0) },
    { at: 1, status: over, ...parts(100, "failed") },
  ],
} satisfies Record<string, (cast: Vocabulary) => ScenarioStep[]>;

function success({ pending, running, succeeded, parts, announced }: Vocabulary): ScenarioStep[] {
  return [
    { at: 0, status: pending, ...announced },
    { at: 0.2, status: running, ...parts(30, 0) },
    { at: 0.4, status: running, ...parts(70, 20) },
    { at: 0.7, status: running, ...parts(100, 60) },
    { at: 1, status: succeeded, ...parts(100, 100) },
  ];
}

/** The scenarios of a service: those that it has all the words for. */
export function scenariosOf(format: JobFormat, habits: ServiceProfile): ScenarioName[] {
  const cast = vocabularyOf(format, habits);
  const names = Object.keys(scenarios) as ScenarioName[];
  return names.filter((name) => scenarios[name](cast).every(({ status }) => status !== undefined));
}

/** The scenarios of each service of a table. */
export function scenariosIn<const T extends ServiceTable>(table: T): { readonly [N in keyof T]: ScenarioName[] } {
  const entries = Object.entries(table).map(([name, { format }]) => [name, scenariosOf(format, profileOf(name))]);
  return Object.fromEntries(entries);
}

/** The steps of one of the service's scenarios, drawn out to `duration` milliseconds. */
export function stepsOf(name: ScenarioName, duration: number, format: JobFormat, habits: ServiceProfile): Step[] {
  const length = name === "slow" ? HOUR : duration;
  return scenarios[name](vocabularyOf(format, habits)).map(({ at, status = "", ...scene }) => ({
    after: Math.round(at * length),
    status,
    ...scene,
  }));
}

function vocabularyOf({ fields, states, subJobs }: JobFormat, { failure }: ServiceProfile): Vocabulary {
  const pending = wordFor(states, "pending");
  const running = wordFor(states, "running") ?? pending;
  return {
    pending: pending ?? running,
    running,
    succeeded: wordFor(states, "succeeded"),
    failed: wordFor(states, "failed"),
    over: subJobs && Object.keys(states).find((word) => typeof states[word] === "function"),
    failure: { reason: failure.reason, code: fields.code && failure.code },
    announced: subJobs?.total === undefined ? {} : { subJobsTotal: 2 },
    parts: (...parts) => (subJobs ? { subJobs: parts.map((part) => subJobStep(part, subJobs, failure)) } : {}),
  };
}

function subJobStep(
  part: SubJobProgress,
  { fields, states }: SubJobFormat<string>,
  failure: ServiceProfile["failure"],
): SubJobStep {
  const isFailed = part === "failed";
  return {
    status: partWord(states, part),
    progress: fields.progress === undefined ? undefined : isFailed ? 60 : part,
    ...(isFailed && { reason: failure.reason, code: fields.code && failure.code }),
  };
}

function wordFor(states: Readonly<Record<string, StateMapping>>, state: JobState): string | undefined {
  return Object.keys(states).find((word) => states[word] === state);
}

/** Where failure is spelled in several ways, sub-jobs use the last one: what reads them must know them all. */
function partWord(states: Readonly<Record<string, JobState>>, part: SubJobProgress): string | undefined {
  if (part === "failed") {
    return Object.keys(states).findLast((word) => states[word] === "failed");
  }
  return wordFor(states, part === 0 ? "pending" : part === 100 ? "succeeded" : "running");
}
