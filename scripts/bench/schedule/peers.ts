import { load, loadCoreLro, loadOpenAi, loadSmithy, lroPolled, lroStarted } from "../peers.ts";
import type { Trace, Traces } from "./trace.ts";

/** As much of `@sinonjs/fake-timers` as is used. */
interface FakeTimers {
  install(options: { readonly now: number; readonly toFake: readonly string[] }): FakeClock;
}
interface FakeClock {
  now: number;
  next(): number;
  uninstall(): void;
}

/** A job that ends at the horizon; tells whether it is over, and takes down the poll. */
type Job = () => boolean;

/** So many turns of the event loop let everything come to rest that does not wait for a timer. */
const QUIET_TURNS = 5;

/** When the peers' own waiters poll a job that ends at the horizon: their code, by default settings, under fake timers. */
export async function tracePeers(horizon: number, runs: number): Promise<Traces> {
  const timers = await load<FakeTimers>("@sinonjs/fake-timers");
  const waits = { "core-lro": await coreLroWait(), openai: await openAiWait(), smithy: await smithyWait() };
  const clock = timers.install({ now: 0, toFake: ["setTimeout", "clearTimeout", "Date"] });
  try {
    return {
      // These two know no chance: one run is as good as all.
      "core-lro": [await trace(waits["core-lro"], clock, horizon)],
      openai: [await trace(waits.openai, clock, horizon)],
      smithy: await repeat(runs, () => trace(waits.smithy, clock, horizon)),
    };
  } finally {
    clock.uninstall();
  }
}

async function trace(wait: (job: Job) => Promise<unknown>, clock: FakeClock, horizon: number): Promise<Trace> {
  const began = clock.now;
  const polls: number[] = [];
  let isOver = false;
  const waiting = wait(() => {
    polls.push(clock.now - began);
    return clock.now - began >= horizon;
  }).finally(() => {
    isOver = true;
  });
  while (!isOver) {
    for (let turn = 0; turn < QUIET_TURNS; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (!isOver) {
      clock.next();
    }
  }
  await waiting;
  return polls;
}

async function repeat<T>(times: number, run: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  while (results.length < times) {
    results.push(await run());
  }
  return results;
}

async function coreLroWait() {
  const { createHttpPoller } = await loadCoreLro();
  return (job: Job) =>
    createHttpPoller({
      sendInitialRequest: async () => lroStarted("/job"),
      sendPollRequest: async (path) => lroPolled(path, 200, {}, { status: job() ? "Succeeded" : "Running" }),
    }).pollUntilDone();
}

async function openAiWait() {
  const { OpenAI } = await loadOpenAi();
  return (job: Job) =>
    new OpenAI({
      apiKey: "k",
      baseURL: "https://openai.example.com",
      fetch: async () => Response.json({ id: "job", status: job() ? "completed" : "in_progress" }),
    }).vectorStores.files.poll("store", "job");
}

async function smithyWait() {
  const { createWaiter, WaiterState } = await loadSmithy();
  return (job: Job) =>
    createWaiter({ client: {}, maxWaitTime: 1e6 }, {}, async () => ({
      state: job() ? WaiterState.SUCCESS : WaiterState.RETRY,
    }));
}
