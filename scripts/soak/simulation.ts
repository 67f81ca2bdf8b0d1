/** The server of a run: plays the jobs of a plan, while one request in five goes wrong. */
import { createSimulator, type Simulator } from "../../src/simulator/index.ts";
import type { Clock } from "../../src/util/clock.ts";
import { createRandom } from "../seeded/random.ts";
import { passingKinds, type ReplyKind } from "../seeded/replies.ts";
import { createServer, type Exchange } from "../seeded/server.ts";
import { type OwnServices, ownServices, type ServerJob, services, wordOf } from "../seeded/services.ts";
import type { World } from "../seeded/world.ts";
import { indexOf, type Plan, type PlannedJob } from "./plan.ts";

/** The share of requests that meet a fault by chance. */
export const FAULTS = 0.2;

/** The share of throttling among faults. It is small, since the client answers each with a pause of a whole service. */
const THROTTLING = 0.015;

const refusals = ["401", "401 page"] as const;

/** The listener sends a response whole, or breaks the connection; names are resolved elsewhere. */
const unsendable: readonly ReplyKind[] = ["200 cut short", "503 cut short", "body hangs", "host not found"];

/** A wait survives these, which are equally likely but for the throttling; a 401, since the credential is renewed. */
export const faultKinds: readonly ReplyKind[] = [
  ...passingKinds.filter((kind) => kind !== "job" && !unsendable.includes(kind)),
  ...refusals,
];

/** The requests that arrived. */
export interface Traffic {
  /** How many requests met which fault by chance. */
  readonly faults: Readonly<Record<string, number>>;
  /** How many requests there were for each job. */
  readonly requests: readonly number[];
}

interface Simulation {
  /** To be listened for. */
  readonly simulator: Simulator<OwnServices>;
  readonly traffic: Traffic;
}

/** The time of a run. @param beginsAt - in milliseconds since the epoch */
export function timeOf(clock: Clock, beginsAt: number): Pick<World, "now" | "moment" | "clock" | "sleep"> {
  const now = () => clock.now() - beginsAt;
  return {
    get now() {
      return now();
    },
    moment: () => ({ at: now(), tick: 0 }),
    clock,
    sleep: clock.sleep,
  };
}

/** @param beginsAt - when the run begins, in milliseconds since the epoch */
export function simulate({ seed, jobs }: Plan, clock: Clock, beginsAt: number): Simulation {
  const time = timeOf(clock, beginsAt);
  const nextFault = jobs.map((_, index) => passingFaults(seed, index));
  const faults: Record<string, number> = {};
  const requests = jobs.map(() => 0);

  /** What happens to the next request for a job. */
  function kindOf(index: number, { refusal, knownFrom }: PlannedJob): ReplyKind {
    const number = (requests[index] ?? 0) + 1;
    requests[index] = number;
    if (refusal !== undefined && number >= refusal.from) {
      return refusal.by;
    }
    const fault = nextFault[index]?.();
    if (fault !== undefined) {
      increment(faults, fault);
    }
    return fault ?? (time.now < knownFrom ? "404" : "job");
  }

  function replyTo({ id }: Exchange) {
    const index = indexOf(id);
    const planned = jobs[index] as PlannedJob;
    const kind = kindOf(index, planned);
    const retryAfter = kind === "429" ? ("fraction" as const) : undefined;
    return { kind, latency: 0, shape: "error_code" as const, retryAfter, job: jobAt(planned, time.now) };
  }

  const { fetch } = createServer(replyTo, () => true, time);
  const simulator = { ...createSimulator({ services: ownServices }), fetch: fetch as Simulator["fetch"] };
  return { simulator, traffic: { faults, requests } };
}

/** Gives the fault of a job's next request at each call; never two 401 in a row, which would end the wait. */
export function passingFaults(seed: number, index: number): () => ReplyKind | undefined {
  const random = createRandom(seed + Math.imul(index + 1, 0x9e3779b1));
  const unthrottled = faultKinds.filter((kind) => kind !== "429");
  const isRefusal = (kind: ReplyKind | undefined): boolean => refusals.some((refusal) => refusal === kind);
  let last: ReplyKind | undefined;
  return () => {
    const kind = random.maybe(FAULTS, () => (random.chance(THROTTLING) ? "429" : random.pick(unthrottled)));
    last = isRefusal(kind) && isRefusal(last) ? undefined : kind;
    return last;
  };
}

/** A job as its server knows it at a time; its parts do as it does. */
function jobAt({ service, knownFrom, endsAt, end, onTheWay, saysComplete }: PlannedJob, now: number): ServerJob {
  const share = (now - knownFrom) / (endsAt - knownFrom);
  const state = share >= 1 ? end : share < 0.2 ? "pending" : share < 0.4 ? "running" : onTheWay;
  const word = wordOf(service, state);
  const parts = services[service].has.includes("parts") ? [{ id: "part-1", word }] : [];
  return { word: saysComplete && share >= 0.4 ? "COMPLETE" : word, parts, total: parts.length };
}

export function increment(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
