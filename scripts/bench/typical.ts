/** Simulates what a `typicalDuration` is worth, for jobs whose durations are spread in several ways. */
import type { Job } from "../../src/index.ts";
import { defaultInterval, nextDelay } from "../../src/polling/schedule.ts";
import { learnDurations } from "../../test/recipes/typical-duration.ts";
import { type Cost, meanCost } from "./schedule/cost.ts";
import { median, seconds, seededRandom } from "./statistics.ts";

const SEED = 20_260_101;
/** Typical lengths per cell, spread evenly on a logarithmic scale from 0.71 to 1.41 of the one above, and jobs of each. */
const [LENGTHS, JOBS] = [20, 400];
/** How many waits are simulated with one value; jobs share them. */
const TRACES = 100;
/** For the fixed pause with which a schedule is compared, in steps of one percent, from the floor up. */
const FIXED_PAUSES = Array.from({ length: 500 }, (_, step) => defaultInterval.min * 1.01 ** step);
/** What "a quarter better" and "no worse than by a tenth" are. */
const [BETTER, WORSE] = [0.75, 1.1];

const MINUTE = 60_000;
const lengths = [1, 2, 5, 10, 30, 60];

/** A job, and how long it was expected to take. In milliseconds. */
interface SimulatedJob {
  readonly duration: number;
  readonly expected: number | undefined;
}

/** A way in which durations are spread, as a share of the typical one. */
type Spread = (random: () => number) => number;

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const narrow: Spread = (random) => Math.max(0.1, 1 + 0.05 * normal(random));
const wide: Spread = (random) => Math.exp(0.5 * normal(random));
/** Six jobs of ten take the time, and four of ten another one. */
const humps =
  (other: number): Spread =>
  (random) =>
    (random() < 0.6 ? 1 : other) * narrow(random);

/** What makes the jobs of one typical length. */
type Jobs = (length: number) => SimulatedJob[];

/** Jobs that are spread in one way, each expected to take the median of all, or a multiple of that. */
function spread(share: Spread, factor = 1): Jobs {
  const random = seededRandom(SEED);
  const shares = Array.from({ length: LENGTHS * JOBS }, () => share(random));
  const expected = median(shares) * factor;
  let next = 0;
  return (length) =>
    Array.from({ length: JOBS }, () => ({
      duration: length * (shares[next++ % shares.length] ?? 1),
      expected: length * expected,
    }));
}

/** Jobs of which the last takes twice as long as the first; what is expected is learned as the recipe does. */
function drifting(length: number): SimulatedJob[] {
  const random = seededRandom(SEED);
  const { typicalDuration, learn } = learnDurations({});
  return Array.from({ length: JOBS }, (_, index) => {
    const duration = length * (1 + index / JOBS) * narrow(random);
    const job = { service: "dcs", state: "succeeded", startedAt: new Date(0), endedAt: new Date(duration) } as Job;
    const expected = typicalDuration(job);
    learn(job);
    return { duration, expected };
  });
}

/** The jobs of a cell. */
function jobsAbout(length: number, jobs: Jobs): SimulatedJob[] {
  const lengths = Array.from({ length: LENGTHS }, (_, index) => length * 2 ** ((index + 0.5) / LENGTHS - 0.5));
  return lengths.flatMap(jobs);
}

const fair: Readonly<Record<string, Jobs>> = {
  "narrow (standard deviation 5 %)": spread(narrow),
  "drifting to the double, learned by the recipe": drifting,
  "two humps, 40 % take twice as long": spread(humps(2)),
  "two humps, 40 % take half as long": spread(humps(0.5)),
  "wide (lognormal, sigma 0.5)": spread(wide),
};

const wrong: Readonly<Record<string, Jobs>> = {
  "narrow, value three times too long": spread(narrow, 3),
  "narrow, value three times too short": spread(narrow, 1 / 3),
  "wide, value three times too long": spread(wide, 3),
  "wide, value three times too short": spread(wide, 1 / 3),
  "narrow, value 1.5 times too long": spread(narrow, 1.5),
  "narrow, value 1.5 times too short": spread(narrow, 1 / 1.5),
};

/** The cost of these jobs by the package's schedule, with what was expected or without. */
function costOf(jobs: readonly SimulatedJob[], usesExpected: boolean): Cost {
  const random = seededRandom(SEED);
  const traces = new Map<string, number[]>();
  const ends = jobs.map(({ duration, expected }, index) => {
    const typicalDuration = usesExpected ? expected : undefined;
    const key = `${typicalDuration} ${index % TRACES}`;
    const trace = traces.get(key) ?? [0];
    traces.set(key, trace);
    for (let age = trace.at(-1) ?? 0; age < duration; trace.push(age)) {
      age += nextDelay(
        { interval: defaultInterval, age, remaining: Number.POSITIVE_INFINITY, typicalDuration },
        random,
      );
    }
    return [duration, trace] as const;
  });
  return meanCost(ends);
}

