/** Many jobs that begin together. Durations are milliseconds. */
export interface Crowd {
  readonly size: number;
  /** How long the shortest and the longest job take; the others lie evenly between them. */
  readonly shortest: number;
  readonly longest: number;
}

/** What the gateway answers when a crowd begins. */
export interface Begun {
  /** Milliseconds since the epoch, on the machine that all processes share. */
  readonly startedAt: number;
}

/** What the gateway has seen of a crowd. */
export interface Seen {
  readonly requests: number;
  readonly refused: number;
  /** Requests in the busiest 100 ms, refused ones too. */
  readonly busiest: number;
  /** The longest time without an answer about a job that had not been seen to end. */
  readonly longestGap: number;
}

/** What those who wait have seen of it. */
export interface Noticed {
  /** How long after its end each job's caller knew of it. */
  readonly lateness: readonly number[];
  readonly failed: number;
}

/** Far from a divisor of any size in use: spreads lengths over the jobs in no visible order. */
const STRIDE = 7_919;

/** How long a job takes. */
export function durationOf(index: number, { size, shortest, longest }: Crowd): number {
  return shortest + ((longest - shortest) * ((index * STRIDE) % size)) / Math.max(size - 1, 1);
}

export const projectId = "5f1e2d3c4b5a69788796a5b4c3d2e1f0";

export function idOf(index: number): string {
  return String(index).padStart(32, "0");
}
