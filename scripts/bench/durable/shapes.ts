export const rateLimit = { requestsPerSecond: 900 };

/** What a process used since it was ready. */
export interface Usage {
  /** In seconds. */
  readonly cpu: number;
  /** The most memory that was resident, in bytes. */
  readonly peak: number;
}

/** What adding waits took. */
export interface Added extends Usage {
  /** In milliseconds. */
  readonly longestBlock: number;
  readonly took: number;
  /** Resident before, in bytes. */
  readonly base: number;
}

/** Milliseconds between the end of each job and the moment its caller received it. */
export interface Awaited extends Usage {
  readonly lateness: readonly number[];
}

export function references(size: number) {
  return Array.from({ length: size }, (_, index) => {
    return { service: "dcs", id: `bench-${String(index).padStart(26, "0")}` } as const;
  });
}

/** What this process uses from now on. */
export function measureUsage(): () => Usage {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { cpu: (user + system) / 1e6, peak: process.resourceUsage().maxRSS * 1_024 };
  };
}
