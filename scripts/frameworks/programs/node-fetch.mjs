import { deepStrictEqual } from "node:assert";
import { createServer } from "node:http";
import { createJobsClient } from "huaweicloud-jobs";

const { default: fetch } = await import(process.argv[2]);
const bodies = {
  good: '{"job_id":"good","status":"SUCCESS"}',
  large: "x".repeat(2 ** 21),
  bad: '{"error_code":"A.1"}',
};
const server = createServer((request, response) => {
  const id = request.url.split("/").at(-1);
  response.writeHead(id === "bad" ? 403 : 200).end(bodies[id]);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const jobs = createJobsClient({
  endpoints: { dcs: `http://127.0.0.1:${server.address().port}` },
  projectId: "p",
  credentials: { token: "a-token" },
  retry: { maxAttempts: 1 },
  fetch,
});
const said = (id) =>
  jobs.get({ service: "dcs", id }).then(
    (job) => job.state,
    (error) => error.name,
  );
const params = { path: { project_id: "p", job_id: "good" } };
const { data } = await jobs.clients.dcs.GET("/v2/{project_id}/jobs/{job_id}", { params });
deepStrictEqual(
  [await said("good"), await said("large"), await said("bad"), data.status],
  ["succeeded", "InvalidResponseError", "PermissionError", "SUCCESS"],
);
server.close();
server.closeAllConnections();
