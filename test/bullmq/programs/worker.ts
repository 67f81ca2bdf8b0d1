/** A worker for durable waits in a process of its own; it says when it has begun. */
import { startWaitWorker } from "../../../src/bullmq/index.ts";

/** What the worker is given, as JSON in its one argument. */
export type WorkerArgument = Pick<
  Parameters<typeof startWaitWorker>[0],
  "connection" | "endpoints" | "credentials" | "rateLimit"
> & {
  /** By how much its clock is ahead, in milliseconds. */
  readonly skew?: number;
};

const { skew = 0, ...options } = JSON.parse(`${process.argv[2]}`) as WorkerArgument;
const { now } = Date;
Date.now = () => now() + skew;
startWaitWorker({ ...options, onRedisError: () => {} });
process.once("disconnect", () => process.exit());
process.send?.("ready");
