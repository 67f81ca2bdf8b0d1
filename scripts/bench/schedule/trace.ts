/** When a job that began at 0 was polled, in milliseconds, in order; the last poll falls on the horizon or after it. */
export type Trace = readonly number[];

/** The traces of each schedule, by its name. */
export type Traces = Readonly<Record<string, readonly Trace[]>>;

/** The trace of a fixed schedule. */
export function fixedTrace(first: number, interval: number, horizon: number): Trace {
  return Array.from({ length: Math.ceil((horizon - first) / interval) + 1 }, (_, poll) => first + poll * interval);
}

/** What it takes to notice the end of a job, on the mean. */
export interface Cost {
  readonly polls: number;
  /** Milliseconds between the end of the job and the poll that sees it. */
  readonly lag: number;
}

/**
 * The mean cost of jobs of about this length. Drawn evenly on a logarithmic scale, from 0.71 to 1.41 of the length, they
 * end at any phase of a schedule.
 */
export function costOf(traces: readonly Trace[], length: number, jobs: number, random: () => number): Cost {
  let polls = 0;
  let lag = 0;
  for (let job = 0; job < jobs; job++) {
    const end = length * 2 ** ((job + random()) / jobs - 0.5);
    const trace = traces[job % traces.length] ?? [];
    const seen = firstAtOrAfter(trace, end);
    polls += seen + 1;
    lag += (trace[seen] ?? Number.NaN) - end;
  }
  return { polls: polls / jobs, lag: lag / jobs };
}

function firstAtOrAfter(trace: Trace, time: number): number {
  let [low, high] = [0, trace.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((trace[middle] ?? Number.NaN) < time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
