import { createJobsClient, credentialsFromEnv } from "huaweicloud-jobs";

const jobs = createJobsClient({
  cloud: "{cloud}",
  region: "{region}",
  projectId: "{project_id}",
  credentials: credentialsFromEnv(process.env), // OS_TOKEN, for example
});
const job = await jobs.wait({ service: "{service}", id: "{job_id}" });
console.log(job.state, job.endedAt);
