/** A worker for durable waits in a process of its own; asked, it tells what it has used of the CPU since its start, in milliseconds. */

import { startWaitWorker } from "../../../src/bullmq/index.ts";
import type { JobsClientOptions } from "../../../src/index.ts";

/** What a worker is told, as JSON in its one argument. */
export interface Orders {
  readonly redis: { readonly host: string; readonly port: number };
  readonly endpoints: NonNullable<JobsClientOptions["endpoints"]>;
  readonly credentials: { readonly token: string };
  readonly requestsPerSecond: number;
}

const { redis, endpoints, credentials, requestsPerSecond }: Orders = JSON.parse(`${process.argv[2]}`);
const began = process.cpuUsage();
startWaitWorker({ connection: redis, endpoints, credentials, rateLimit: { requestsPerSecond } });

process.on("message", () => {
  const { user, system } = process.cpuUsage(began);
  process.send?.((user + system) / 1_000);
});
process.once("disconnect", () => process.exit());
process.send?.("ready");
