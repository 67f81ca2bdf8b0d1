/** Plays the jobs of a plan in the simulator, with their faults. */
import { createSimulator, type FaultKind, type Simulator } from "../../src/simulator/index.ts";
import type { Clock } from "../../src/util/clock.ts";
import { passingFaults, refusals } from "./faults.ts";
import { indexOf, type Plan, RATE } from "./plan.ts";
import { type OwnServices, ownServices } from "./services.ts";

/** The requests that arrived. */
export interface Traffic {
  /** How many requests met which fault by chance. */
  readonly faults: Readonly<Record<string, number>>;
  /** How many requests met which fault that ends a wait. */
  readonly refusals: Readonly<Record<string, number>>;
  /** How many requests there were for each job. */
  readonly requests: readonly number[];
}

export interface Simulation {
  /** To be listened for. */
  readonly simulator: Simulator<OwnServices>;
  readonly traffic: Traffic;
}

/** @param beginsAt - when the run begins, in milliseconds since the epoch */
export function simulate({ seed, jobs }: Plan, clock: Clock, beginsAt: number): Simulation {
  let jobBeginsAt: number | undefined;
  const simulator = createSimulator({
    services: ownServices,
    clock: { ...clock, now: () => jobBeginsAt ?? clock.now() },
  });
  for (const { service, id, scenario, duration, startsAt, hiddenFor = 0 } of jobs) {
    // The service does not know a job before its beginning.
    jobBeginsAt = beginsAt + startsAt + hiddenFor;
    const steps = [{ after: 0, status: "SUSPENDED" }];
    simulator.addJob({ service, id, ...(scenario === "stuck" ? { steps } : { scenario, duration }) });
  }
  jobBeginsAt = undefined;
  const nextPassingFault = jobs.map((_, index) => passingFaults(seed, index));
  const traffic = { faults: {}, refusals: {}, requests: jobs.map(() => 0) };

  /** The fault of the next request for a job. */
  function nextFault(index: number): FaultKind | "redirect" | undefined {
    const number = (traffic.requests[index] ?? 0) + 1;
    traffic.requests[index] = number;
    const refusal = jobs[index]?.refusal;
    const isRefused = refusal !== undefined && number >= refusal.from;
    const fault = isRefused ? refusals[refusal.by].fault : nextPassingFault[index]?.();
    if (fault !== undefined) {
      increment(isRefused ? traffic.refusals : traffic.faults, fault === "redirect" ? fault : fault.kind);
    }
    return fault;
  }

  const fetch: typeof simulator.fetch = async (input, init) => {
    const { pathname, searchParams } = new URL(String(input));
    const id = searchParams.get("id") ?? pathname.slice(pathname.lastIndexOf("/") + 1);
    const fault = nextFault(indexOf(id));
    if (fault === "redirect") {
      return new Response(null, { status: 302, headers: { Location: "https://elsewhere.invalid/" } });
    }
    if (fault !== undefined) {
      simulator.injectFault({ ...fault, id });
    }
    const response = await simulator.fetch(input, init);
    return fault?.kind === "throttled" ? withLimitOfRun(response) : response;
  };
  return { simulator: { ...simulator, fetch }, traffic };
}

export function increment(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

/** The limit that the simulator names by default would make ten thousand jobs last for days. */
async function withLimitOfRun(response: Response): Promise<Response> {
  const text = await response.text();
  return new Response(text.replace(/limit:.*minute/, `limit:${RATE},time:1 second`), response);
}
