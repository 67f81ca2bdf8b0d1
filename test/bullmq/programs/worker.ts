/** A worker for durable waits in a process of its own; it says when it has begun. */
import { startWaitWorker } from "../../../src/bullmq/index.ts";

/** What the worker is given, as JSON in its one argument. */
export type WorkerArgument = Pick<
  Parameters<typeof startWaitWorker>[0],
  "connection" | "endpoints" | "credentials" | "rateLimit"
>;

startWaitWorker(JSON.parse(`${process.argv[2]}`) as WorkerArgument);
process.once("disconnect", () => process.exit());
process.send?.("ready");
