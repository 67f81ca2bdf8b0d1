import type { JobState } from "../job.ts";
import type { FieldNames, StateMapping } from "../services/definition.ts";
import type { Service, Services } from "../services/service.ts";
import { bodyAt } from "./job-body.ts";
import { profileOf } from "./profiles.ts";
import type { Step, SubJobStep } from "./steps.ts";

/**
 * The ready-made scenarios.
 *
 * - `success`: queued, in progress, succeeded.
 * - `failure`: the job fails; if it has sub-jobs, because one of them does.
 * - `slow`: a success that takes an hour.
 * - `unknown-status`: an undocumented word on the way to success.
 * - `complete-with-open-sub-jobs`: the job says that it has finished (`COMPLETE`) before its sub-jobs have; it succeeds.
 * - `complete-with-failed-sub-job`: the job says that it has finished, and a sub-job has failed.
 */
export type ScenarioName = keyof typeof stepsOfScenario;

/** A step before it is known whether the service has the word for it; `at` is a fraction of the whole. */
interface ScenarioStep extends Omit<Step, "after" | "status" | "extra"> {
  readonly at: number;
  readonly status: string | undefined;
}

/** The status words of a service by meaning, and what its bodies can express. */
interface Vocabulary {
  readonly pending: string | undefined;
  readonly running: string | undefined;
  readonly succeeded: Pick<ScenarioStep, "status" | "gone">;
  readonly failed: Pick<ScenarioStep, "status" | "gone">;
  /** A word that the service does not have. */
  readonly unknown: string;
  /** Says only that the job has finished. */
  readonly finished: string | undefined;
  readonly failure: Pick<Step, "code" | "reason">;
  /** Two sub-jobs and their progress; nothing if the service has none. */
  parts(first: SubJobProgress, second: SubJobProgress): Pick<Step, "subJobs">;
  /** That there will be two sub-jobs; nothing if the service does not count them. */
  readonly announced: Pick<Step, "subJobsTotal">;
}

/** The progress of a sub-job, in percent, or that it failed. */
type SubJobProgress = number | "failed";

const HOUR = 3_600_000;

const stepsOfScenario = {
  success,
  failure: ({ pending, running, failed, failure, parts, announced }) => [
    { at: 0, status: pending, ...announced },
    { at: 0.2, status: running, ...parts(50, 0) },
    { at: 0.6, status: running, ...parts(100, 40) },
    { at: 1, ...failed, ...failure, ...parts(100, "failed") },
  ],
  slow: success,
  "unknown-status": ({ running, unknown, succeeded, parts }) => [
    { at: 0, status: running, ...parts(10, 0) },
    { at: 0.4, status: unknown, ...parts(50, 20) },
    { at: 1, ...succeeded, ...parts(100, 100) },
  ],
  "complete-with-open-sub-jobs": ({ running, finished, parts }) => [
    { at: 0, status: running, ...parts(20, 0) },
    { at: 0.4, status: finished, ...parts(100, 60) },
    { at: 1, status: finished, ...parts(100, 100) },
  ],
  "complete-with-failed-sub-job": ({ running, finished, parts }) => [
    { at: 0, status: running, ...parts(20, 0) },
    { at: 1, status: finished, ...parts(100, "failed") },
  ],
} satisfies Record<string, (words: Vocabulary) => ScenarioStep[]>;

function success({ pending, running, succeeded, parts, announced }: Vocabulary): ScenarioStep[] {
  return [
    { at: 0, status: pending, ...announced },
    { at: 0.2, status: running, ...parts(30, 0) },
    { at: 0.4, status: running, ...parts(70, 20) },
    { at: 0.7, status: running, ...parts(100, 60) },
    { at: 1, ...succeeded, ...parts(100, 100) },
  ];
}

/** The scenarios of a service: those that it has all the words for, and reads as their names say. */
export function scenariosOf(service: Service): ScenarioName[] {
  const names = Object.keys(stepsOfScenario) as ScenarioName[];
  return names.filter((name) => isPlayable(name, service));
}

