/**
 * Waits that outlive a process, on BullMQ and Redis.
 *
 * @module huaweicloud-jobs/bullmq
 */
import { services } from "../services/index.ts";
import { makeWaits, type WaitsOf, type WaitsOptions } from "./waits.ts";
import { makeWaitWorker } from "./worker.ts";

/** The waits that Redis keeps, and how they end. */
export interface Waits extends WaitsOf<typeof services> {}

/**
 * Opens the waits: to put references in, and to hear how they end. No credentials are needed for that.
 *
 * @throws ConfigurationError when an option is wrong
 * @example
 * ```ts
 * const waits = openWaits({ connection: { host: "redis" }, projectId });
 * await waits.add([{ service: "dcs", id }], { timeout: 7_200_000 });
 * const { job, error } = await waits.outcome({ service: "dcs", id });
 * await waits.close();
 * ```
 */
export const openWaits: (options: WaitsOptions) => Waits = makeWaits(services);

/**
 * Starts a worker that polls the jobs which were put in, together with all other workers on the same Redis. Due times and
 * deadlines are points in time, so that the clocks of the machines have to agree, to a second or so.
 *
 * @throws ConfigurationError when an option is missing or wrong
 * @example
 * ```ts
 * const worker = startWaitWorker({
 *   connection: { host: "redis" },
 *   cloud: "otc",
 *   region: "eu-de",
 *   credentials: credentialsFromEnv(process.env),
 *   rateLimit: { requestsPerSecond: 20 },
 * });
 * process.once("SIGTERM", () => worker.close());
 * ```
 */
export const startWaitWorker = makeWaitWorker(services);

export type { ErrorJson } from "../errors/to-json.ts";
export type { DurableWaitOptions } from "./enqueue.ts";
export type { DurableJob, DurableOutcome, WaitEvent } from "./outcome.ts";
export type { RedisOptions } from "./queues.ts";
export type { WaitsOf, WaitsOptions } from "./waits.ts";
export type { WaitWorker, WaitWorkerOptions } from "./worker.ts";
