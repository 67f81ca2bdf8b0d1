/** Bytes that a process holds: what is alive after a collection, and what it has of the machine (resident set). */
export interface Memory {
  readonly live: number;
  readonly resident: number;
}

/** Measured now, after a collection; takes `--expose-gc`. */
export function measureMemory(): Memory {
  const resident = process.memoryUsage.rss();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return { live: heapUsed + external, resident };
}

/**
 * Watches memory until it is stopped, and then gives the most that was seen of each. A collection holds everything up, so
 * what is alive is measured at these few moments alone, in milliseconds from now.
 */
export function watchMemory(moments: readonly number[]): { stop(): Memory } {
  let { live, resident } = measureMemory();
  const timers = moments.map((moment) =>
    setTimeout(() => {
      live = Math.max(live, measureMemory().live);
    }, moment),
  );
  const sampling = setInterval(() => {
    resident = Math.max(resident, process.memoryUsage.rss());
  }, 250);
  return {
    stop() {
      timers.forEach(clearTimeout);
      clearInterval(sampling);
      return { live, resident };
    },
  };
}
