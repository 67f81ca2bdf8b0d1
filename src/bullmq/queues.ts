import type { ConnectionOptions } from "bullmq";
import type { CheckedRef } from "../services/job-ref.ts";

/** Where Redis is. */
export interface RedisOptions {
  /** As BullMQ takes it: options for ioredis (`host`, `port`, `password`, `tls`, …), or an ioredis instance. */
  readonly connection: ConnectionOptions;
}

/** The BullMQ queue of a service: each has its own, since each has its own rate limit. */
export function queueName(service: string): string {
  return `huaweicloud-jobs-${service}`;
}

/** The same for two references to one job, which is why there is one wait for it. */
export function waitId({ projectId, id }: CheckedRef): string {
  return `${projectId}/${id}`;
}
