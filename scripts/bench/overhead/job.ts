/** The job that every program requests. */
export const job = {
  projectId: "5f1e2d3c4b5a69788796a5b4c3d2e1f0",
  id: "8a1c6b7e4f2d4c0e9b3a5d6f7e8c9b0a",
  status: "SUCCESS",
} as const;

/** The paths of DCS and of the vendor's ECS client, for which the server has the same response. */
export const dcsPath = `/v2/${job.projectId}/jobs/${job.id}`;
export const ecsPath = `/v1/${job.projectId}/jobs/${job.id}`;

/** The body of the response. */
export const body = JSON.stringify({
  job_id: job.id,
  job_type: "createDCSInstance",
  status: job.status,
  begin_time: "1767225600000",
  end_time: "1767225660000",
});
