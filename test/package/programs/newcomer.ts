/** A first program with a service of one's own: it fetches a job from a simulator. */
import { createJobsClient, defineService, type Job } from "huaweicloud-jobs";
import { createSimulator } from "huaweicloud-jobs/simulator";

const ecs = defineService({
  path: "/v1/{project_id}/jobs/{job_id}",
  hosts: { prefix: "ecs" },
  fields: { id: "job_id", type: "job_type", status: "status", code: "error_code", reason: "fail_reason" },
  states: { INIT: "pending", RUNNING: "running", SUCCESS: "succeeded", FAIL: "failed" },
});

const simulator = createSimulator({ services: { ecs } });
const { id } = simulator.addJob({ service: "ecs", scenario: "success", duration: 0 });

const jobs = createJobsClient(simulator.clientOptions);
const job: Job<"ecs", { ecs: typeof ecs }> = await jobs.get({ service: "ecs", id });
// biome-ignore lint/suspicious/noConsole: nothing else shows the result
console.log(`${job.service}: ${job.state} (${job.status})`);
