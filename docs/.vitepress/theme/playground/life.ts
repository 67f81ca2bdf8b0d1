import { createJobsClient, type JobState } from "huaweicloud-jobs";
import { createSimulator, type NewJob, type SimulatorOptions } from "huaweicloud-jobs/simulator";
import type { LifeSpan } from "./events.ts";

const HOUR = 3_600_000;

interface Seen {
  readonly state: JobState;
  readonly progress?: number;
}

/** What a 404 means before a job was seen, and after it. */
const notYet: Seen = { state: "unknown" };
const gone: Seen = { state: "succeeded" };

/** Where ready-made scenarios may have a step: each twentieth of their length. */
const PARTS = 20;

/**
 * What a job does, whether or not anybody polls it: the same job is played on a simulator whose clock jumps from one
 * moment to the next.
 */
export async function lifeOf(job: NewJob<string>, services: SimulatorOptions["services"]): Promise<LifeSpan[]> {
  let now = 0;
  const clock = { now: () => now, sleep: async () => {} };
  const simulator = createSimulator({ services, clock });
  const jobs = createJobsClient({ ...simulator.clientOptions, retry: { maxAttempts: 1 } });
  const ref = simulator.addJob(job as NewJob<"dcs">);
  const life: LifeSpan[] = [];
  for (const from of momentsOf(job)) {
    now = from;
    const last = life.at(-1);
    const { state, progress } = await jobs.get(ref).catch(() => (last === undefined ? notYet : gone));
    if (last?.state !== state || last.progress !== progress) {
      life.push({ from, state, progress });
    }
  }
  return life;
}

function momentsOf({ steps, scenario, duration = 5_000 }: NewJob<string>): number[] {
  const length = scenario === "slow" ? HOUR : duration;
  return steps === undefined
    ? Array.from({ length: PARTS + 1 }, (_, part) => Math.round((part / PARTS) * length))
    : [...new Set([0, ...steps.map(({ after }) => after)])];
}
