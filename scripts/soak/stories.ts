/** What may happen to a job, and what its callers shall come to. */
import type { ServiceName } from "../../src/services/index.ts";
import { type ScenarioName, scenarios } from "../../src/simulator/index.ts";
import { type Refusal, refusals } from "./faults.ts";

/** How a call ends: with the state of its job, or the name of an error; or its caller ends it. */
export type Outcome = string;

/** Someone who waits for a job. Durations are milliseconds. */
export interface Caller {
  readonly way: "wait" | "watch" | "waitAll";
  readonly expected: Outcome;
  readonly timeout: number;
  /** When it aborts. */
  readonly abortAfter?: number;
  readonly notFoundGrace?: number;
  readonly onUnknownStatus?: "fail";
  /** Whether it leaves the loop of `watch` at the first answer. */
  readonly leaves?: boolean;
}

/** What happens to one job. */
export interface Story {
  /** How the simulator plays it; `stuck` has a status that nobody documented, and no end. */
  readonly scenario: ScenarioName | "stuck";
  /** How long the scenario takes, in milliseconds. */
  readonly lasts: number;
  /** For so long the job is not visible, in milliseconds. */
  readonly hiddenFor?: number;
  /** What all requests meet from one of them on. */
  readonly refusal?: { readonly from: number; readonly by: Refusal };
  readonly callers: readonly Caller[];
}

/** What a story is made with. */
export interface Cast {
  readonly random: () => number;
  readonly service: ServiceName;
  /** How long the job takes if it ends, in milliseconds. */
  readonly lasts: number;
}

const HOUR = 3_600_000;

/** The stories and the share of jobs that each of them gets. */
export const stories: readonly { readonly share: number; readonly tell: (cast: Cast) => Story }[] = [
  { share: 0.12, tell: (cast) => ({ ...ending(cast, failing), callers: [caller(cast, "failed")] }) },
  { share: 0.08, tell: (cast) => ({ ...ending(cast, succeeding), callers: several(cast) }) },
  { share: 0.05, tell: refused },
  { share: 0.04, tell: hidden },
  { share: 0.04, tell: (cast) => ({ ...endless, callers: [impatient(cast, cast.lasts)] }) },
  { share: 0.04, tell: (cast) => ({ ...endless, callers: [aborting(cast, cast.lasts)] }) },
  { share: 0.02, tell: undocumented },
  { share: 0.02, tell: (cast) => ({ ...endless, callers: [{ ...caller(cast, "left"), way: "watch", leaves: true }] }) },
];

/** What happens to all other jobs: they end well. */
export function ordinary(cast: Cast): Story {
  return { ...ending(cast, succeeding), callers: [caller(cast, "succeeded")] };
}

const failing: readonly ScenarioName[] = ["failure", "complete-with-failed-sub-job"];
const succeeding: readonly ScenarioName[] = ["success", "unknown-status", "complete-with-open-sub-jobs"];

/** No run lasts so long. */
const endless = { scenario: "slow", lasts: HOUR } as const;

/** One of the scenarios, as far as the service has it. */
function ending({ random, service, lasts }: Cast, wanted: readonly ScenarioName[]) {
  const known = scenarios[service].filter((name) => wanted.includes(name));
  return { scenario: pick(random, known), lasts };
}

function refused(cast: Cast): Story {
  const { random } = cast;
  const by = pick(random, Object.keys(refusals) as Refusal[]);
  const from = 1 + Math.floor(random() * 3);
  return { ...endless, refusal: { from, by }, callers: [caller(cast, refusals[by].expected)] };
}

function hidden(cast: Cast): Story {
  const callers = [{ ...caller(cast, "succeeded"), notFoundGrace: HOUR }];
  return { ...ending(cast, succeeding), hiddenFor: cast.lasts / 4, callers };
}

function undocumented(cast: Cast): Story {
  const callers = [{ ...caller(cast, "InvalidResponseError"), onUnknownStatus: "fail" as const }];
  return { scenario: "stuck", lasts: HOUR, callers };
}

/** One who stays to the end, and others, some of whom go before. */
function several(cast: Cast): Caller[] {
  const { random, lasts } = cast;
  const early = lasts * 0.3;
  const others = [caller(cast, "succeeded"), aborting(cast, early), impatient(cast, early)];
  const more = Array.from({ length: Math.floor(random() * 3) }, () => pick(random, others));
  return [caller(cast, "succeeded"), pick(random, others), ...more];
}

function aborting(cast: Cast, abortAfter: number): Caller {
  return { ...caller(cast, "aborted"), abortAfter };
}

function impatient(cast: Cast, timeout: number): Caller {
  return { ...caller(cast, "WaitTimeoutError"), timeout };
}

function caller({ random }: Cast, expected: Outcome): Caller {
  const way = pick(random, ["wait", "wait", "wait", "watch", "waitAll"] as const);
  return { way, expected, timeout: Number.POSITIVE_INFINITY };
}

function pick<T>(random: () => number, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)] as T;
}