function isPlayable(name: ScenarioName, service: Service): boolean {
  const steps = stepsOf(name, HOUR, service);
  if (!steps.every(({ status, gone }) => status !== "" || gone)) {
    return false;
  }
  const job = { service, id: service.idPlaces.join("/"), projectId: "", type: "", steps, addedAt: 0 };
  const states = steps.map(({ after, gone }) =>
    gone ? service.definition.gone : stateIn(service.parse(bodyAt(job, after), undefined, (text) => text)),
  );
  const end = name === "failure" || name === "complete-with-failed-sub-job" ? "failed" : "succeeded";
  const isEnd = (state: string | undefined) => state === "succeeded" || state === "failed";
  return (
    states.findIndex(isEnd) === steps.length - 1 &&
    states.at(-1) === end &&
    (name !== "unknown-status" || states[1] === "unknown")
  );
}

function stateIn(parsed: ReturnType<Service["parse"]>): JobState | undefined {
  return "facts" in parsed ? parsed.facts.state : undefined;
}

/** The scenarios of each service. */
export function scenariosOfEach(services: Services): Readonly<Record<string, readonly ScenarioName[]>> {
  return Object.fromEntries(Object.values(services).map((service) => [service.name, scenariosOf(service)]));
}

/** The steps of one of the service's scenarios, stretched to `duration` milliseconds. */
export function stepsOf(name: ScenarioName, duration: number, service: Service): Step[] {
  const length = name === "slow" ? HOUR : duration;
  return stepsOfScenario[name](vocabularyOf(service)).map(({ at, status = "", ...step }) => ({
    after: Math.round(at * length),
    status,
    ...step,
  }));
}

/** For a service that has no status words, because only a 404 shows how a job ended. */
const DEFAULT_WORD = "RUNNING";

function vocabularyOf(service: Service): Vocabulary {
  const { fields, states, subJobs, gone } = service.definition;
  const { failure } = profileOf(service);
  const pending = wordFor(states, "pending");
  const running = wordFor(states, "running") ?? pending ?? DEFAULT_WORD;
  const partFields = subJobs?.fields ?? fields;
  const partStates = subJobs?.states ?? states;
  const finished = Object.keys(states).find((word) => typeof states[word] === "function");
  const end = (state: "succeeded" | "failed") =>
    gone === state ? ({ status: undefined, gone: true } as const) : { status: wordFor(states, state) ?? finished };
  return {
    pending: pending ?? running,
    running,
    unknown: newWord(states),
    succeeded: end("succeeded"),
    failed: end("failed"),
    finished: subJobs && finished,
    failure: { reason: fields.reason && failure.reason, code: fields.code && failure.code },
    announced: subJobs?.total === undefined ? {} : { subJobsTotal: 2 },
    parts: (...parts) =>
      subJobs ? { subJobs: parts.map((part) => subJobStep(part, partFields, partStates, failure)) } : {},
  };
}

function subJobStep(
  part: SubJobProgress,
  fields: FieldNames,
  states: Readonly<Record<string, StateMapping>>,
  failure: { readonly code?: string; readonly reason: string },
): SubJobStep {
  const isFailed = part === "failed";
  return {
    status: partWord(states, part),
    progress: fields.progress === undefined ? undefined : isFailed ? 60 : part,
    ...(isFailed && { reason: fields.reason && failure.reason, code: fields.code && failure.code }),
  };
}

function newWord(states: Readonly<Record<string, StateMapping>>, word = "SUSPENDED"): string {
  const isKnown = Object.keys(states).some((known) => known.trim().toUpperCase() === word);
  return isKnown ? newWord(states, `NOT_${word}`) : word;
}

function wordFor(states: Readonly<Record<string, StateMapping>>, state: JobState): string | undefined {
  return Object.keys(states).find((word) => states[word] === state);
}

/** If failure is spelled in several ways, sub-jobs use the last one: a reader must know them all. */
function partWord(states: Readonly<Record<string, StateMapping>>, part: SubJobProgress): string | undefined {
  if (part === "failed") {
    return Object.keys(states).findLast((word) => states[word] === "failed");
  }
  return wordFor(states, part === 0 ? "pending" : part === 100 ? "succeeded" : "running");
}