/** The cost of these jobs by a fixed pause, whose first poll is sent at once, or later. */
function fixedCost(jobs: readonly SimulatedJob[], pause: number, first = 0): Cost {
  const counts = jobs.map(({ duration }) => Math.max(0, Math.ceil((duration - first) / pause)));
  const lags = jobs.map(({ duration }, index) => first + (counts[index] ?? 0) * pause - duration);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { polls: mean(counts) + 1, lag: mean(lags) };
}

/** The cost as a share of that of fixed pauses: the lag at the same polls, the polls at the same lag, and both at once. */
function againstFixed(jobs: readonly SimulatedJob[], { polls, lag }: Cost) {
  const fixed = FIXED_PAUSES.map((pause) => fixedCost(jobs, pause));
  return {
    lag: lag / Math.min(...fixed.filter((other) => other.polls <= polls).map((other) => other.lag)),
    polls: polls / Math.min(...fixed.filter((other) => other.lag <= lag).map((other) => other.polls)),
    both: Math.min(...fixed.map((other) => Math.max(polls / other.polls, lag / other.lag))),
  };
}

const inMinutes = lengths.map((length) => `${length} min`);

/** A table with a row per entry, a cell per length, and in the last column where the goal is met. */
function tableOf(
  title: string,
  rows: Readonly<Record<string, (length: number) => { readonly cell: string; readonly isMet?: boolean }>>,
  goal?: string,
): string[] {
  const columns = [title, ...inMinutes, ...(goal === undefined ? [] : [goal])];
  const body = Object.entries(rows).map(([name, row]) => {
    const cells = lengths.map((length) => row(length * MINUTE));
    const met = inMinutes.filter((_, index) => cells[index]?.isMet);
    const where = met.length === lengths.length ? "all" : met.join(", ") || "nowhere";
    return [name, ...cells.map(({ cell }) => cell), ...(goal === undefined ? [] : [where])];
  });
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(columns), line(columns.map((_, index) => (index % 7 === 0 ? "---" : "---:"))), ...body.map(line), ""];
}

const share = (value: number) => value.toFixed(2);
const shares = (...values: readonly number[]) => values.map(share).join(" / ");
const cost = ({ polls, lag }: Cost) => ({ cell: `${polls.toFixed(1)} / ${seconds(lag)}` });

/** The tables of `typicalDuration`, as Markdown. */
export function typicalTables(): string {
  const narrowJobs = (length: number) => jobsAbout(length, spread(narrow));
  const quarter = Object.entries(fair).map(([name, jobsOf]) => {
    const row = (length: number) => {
      const jobs = jobsAbout(length, jobsOf);
      const ratio = againstFixed(jobs, costOf(jobs, true));
      const isMet = ratio.lag <= BETTER && ratio.polls <= BETTER;
      return { cell: shares(ratio.lag, ratio.polls, ratio.both), isMet };
    };
    return [name, row] as const;
  });
  const tenth = Object.entries({ ...fair, ...wrong }).map(([name, jobsOf]) => {
    const row = (length: number) => {
      const jobs = jobsAbout(length, jobsOf);
      const [cost, base] = [costOf(jobs, true), costOf(jobs, false)];
      const ratio = [cost.polls / base.polls, cost.lag / base.lag];
      return { cell: shares(...ratio), isMet: ratio.every((value) => Number(share(value)) <= WORSE) };
    };
    return [name, row] as const;
  });
  return [
    "### With `typicalDuration`",
    "",
    "Polls / seconds between the end and the poll that detects it, for jobs with a standard deviation of 5 %:",
    "",
    ...tableOf("schedule", {
      "**with `typicalDuration`**": (length) => cost(costOf(narrowJobs(length), true)),
      "without it": (length) => cost(costOf(narrowJobs(length), false)),
      "Terraform, DCS: 2 s, then 10 s": (length) => cost(fixedCost(narrowJobs(length), 10_000, 2_000)),
      "Terraform, Workspace: 10 s, then 15 s": (length) => cost(fixedCost(narrowJobs(length), 15_000, 10_000)),
    }),
    "With a fair value, as a share of a fixed pause: lag beside the pause with the same number of polls / polls beside the pause with the same lag /",
    `both at once, beside the pause that is best for that. The goal is ${BETTER} for the first two.`,
    "",
    ...tableOf("durations", Object.fromEntries(quarter), `${BETTER} is met at`),
    "As a share of the schedule without it: polls / lag. The goal is at most 1.10 for both with a wrong value.",
    "",
    ...tableOf("durations", Object.fromEntries(tenth), "1.10 is met at"),
    `${LENGTHS * JOBS} jobs per cell, with the default interval, as the pure function \`nextDelay\` schedules them (seed ${SEED}). Their typical lengths are`,
    "spread from 0.71 to 1.41 of the one above, so that they end at any phase of a schedule. The value is the median of all jobs of a length, or a",
    "multiple of it; for drifting jobs what the recipe has learned until then. Fixed pauses are 5 s or longer, with the first poll at once.",
    "",
  ].join("\n");
}
