/** What one can choose in the playground, and the program that this makes. */
import type { ServiceName } from "huaweicloud-jobs";
import type { FaultKind, ScenarioName } from "huaweicloud-jobs/simulator";

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

export const serviceTitles: Readonly<Record<Choices["service"], string>> = {
  "sfs-turbo": "SFS Turbo",
  workspace: "Workspace",
  dcs: "DCS",
  ecs: "ECS, a row of your own",
};

export const scenarioTitles: Readonly<Record<ScenarioName, string>> = {
  success: "succeeds",
  failure: "fails",
  slow: "succeeds after an hour",
  "unknown-status": "shows an undocumented status",
  "complete-with-open-sub-jobs": "COMPLETE, sub-jobs still open",
  "complete-with-failed-sub-job": "COMPLETE, a sub-job failed",
};

export const faultTitles: Readonly<Record<Choices["fault"], string>> = {
  none: "none",
  throttled: "429, throttled",
  "server-error": "500 from the service",
  "gateway-error": "503 from the gateway",
  reset: "connection reset",
  hang: "no response",
  html: "an HTML page from a proxy",
  truncated: "half a body",
  empty: "an empty body",
  "another-job": "the body of another job",
  "expired-token": "401, expired token",
  "iam-error": "401 from IAM",
};

const MINUTE = 60_000;

export const durations: readonly number[] = [30_000, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, 60 * MINUTE];

export const faultMoments: readonly { readonly at: number; readonly title: string }[] = [
  { at: 0, title: "at the start" },
  { at: 0.25, title: "after a quarter" },
  { at: 0.5, title: "half-way" },
  { at: 0.9, title: "shortly before the end" },
];

export const retryAfters: readonly number[] = [0, 10, 30, 60];

/** The part of the program that one edits. */
export const programs = {
  wait: {
    title: "wait for a job",
    code: `const done = await jobs.wait(ref, {
  timeout: 7_200_000, // two hours
  onUpdate: (job) => console.log(job.state, job.status),
});
console.log("done:", done.state, done.endedAt);`,
  },
  watch: {
    title: "watch its changes",
    code: `for await (const job of jobs.watch(ref, { timeout: 7_200_000 })) {
  console.log(job.state, job.progress ?? "", job.error ?? "");
}`,
  },
  waitAll: {
    title: "wait for many jobs",
    code: `const { service } = ref;
const refs = [1, 2, 3, 4].map((part) =>
  simulator.addJob({ service, scenario: "success", duration: part * 120_000 }),
);
const outcomes = await jobs.waitAll([ref, ...refs], { timeout: 7_200_000 });
for (const { ref, job, error } of outcomes) {
  console.log(ref.id.slice(-4), job?.state ?? error?.name);
}`,
  },
  interval: {
    title: "poll more often",
    code: `const done = await jobs.wait(ref, {
  interval: { min: 2_000, max: 10_000 },
  timeout: 7_200_000,
});
console.log("done:", done.state);`,
  },
  timeout: {
    title: "give up, and go on later",
    code: `import { WaitTimeoutError } from "huaweicloud-jobs";

try {
  await jobs.wait(ref, { timeout: 60_000 });
} catch (error) {
  if (!(error instanceof WaitTimeoutError)) throw error;
  console.log("still", error.lastJob?.state, "after a minute");
}
await new Promise((resolve) => setTimeout(resolve, 120_000)); // do something else
const done = await jobs.wait(ref, { timeout: 7_200_000 });
console.log("done:", done.state);`,
  },
  get: {
    title: "get it once, with retries",
    code: `const job = await jobs.get(ref);
console.log(job.state, job.status, job.startedAt);`,
  },
} as const satisfies Record<string, { title: string; code: string }>;

export type ProgramName = keyof typeof programs;

/** The part of the program that the choices make; it runs anywhere as it is. */
export function setupOf({ service, scenario, duration, fault, faultAt, times, retryAfter }: Choices): string {
  const isOwn = service === "ecs";
  const length = scenario === "slow" ? "" : `, duration: ${number(duration)}`;
  const after = Math.round(faultAt * (scenario === "slow" ? 60 * MINUTE : duration));
  const inject = `simulator.injectFault({ ${[kindOf(fault, retryAfter), ...(times === 1 ? [] : [`times: ${times}`])].join(", ")} })`;
  return [
    `import { createJobsClient${isOwn ? ", defineService" : ""} } from "huaweicloud-jobs";`,
    `import { createSimulator } from "huaweicloud-jobs/simulator";`,
    "",
    ...(isOwn ? [OWN_ROW] : []),
    `const simulator = createSimulator(${isOwn ? "{ services: { ecs } }" : ""});`,
    "const jobs = createJobsClient(simulator.clientOptions);",
    `const ref = simulator.addJob({ service: "${service}", scenario: "${scenario}"${length} });`,
    ...(fault === "none" ? [] : [after === 0 ? `${inject};` : `setTimeout(() => ${inject}, ${number(after)});`]),
    "",
  ].join("\n");
}

const OWN_ROW = `const ecs = defineService({
  path: "/v1/{project_id}/jobs/{job_id}",
  hosts: { prefix: "ecs" },
  fields: { id: "job_id", type: "job_type", status: "status", startedAt: "begin_time", reason: "fail_reason" },
  states: { INIT: "pending", RUNNING: "running", SUCCESS: "succeeded", FAIL: "failed" },
});`;

function kindOf(fault: Choices["fault"], retryAfter: number): string {
  const more =
    fault === "throttled" && retryAfter > 0
      ? `, retryAfter: ${retryAfter}`
      : fault === "gateway-error"
        ? ', status: 503, code: "APIGW.0613", message: "IAM is unavailable"'
        : "";
  return `kind: "${fault}"${more}`;
}

/** A number as one writes it in code: `600_000`. */
const number = (value: number): string => String(value).replaceAll(/\B(?=(\d{3})+$)/g, "_");

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

/** A duration as the choices show it. */
export const lengthOf = (ms: number): string =>
  ms < MINUTE ? `${ms / 1_000} seconds` : ms < 60 * MINUTE ? `${ms / MINUTE} minutes` : "1 hour";
