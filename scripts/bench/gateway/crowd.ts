/** The jobs of a run. All begin together and end after `lasts` milliseconds. */
export interface Crowd {
  readonly size: number;
  readonly lasts: number;
}

/** How the client is told when the jobs began, in milliseconds since the epoch. */
export interface Started {
  readonly startedAt: number;
}

/** What the gateway counted. */
export interface Traffic {
  readonly requests: number;
  readonly refused: number;
  /** Requests in the busiest 100 ms, including refused ones. */
  readonly busiest: number;
}

/** What the client measured. */
export interface Waited {
  /** Milliseconds between the end of each job and the moment its caller received it. */
  readonly lateness: readonly number[];
  readonly failed: number;
}

export const projectId = "5f1e2d3c4b5a69788796a5b4c3d2e1f0";
