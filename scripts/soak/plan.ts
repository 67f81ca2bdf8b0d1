/** Plans a run: its jobs, and how each call has to end. All of it follows from the seed. */
import { seededRandom } from "../bench/statistics.ts";
import { type Behaviour, drawBehaviour } from "./behaviours.ts";
import { type ServiceName, scenarios } from "./services.ts";

export interface RunOptions {
  readonly seed: number;
  /** How many jobs. */
  readonly size: number;
  /** How long the run takes, in milliseconds. */
  readonly length: number;
}

/** A job of a run. Times are in milliseconds since the run began. */
export interface PlannedJob extends Behaviour {
  readonly service: ServiceName;
  readonly id: string;
  /** When it begins, and its callers with it. */
  readonly startsAt: number;
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

const names = Object.keys(scenarios) as ServiceName[];

export function planRun({ seed, size, length }: RunOptions): Plan {
  const random = seededRandom(seed);
  const jobs = Array.from({ length: size }, (_, index): PlannedJob => {
    const service = names[Math.floor(random() * names.length)] ?? "dcs";
    const duration = length * (DURATIONS.min + (DURATIONS.max - DURATIONS.min) * random());
    const behaviour = drawBehaviour({ random, service, duration });
    const startsAt = (length * ARRIVALS * index) / size;
    const endsAt = startsAt + (behaviour.hiddenFor ?? 0) + behaviour.duration;
    return { service, id: String(index).padStart(32, "0"), ...behaviour, startsAt, endsAt };
  });
  return { seed, size, length, interval: { min: length * INTERVAL.min, max: length * INTERVAL.max }, jobs };
}

/** The index of a job in the plan. */
export function indexOf(id: string): number {
  return Number(id);
}
