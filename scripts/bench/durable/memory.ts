/** Waits for a crowd in memory, with one `waitAll`, beside which the durable waits are measured. */
import { createJobsClient } from "../../../src/index.ts";
import { type Begun, type Crowd, durationOf, idOf } from "../gateway/crowd.ts";
import type { Service } from "./service.ts";

/** What it is told. */
export interface Waiting extends Begun {
  readonly crowd: Crowd;
  readonly service: Service;
  readonly requestsPerSecond: number;
}

/** How it went. */
export interface Waited {
  readonly lateness: readonly number[];
  readonly failed: number;
  /** Milliseconds. */
  readonly cpu: number;
}

process.once("message", async ({ crowd, service, requestsPerSecond, startedAt }: Waiting) => {
  const began = process.cpuUsage();
  const jobs = createJobsClient({ ...service, rateLimit: { requestsPerSecond } });
  const lateness: number[] = [];
  const refs = Array.from({ length: crowd.size }, (_, index) => ({ service: "dcs", id: idOf(index) }) as const);
  const outcomes = await jobs.waitAll(refs, {
    onUpdate(job) {
      if (job.state === "succeeded") {
        lateness.push(Date.now() - startedAt - durationOf(Number(job.id), crowd));
      }
    },
  });
  const { user, system } = process.cpuUsage(began);
  const failed = outcomes.filter(({ job }) => job?.state !== "succeeded").length;
  process.send?.({ lateness, failed, cpu: (user + system) / 1_000 } satisfies Waited, () => process.exit());
});
process.send?.("ready");
