import { strictEqual } from "node:assert";
import { openWaits, startWaitWorker } from "huaweicloud-jobs/bullmq";

const connection = { host: "127.0.0.1", port: Number(process.argv[2]) };
const ref = { service: "dcs", id: "1" };
const answers = ["RUNNING", "RUNNING", "SUCCESS"];
const place = { endpoints: { dcs: "https://dcs.test" } };
const waits = openWaits({ connection, ...place, projectId: "p" });
const worker = startWaitWorker({
  connection,
  ...place,
  credentials: { token: "a-token" },
  rateLimit: { requestsPerSecond: 100 },
  fetch: async () => new Response(JSON.stringify({ job_id: "1", status: answers.shift() ?? "SUCCESS" })),
});
await waits.add([ref], { interval: { min: 20, max: 40 } });
strictEqual((await waits.outcome(ref)).job?.state, "succeeded");
await worker.close();
await waits.close();
