/** Plays the jobs of a plan in the simulator, with their faults. */

import { resolveServices } from "../../src/services/index.ts";
import type { Service } from "../../src/services/service.ts";
import { createSimulator, type FaultKind, type Simulator, type Step } from "../../src/simulator/index.ts";
import { stepsOf } from "../../src/simulator/scenarios.ts";
import type { Clock } from "../../src/util/clock.ts";
import { passingFaults, refusals } from "./faults.ts";
import { indexOf, type Plan, type PlannedJob, RATE } from "./plan.ts";

/** What the simulator has seen of a run. */
export interface Seen {
  /** How many requests met which fault by chance. */
  readonly faults: Readonly<Record<string, number>>;
  /** How many met which refusal, which ends a wait. */
  readonly refusals: Readonly<Record<string, number>>;
  /** How many requests there were about each job. */
  readonly requests: readonly number[];
}

/** A plan that is being played. */
export interface Play {
  /** To be listened for. */
  readonly simulator: Simulator;
  /** When the run begins, in milliseconds since the epoch. */
  readonly beginsAt: number;
  seen(): Seen;
}

/** @param delay - how long until the run begins, in milliseconds */
export function play(plan: Plan, clock: Clock, delay: number): Play {
  const addedAt = clock.now();
  let isComplete = false;
  // All jobs are added at the same moment, however long that takes.
  const simulator = createSimulator({ clock: { ...clock, now: () => (isComplete ? clock.now() : addedAt) } });
  for (const job of plan.jobs) {
    const lead = delay + job.startsAt + (job.hiddenFor ?? 0);
    const steps = stepsFor(job).map((step) => ({ ...step, after: lead + step.after }));
    simulator.addJob({ service: job.service, id: job.id, steps });
  }
  isComplete = true;
  const draws = plan.jobs.map((_, index) => passingFaults(plan.seed, index));
  const seen = { faults: {}, refusals: {}, requests: plan.jobs.map(() => 0) };

  /** What the next request about a job meets. */
  function nextFault(index: number): FaultKind | "redirect" | undefined {
    const number = (seen.requests[index] ?? 0) + 1;
    seen.requests[index] = number;
    const refusal = plan.jobs[index]?.refusal;
    const isRefused = refusal !== undefined && number >= refusal.from;
    const fault = isRefused ? refusals[refusal.by].fault : draws[index]?.();
    if (fault !== undefined) {
      add(isRefused ? seen.refusals : seen.faults, fault === "redirect" ? fault : fault.kind);
    }
    return fault;
  }

  const fetch: Simulator["fetch"] = async (input, init) => {
    const { pathname } = new URL(String(input));
    const id = pathname.slice(pathname.lastIndexOf("/") + 1);
    const fault = nextFault(indexOf(id));
    if (fault === "redirect") {
      return new Response(null, { status: 302, headers: { Location: "https://elsewhere.invalid/" } });
    }
    if (fault !== undefined) {
      simulator.injectFault({ ...fault, id });
    }
    const answer = await simulator.fetch(input, init);
    return fault?.kind === "throttled" ? withOwnLimit(answer) : answer;
  };
  return { simulator: { ...simulator, fetch }, beginsAt: addedAt + delay, seen: () => seen };
}

function add(counts: Record<string, number>, kind: string): void {
  counts[kind] = (counts[kind] ?? 0) + 1;
}

const services = resolveServices(undefined);

function stepsFor({ service, scenario, lasts }: PlannedJob): readonly Step[] {
  return scenario === "stuck"
    ? [{ after: 0, status: "SUSPENDED" }]
    : stepsOf(scenario, lasts, services[service] as Service);
}

/** The limit that the simulator names, as real gateways do, would make ten thousand jobs last for days. */
async function withOwnLimit(answer: Response): Promise<Response> {
  const text = await answer.text();
  return new Response(text.replace(/limit:.*minute/, `limit:${RATE},time:1 second`), answer);
}
