import type { Trace } from "./peers.ts";

/** What it takes to detect the end of a job, on average. */
export interface Cost {
  readonly polls: number;
  /** Milliseconds between the end of a job and the poll that sees it. */
  readonly lag: number;
}

/** The mean cost of jobs, each with its duration and the times of its polls, up to one at or after the end at least. */
export function meanCost(jobs: readonly (readonly [duration: number, trace: Trace])[]): Cost {
  let polls = 0;
  let lag = 0;
  for (const [duration, trace] of jobs) {
    const last = trace.findIndex((time) => time >= duration);
    polls += last + 1;
    lag += (trace[last] ?? Number.NaN) - duration;
  }
  return { polls: polls / jobs.length, lag: lag / jobs.length };
}
