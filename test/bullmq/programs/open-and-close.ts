/** Opens waits and a worker on the Redis at the given port, puts a wait in, and closes everything. */
import { setTimeout as pause } from "node:timers/promises";
import { openWaits, startWaitWorker } from "../../../src/bullmq/index.ts";

const connection = { host: "127.0.0.1", port: Number(process.argv[2]) };
const endpoints = { dcs: "https://dcs.test" };
const waits = openWaits({ connection, endpoints, projectId: "p" });
const worker = startWaitWorker({
  connection,
  endpoints,
  credentials: { token: "t" },
  rateLimit: { requestsPerSecond: 10 },
  fetch: () => new Promise(() => {}),
});
const ref = { service: "dcs", id: "job" } as const;
const added = waits.add([ref]).then(
  () => waits.outcome(ref),
  () => {},
);
added.catch(() => {});
await pause(300);
await Promise.all([worker.close(), waits.close()]);
