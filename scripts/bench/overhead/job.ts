/** The job that everyone asks for. */
export const job = {
  projectId: "5f1e2d3c4b5a69788796a5b4c3d2e1f0",
  id: "8a1c6b7e4f2d4c0e9b3a5d6f7e8c9b0a",
  status: "SUCCESS",
} as const;

/** Where DCS has its jobs, and where the vendor's ECS client looks for them: the server answers both alike. */
export const dcsPath = `/v2/${job.projectId}/jobs/${job.id}`;
export const ecsPath = `/v1/${job.projectId}/jobs/${job.id}`;

/** What the server answers. */
export const body = JSON.stringify({
  job_id: job.id,
  job_type: "createDCSInstance",
  status: job.status,
  begin_time: "1767225600000",
  end_time: "1767225660000",
});
