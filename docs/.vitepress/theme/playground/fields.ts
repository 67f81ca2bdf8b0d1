/** The form in which one chooses. */
import type { ScenarioName } from "huaweicloud-jobs/simulator";
import { type Choices, scenariosByService } from "./choices.ts";
import { programs } from "./programs.ts";

export interface Field {
  readonly name: keyof Choices;
  readonly label: string;
  readonly options: readonly { readonly value: string | number; readonly title: string }[];
}

/** The fields that matter for these choices, in order. */
export function fieldsOf({ service, scenario, duration, fault }: Choices): Field[] {
  const isSlow = scenario === "slow";
  const hasFault = fault !== "none";
  return [
    { name: "service", label: "Service", options: titled(serviceTitles) },
    {
      name: "scenario",
      label: "The job",
      options: scenariosByService[service].map((value) => ({ value, title: scenarioTitles[value] })),
    },
    {
      name: "duration",
      label: "It takes",
      options: isSlow
        ? [{ value: duration, title: "1 hour" }]
        : durations.map((ms) => ({ value: ms, title: lengthOf(ms) })),
    },
    { name: "fault", label: "Fault", options: titled(faultTitles) },
    ...(hasFault ? faultFields : []),
    ...(fault === "throttled" ? [retryAfterField] : []),
    {
      name: "program",
      label: "Program",
      options: Object.entries(programs).map(([value, { title }]) => ({ value, title })),
    },
  ];
}

const titled = (titles: Readonly<Record<string, string>>) =>
  Object.entries(titles).map(([value, title]) => ({ value, title }));

const serviceTitles: Readonly<Record<Choices["service"], string>> = {
  "sfs-turbo": "SFS Turbo",
  workspace: "Workspace",
  dcs: "DCS",
  ecs: "ECS, a row of your own",
};

const scenarioTitles: Readonly<Record<ScenarioName, string>> = {
  success: "succeeds",
  failure: "fails",
  slow: "succeeds after an hour",
  "unknown-status": "shows an undocumented status",
  "complete-with-open-sub-jobs": "COMPLETE, sub-jobs still open",
  "complete-with-failed-sub-job": "COMPLETE, a sub-job failed",
};

const faultTitles: Readonly<Record<Choices["fault"], string>> = {
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

const durations: readonly number[] = [30_000, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, 60 * MINUTE];

/** A duration as the choices show it. */
const lengthOf = (ms: number): string =>
  ms < MINUTE ? `${ms / 1_000} seconds` : ms < 60 * MINUTE ? `${ms / MINUTE} minutes` : "1 hour";

const faultFields: readonly Field[] = [
  {
    name: "faultAt",
    label: "It begins",
    options: [
      { value: 0, title: "at the start" },
      { value: 0.25, title: "after a quarter" },
      { value: 0.5, title: "half-way" },
      { value: 0.9, title: "shortly before the end" },
    ],
  },
  {
    name: "times",
    label: "Requests that fail",
    options: [1, 2, 3, 5, 10, 20].map((count) => ({ value: count, title: String(count) })),
  },
];

const retryAfterField: Field = {
  name: "retryAfter",
  label: "Retry-After",
  options: [0, 10, 30, 60].map((seconds) => ({ value: seconds, title: seconds === 0 ? "none" : `${seconds} s` })),
};
