/** What one can choose in the playground. */
import type { ServiceName } from "huaweicloud-jobs";
import type { FaultKind, ScenarioName } from "huaweicloud-jobs/simulator";
import type { ProgramName } from "./programs.ts";

export interface Choices {
  readonly service: ServiceName | "ecs";
  readonly scenario: ScenarioName;
  /** In milliseconds. */
  readonly duration: number;
  readonly fault: FaultKind["kind"] | "none";
  /** When the fault begins, as a share of the job's duration. */
  readonly faultAt: number;
  /** How many requests fail. */
  readonly times: number;
  /** What throttled responses ask for, in seconds; 0 for no such header. */
  readonly retryAfter: number;
  readonly program: ProgramName;
}

const common = ["success", "failure", "slow", "unknown-status"] as const satisfies ScenarioName[];

/** The services and their scenarios. `ecs` is one that the program itself describes. */
export const scenariosByService: Readonly<Record<Choices["service"], readonly ScenarioName[]>> = {
  "sfs-turbo": common,
  workspace: [...common, "complete-with-open-sub-jobs", "complete-with-failed-sub-job"],
  dcs: common,
  ecs: common,
};

const MINUTE = 60_000;

const plain: Choices = {
  service: "dcs",
  scenario: "success",
  duration: 10 * MINUTE,
  fault: "none",
  faultAt: 0,
  times: 1,
  retryAfter: 0,
  program: "wait",
};

/** Choices that show one thing each. The first one is where the playground begins. */
export const examples: readonly { readonly title: string; readonly choices: Choices }[] = [
  {
    title: "A throttled job",
    choices: { ...plain, service: "sfs-turbo", fault: "throttled", faultAt: 0.5, times: 2, retryAfter: 30 },
  },
  { title: "A whole hour", choices: { ...plain, scenario: "slow" } },
  {
    title: "An outage",
    choices: { ...plain, service: "workspace", fault: "server-error", faultAt: 0.25, times: 5 },
  },
  { title: "No response", choices: { ...plain, fault: "hang", faultAt: 0.25, times: 2 } },
  { title: "A failure", choices: { ...plain, scenario: "failure", duration: 2 * MINUTE } },
  { title: "Five jobs", choices: { ...plain, duration: 2 * MINUTE, program: "waitAll" } },
  { title: "A service of your own", choices: { ...plain, service: "ecs", duration: 2 * MINUTE, program: "watch" } },
];
