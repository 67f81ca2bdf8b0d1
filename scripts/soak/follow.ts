/** Follows the jobs of a plan with the package, and compares what comes of it with what was to come. */
import { getEventListeners } from "node:events";
import { call } from "./call.ts";
import { createMeasuredClient, type Endpoint, type Gauges } from "./client.ts";
import type { Plan, PlannedJob } from "./plan.ts";
import type { Caller, Outcome } from "./stories.ts";

/** A call that ended in another way than it was to. */
interface Surprise {
  readonly job: string;
  readonly way: Caller["way"];
  readonly expected: Outcome;
  readonly actual: Outcome;
}

/** What came of a run. */
export interface Followed {
  /** How many calls ended how. */
  readonly actual: Readonly<Record<Outcome, number>>;
  readonly surprises: readonly Surprise[];
  /** How long after the end of each job its first caller knew of it, in milliseconds. */
  readonly lateness: readonly number[];
  /** Left behind on the callers' signals. */
  readonly listeners: number;
}

/** Where a run takes place. */
export interface Place extends Endpoint {
  /** When the run begins, in milliseconds since the epoch. */
  readonly beginsAt: number;
  /** How long after the run whoever still waits is given up, in milliseconds. */
  readonly patience: number;
}

/** A call that has not ended yet. */
interface Pending {
  readonly job: PlannedJob;
  readonly caller: Caller;
}

/** What a call comes to that goes on for longer than any deadline. */
const NEVER = "no end";

/** Never rejects: whatever goes wrong with a call is its outcome. */
export async function follow(plan: Plan, place: Place, gauges: Gauges): Promise<Followed> {
  const { beginsAt, clock } = place;
  const jobs = createMeasuredClient(plan, place, gauges);
  const everyone = new AbortController();
  const { signal } = everyone;
  const actual: Record<Outcome, number> = {};
  const surprises: Surprise[] = [];
  const lateness = new Float64Array(plan.jobs.length).fill(Number.NaN);
  const pending = new Set<Pending>();
  let listeners = 0;

  function note({ service, id }: PlannedJob, { way, expected }: Caller, outcome: Outcome): void {
    actual[outcome] = (actual[outcome] ?? 0) + 1;
    if (outcome !== expected) {
      surprises.push({ job: `${service}/${id}`, way, expected, actual: outcome });
    }
  }

  async function answer(job: PlannedJob, caller: Caller): Promise<void> {
    const own = { job, caller };
    pending.add(own);
    const called = await call(job, caller, { jobs, clock, interval: plan.interval, signal });
    listeners += called.listeners;
    if (pending.delete(own)) {
      note(job, caller, called.outcome);
    }
  }

  async function begin(job: PlannedJob, index: number): Promise<void> {
    gauges.open += 1;
    const [first, ...others] = job.callers.map((caller) => answer(job, caller));
    await first;
    if (isSeenToEnd(job)) {
      lateness[index] = clock.now() - beginsAt - job.endsAt;
    }
    await Promise.all(others);
    gauges.open -= 1;
  }

  async function untilAllEnd(): Promise<void> {
    while (pending.size > 0 && clock.now() < beginsAt + plan.length + place.patience) {
      await clock.sleep(plan.length / 300);
    }
  }

  for (const [index, job] of plan.jobs.entries()) {
    for (let left = untilStart(job); left > 0; left = untilStart(job)) {
      await clock.sleep(left);
    }
    begin(job, index);
  }
  await untilAllEnd();
  for (const { job, caller } of pending) {
    note(job, caller, NEVER);
  }
  pending.clear();
  listeners += getEventListeners(signal, "abort").length;
  everyone.abort();
  return {
    actual,
    surprises,
    lateness: [...lateness].filter((late) => !Number.isNaN(late)),
    listeners,
  };

  function untilStart({ startsAt }: PlannedJob): number {
    return beginsAt + startsAt - clock.now();
  }
}

/** Whether its first caller stays until the job is over. */
function isSeenToEnd({ callers: [first] }: PlannedJob): boolean {
  return first?.expected === "succeeded" || first?.expected === "failed";
}
