/**
 * Waits that outlive a process, on BullMQ and Redis.
 *
 * @module huaweicloud-jobs/bullmq
 */
export type { ErrorJson } from "../errors/to-json.ts";
export type { DurableWaitOptions } from "./enqueue.ts";
export type { DurableJob, DurableOutcome, WaitEvent } from "./outcome.ts";
export type { PlaceOptions } from "./place.ts";
export { RedisError } from "./redis-errors.ts";
export type { RedisOptions } from "./redis-options.ts";
export { openWaits, type Waits, type WaitsOptions } from "./waits.ts";
export { type ServedQueue, startWaitWorker, type WaitWorker, type WaitWorkerOptions } from "./worker.ts";
