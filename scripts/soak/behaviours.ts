/** What can happen to a job, and how its callers' calls then have to end. */
import type { ScenarioName } from "../../src/simulator/index.ts";
import { type Refusal, refusals } from "./faults.ts";
import { type ServiceName, scenarios } from "./services.ts";

/** How a call ends: the state of its job, the name of an error, or how its caller gave it up. */
export type CallResult = string;

/** Someone who waits for a job. Durations are in milliseconds. */
export interface Caller {
  readonly method: "wait" | "watch" | "waitAll";
  readonly expected: CallResult;
  readonly timeout: number;
  readonly abortAfter?: number;
  readonly notFoundGrace?: number;
  readonly onUnknownStatus?: "fail";
  /** Whether it leaves the loop of `watch` after the first value. */
  readonly leaves?: boolean;
}

/** What happens to one job. Durations are in milliseconds. */
export interface Behaviour {
  /** How the simulator plays it; `stuck` has an undocumented status and does not end. */
  readonly scenario: ScenarioName | "stuck";
  readonly duration: number;
  /** How long the service does not know the job. */
  readonly hiddenFor?: number;
  /** The fault of all requests from the one with this number on. */
  readonly refusal?: { readonly from: number; readonly by: Refusal };
  readonly callers: readonly Caller[];
}

/** What a behaviour is derived from. */
export interface Draw {
  readonly random: () => number;
  readonly service: ServiceName;
  /** How long the job takes if it ends. */
  readonly duration: number;
}

const HOUR = 3_600_000;

/** The behaviours and their shares of all jobs; the remaining jobs succeed and have one caller. */
const behaviours: readonly (readonly [share: number, create: (draw: Draw) => Behaviour])[] = [
  [0.12, (draw) => ({ ...ending(draw, failing), callers: [caller(draw, "failed")] })],
  [0.08, (draw) => ({ ...ending(draw, succeeding), callers: severalCallers(draw) })],
  [0.05, refused],
  [0.04, hidden],
  [0.04, (draw) => ({ ...endless, callers: [timingOut(draw, draw.duration)] })],
  [0.04, (draw) => ({ ...endless, callers: [aborting(draw, draw.duration)] })],
  [0.02, undocumented],
  [0.02, (draw) => ({ ...endless, callers: [{ ...caller(draw, "left"), method: "watch", leaves: true }] })],
];

export function drawBehaviour(draw: Draw): Behaviour {
  let rest = draw.random();
  for (const [share, create] of behaviours) {
    rest -= share;
    if (rest < 0) {
      return create(draw);
    }
  }
  return { ...ending(draw, succeeding), callers: [caller(draw, "succeeded")] };
}

const failing: readonly ScenarioName[] = ["failure", "complete-with-failed-sub-job"];
const succeeding: readonly ScenarioName[] = ["success", "unknown-status", "complete-with-open-sub-jobs"];

/** Longer than any run. */
const endless = { scenario: "slow", duration: HOUR } as const;

/** One of the scenarios that the service supports. */
function ending({ random, service, duration }: Draw, wanted: readonly ScenarioName[]) {
  const supported = wanted.filter((name) => scenarios[service].includes(name));
  return { scenario: pick(random, supported), duration };
}

function refused(draw: Draw): Behaviour {
  const { random } = draw;
  const by = pick(random, Object.keys(refusals) as Refusal[]);
  const from = 1 + Math.floor(random() * 3);
  return { ...endless, refusal: { from, by }, callers: [caller(draw, refusals[by].expected)] };
}

function hidden(draw: Draw): Behaviour {
  const callers = [{ ...caller(draw, "succeeded"), notFoundGrace: HOUR }];
  return { ...ending(draw, succeeding), hiddenFor: draw.duration / 4, callers };
}

function undocumented(draw: Draw): Behaviour {
  const callers = [{ ...caller(draw, "InvalidResponseError"), onUnknownStatus: "fail" as const }];
  return { scenario: "stuck", duration: HOUR, callers };
}

/** One who stays to the end, and others, some of whom stop early. */
function severalCallers(draw: Draw): Caller[] {
  const { random, duration } = draw;
  const early = duration * 0.3;
  const others = [caller(draw, "succeeded"), aborting(draw, early), timingOut(draw, early)];
  return [
    caller(draw, "succeeded"),
    ...Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(random, others)),
  ];
}

function aborting(draw: Draw, abortAfter: number): Caller {
  return { ...caller(draw, "aborted"), abortAfter };
}

function timingOut(draw: Draw, timeout: number): Caller {
  return { ...caller(draw, "WaitTimeoutError"), timeout };
}

function caller({ random }: Draw, expected: CallResult): Caller {
  const method = pick(random, ["wait", "wait", "wait", "watch", "waitAll"] as const);
  return { method, expected, timeout: Number.POSITIVE_INFINITY };
}

function pick<T>(random: () => number, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)] as T;
}
