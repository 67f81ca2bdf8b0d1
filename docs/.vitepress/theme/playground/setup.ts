import type { Choices } from "./choices.ts";

const MINUTE = 60_000;

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
  fields: { id: "job_id", status: "status", startedAt: "begin_time", reason: "fail_reason" },
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
