import { load, loadCoreLro, loadSmithy, lroPolled, lroStarted } from "../peers.ts";

/** When a job that began at 0 was polled, in milliseconds; the last poll is at the horizon or after it. */
export type Trace = readonly number[];

/** The traces of each schedule, by its name. */
export type Traces = Readonly<Record<string, readonly Trace[]>>;

/** The part of `@sinonjs/fake-timers` that is used. */
interface FakeTimers {
  install(options: { readonly now: number; readonly toFake: readonly string[]; readonly loopLimit: number }): FakeClock;
}
interface FakeClock {
  readonly now: number;
  runAllAsync(): Promise<number>;
  uninstall(): void;
}

/** Records a poll of the job and returns whether it has ended. */
type Poll = () => boolean;

/** Runs the peers' own waiters with default settings, under fake timers. */
export async function tracePeers(horizon: number, runs: number): Promise<Traces> {
  const timers = await load<FakeTimers>("@sinonjs/fake-timers");
  const waits = { "core-lro": await coreLroWait(), smithy: await smithyWait() };
  const clock = timers.install({ now: 0, toFake: ["setTimeout", "clearTimeout", "Date"], loopLimit: 1e6 });

  async function trace(wait: (poll: Poll) => Promise<unknown>): Promise<Trace> {
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
      "core-lro": [await trace(waits["core-lro"])],
      smithy: await repeat(runs, () => trace(waits.smithy)),
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

async function coreLroWait() {
  const { createHttpPoller } = await loadCoreLro();
  return (poll: Poll) =>
    createHttpPoller({
      sendInitialRequest: async () => lroStarted("/job"),
      sendPollRequest: async (path) => lroPolled(path, 200, {}, { status: poll() ? "Succeeded" : "Running" }),
    }).pollUntilDone();
}

async function smithyWait() {
  const { createWaiter, WaiterState } = await loadSmithy();
  return (poll: Poll) =>
    createWaiter({ client: {}, maxWaitTime: 1e6 }, {}, async () => ({
      state: poll() ? WaiterState.SUCCESS : WaiterState.RETRY,
    }));
}
