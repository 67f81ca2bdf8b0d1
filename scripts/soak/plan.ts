/** Plans a run: its jobs, and how each call has to end. All of it follows from the seed. */
import type { JobState } from "../../src/index.ts";
import type { CallOrder } from "../seeded/calls.ts";
import { createRandom, type Random } from "../seeded/random.ts";
import { finalKinds, type Meaning, meanings, type ReplyKind } from "../seeded/replies.ts";
import { type Service, serviceNames } from "../seeded/services.ts";

export interface RunOptions {
  readonly seed: number;
  /** How many jobs. */
  readonly size: number;
  /** How long the run takes, in milliseconds. */
  readonly length: number;
}

/** How a call ends: the state of its job, the name of an error, or how its caller gave it up. */
export type CallResult = string;

/** Someone who waits for a job. */
export interface Caller extends CallOrder {
  readonly expected: CallResult;
}

/** What happens to one job. */
interface Behaviour {
  /** Its state once it has ended, and some time before. */
  readonly end: JobState;
  readonly onTheWay: JobState;
  /** Whether it says in both cases no more than `COMPLETE`, as Workspace does. */
  readonly saysComplete: boolean;
  /** Whether it ends in the run. */
  readonly isEndless: boolean;
  /** Whether the service does not know it at first. */
  readonly isHidden: boolean;
  /** What happens to all requests from the one with this number on. */
  readonly refusal?: { readonly from: number; readonly by: ReplyKind };
  readonly callers: readonly Caller[];
}

/** A job of a run. Times are in milliseconds since the run began. */
export interface PlannedJob extends Behaviour {
  readonly service: Service;
  readonly id: string;
  /** When it begins, and its callers with it. */
  readonly startsAt: number;
  /** When the service begins to know it. */
  readonly knownFrom: number;
  readonly endsAt: number;
}

export interface Plan extends RunOptions {
  readonly interval: { readonly min: number; readonly max: number };
  /** In the order of their start. */
  readonly jobs: readonly PlannedJob[];
}

/** Jobs begin evenly during this share of the run; the longest need the rest. */
const ARRIVALS = 0.75;

/** The shortest and the longest job, as shares of the run. */
const DURATIONS = { min: 0.02, max: 0.2 };

/** Requests per second and service. */
export const RATE = 250;

/** The polling interval as shares of the run: in ten minutes it is the package's default. */
const INTERVAL = { min: 1 / 120, max: 1 / 20 };

const HOUR = 3_600_000;

/** What ends a wait over a real connection, whatever was seen before. */
export const refusals = finalKinds.filter((kind) => !["404", "404 page", "untrusted certificate"].includes(kind));

export function planRun({ seed, size, length }: RunOptions): Plan {
  const random = createRandom(seed);
  const interval = { min: length * INTERVAL.min, max: length * INTERVAL.max };
  const jobs = Array.from({ length: size }, (_, index): PlannedJob => {
    const service = random.pick(serviceNames);
    const duration = length * (DURATIONS.min + (DURATIONS.max - DURATIONS.min) * random.next());
    const behaviour = planBehaviour(random, service, duration, interval);
    const startsAt = (length * ARRIVALS * index) / size;
    const knownFrom = startsAt + (behaviour.isHidden ? duration / 4 : 0);
    const endsAt = knownFrom + (behaviour.isEndless ? HOUR : duration);
    const id = String(index).padStart(32, "0");
    return { service, id: service === "orders" ? `order/${id}` : id, ...behaviour, startsAt, knownFrom, endsAt };
  });
  return { seed, size, length, interval, jobs };
}

/** @param duration - how long the job takes if it ends */
function planBehaviour(random: Random, service: Service, duration: number, interval: Plan["interval"]): Behaviour {
  function caller(expected: CallResult, more: Partial<Caller> = {}): Caller {
    const method = random.pick(["wait", "wait", "wait", "watch", "waitAll"]);
    const options = { interval, timeout: Number.POSITIVE_INFINITY, ...more.options };
    return { method, expected, listener: "quick", ...more, options };
  }
  const saysComplete = service === "workspace" && random.chance(0.5);
  const onTheWay = saysComplete ? "running" : random.pick(["running", "unknown"]);
  const common = { end: "succeeded", onTheWay, saysComplete, isEndless: false, isHidden: false } as const;
  const endless = { ...common, onTheWay: "running", isEndless: true } as const;
  const aborting = (abortsAfter: number) => caller("aborted", { abortsAfter });
  const timingOut = (timeout: number) => caller("WaitTimeoutError", { options: { timeout } });
  const patient = { options: { notFoundGrace: HOUR } };

  /** One who stays to the end, and others, some of whom stop early. */
  function severalCallers(): Caller[] {
    const early = duration * 0.3;
    const others = [() => caller("succeeded"), () => aborting(early), () => timingOut(early)];
    return [caller("succeeded"), ...random.list(1, 3, () => random.pick(others)())];
  }

  function refused(): Behaviour {
    const by = random.pick(refusals);
    const { error } = meanings[by] as Meaning;
    return { ...endless, refusal: { from: random.integer(1, 3), by }, callers: [caller(error as string)] };
  }

  function undocumented(): Behaviour {
    const callers = [caller("InvalidResponseError", { options: { onUnknownStatus: "fail" } })];
    return { ...common, onTheWay: "unknown", saysComplete: false, end: "unknown", callers };
  }

  /** The behaviours and their shares of all jobs, in percent. */
  const behaviours: readonly (readonly [share: number, create: () => Behaviour])[] = [
    [59, () => ({ ...common, callers: [caller("succeeded")] })],
    [12, () => ({ ...common, end: "failed", callers: [caller("failed")] })],
    [8, () => ({ ...common, callers: severalCallers() })],
    [5, refused],
    [4, () => ({ ...common, isHidden: true, callers: [caller("succeeded", patient)] })],
    [4, () => ({ ...endless, callers: [timingOut(duration)] })],
    [4, () => ({ ...endless, callers: [aborting(duration)] })],
    [2, () => ({ ...endless, callers: [caller("left", { method: "watch", leavesAfter: 1 })] })],
    [2, undocumented],
  ];
  return random.pick(behaviours.flatMap(([share, create]) => Array.from({ length: share }, () => create)))();
}

/** The index of a job in the plan. */
export function indexOf(id: string): number {
  return Number(id.slice(id.lastIndexOf("/") + 1));
}
