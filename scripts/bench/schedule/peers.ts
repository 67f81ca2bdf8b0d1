import { coreLroWait, load, smithyWait } from "../peers.ts";

/** When a job that began at 0 was polled, in milliseconds; the last poll is at the horizon or after it. */
export type Trace = readonly number[];

/** The traces of each schedule, by its name. */
export type Traces = Readonly<Record<string, readonly Trace[]>>;

/** Runs the peers' own waiters with default settings, under fake timers. */
export async function tracePeers(horizon: number, runs: number): Promise<Traces> {
  const timers = await load("@sinonjs/fake-timers");
  const [coreLro, smithy] = [await coreLroWait(), await smithyWait()];
  const clock = timers.install({ now: 0, toFake: ["setTimeout", "clearTimeout", "Date"], loopLimit: 1e6 });

  /** @param wait - polls by asking whether the job has ended */
  async function trace(wait: (hasEnded: () => boolean) => Promise<unknown>): Promise<Trace> {
    const began = clock.now;
    const polls: number[] = [];
    const waiting = wait(() => {
      polls.push(clock.now - began);
      return clock.now - began >= horizon;
    });
    await clock.runAllAsync();
    await waiting;
    return polls;
  }

  try {
    return {
      // It uses no randomness: one run is enough.
      "core-lro": [
        await trace((hasEnded) =>
          coreLro("/job", async () => ({
            status: 200,
            headers: {},
            body: { status: hasEnded() ? "Succeeded" : "Running" },
          })),
        ),
      ],
      smithy: await repeat(runs, () => trace((hasEnded) => smithy(1e6, async () => hasEnded()))),
    };
  } finally {
    clock.uninstall();
  }
}

export async function repeat<T>(times: number, run: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  while (results.length < times) {
    results.push(await run());
  }
  return results;
}
