/** What a run does and what shall come of it: both follow from the seed, before anything is sent. */
import { type ServiceName, builtInServices as services } from "../../src/services/index.ts";
import { seededRandom } from "../bench/random.ts";
import { type Cast, ordinary, type Story, stories } from "./stories.ts";

/** What a run is asked for. */
export interface Order {
  readonly seed: number;
  /** How many jobs. */
  readonly size: number;
  /** How long the run takes, in milliseconds. */
  readonly length: number;
}

/** One job of a run. */
export interface PlannedJob extends Story {
  readonly service: ServiceName;
  readonly id: string;
  /** When it begins, and its callers with it, in milliseconds since the run began. */
  readonly startsAt: number;
  readonly endsAt: number;
}

/** A whole run. */
export interface Plan extends Order {
  readonly interval: { readonly min: number; readonly max: number };
  /** In the order of their beginning. */
  readonly jobs: readonly PlannedJob[];
}

/** Jobs begin evenly during this share of the run; the longest of them need what is left, but for some lateness. */
const ARRIVALS = 0.75;

/** The shortest and the longest job, as shares of the run. */
const LENGTHS = { shortest: 0.02, longest: 0.2 };

/** Requests per second to each service; the throttled client is told to keep to as many. */
export const RATE = 250;

/** Pauses as shares of the run: in one of five minutes they are those that the package has by default. */
const PAUSES = { min: 1 / 60, max: 1 / 10 };

const names = Object.keys(services) as ServiceName[];

export function planRun({ seed, size, length }: Order): Plan {
  const random = seededRandom(seed);
  const jobs = Array.from({ length: size }, (_, index): PlannedJob => {
    const service = names[Math.floor(random() * names.length)] ?? "dcs";
    const lasts = length * (LENGTHS.shortest + (LENGTHS.longest - LENGTHS.shortest) * random());
    const startsAt = (length * ARRIVALS * index) / size;
    const story = storyOf({ random, service, lasts });
    return { service, id: idOf(index), ...story, startsAt, endsAt: startsAt + (story.hiddenFor ?? 0) + story.lasts };
  });
  return { seed, size, length, interval: { min: length * PAUSES.min, max: length * PAUSES.max }, jobs };
}

/** One of the stories, by their shares. */
function storyOf(cast: Cast): Story {
  let left = cast.random();
  for (const { share, tell } of stories) {
    left -= share;
    if (left < 0) {
      return tell(cast);
    }
  }
  return ordinary(cast);
}

function idOf(index: number): string {
  return String(index).padStart(32, "0");
}

/** The place of a job in the plan. */
export function indexOf(id: string): number {
  return Number(id);
}
