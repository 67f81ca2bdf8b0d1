/** One caller's wait, in one of the package's three ways. */
import { getEventListeners } from "node:events";
import type { Job, JobRef, JobsClient, WaitOptions } from "../../src/index.ts";
import type { Clock } from "../../src/util/clock.ts";
import type { Caller, Outcome } from "./stories.ts";

/** What a call comes to, and how many listeners it left on a signal of its own. */
interface Called {
  readonly outcome: Outcome;
  readonly listeners: number;
}

/** Where a call takes place. */
interface Surroundings {
  readonly jobs: JobsClient;
  readonly clock: Clock;
  readonly interval: { readonly min: number; readonly max: number };
  /** Of those who do not abort. */
  readonly signal: AbortSignal;
}

const ABORTED = new Error("The caller has had enough.");

type Way = (jobs: JobsClient, ref: JobRef, options: WaitOptions<Job>, caller: Caller) => Promise<Outcome>;

const ways: { readonly [W in Caller["way"]]: Way } = {
  async wait(jobs, ref, options) {
    const { state } = await jobs.wait(ref, options);
    return state;
  },
  async watch(jobs, ref, options, { leaves }) {
    let state = "no answer";
    for await (const job of jobs.watch(ref, options)) {
      if (leaves) {
        return "left";
      }
      state = job.state;
    }
    return state;
  },
  async waitAll(jobs, ref, options) {
    const [end] = await jobs.waitAll([ref], options);
    if (end.error !== undefined) {
      throw end.error;
    }
    return end.job.state;
  },
};

export async function call(
  ref: JobRef,
  caller: Caller,
  { jobs, clock, interval, signal }: Surroundings,
): Promise<Called> {
  const { way, timeout, abortAfter, notFoundGrace, onUnknownStatus } = caller;
  const stop = new AbortController();
  if (abortAfter !== undefined) {
    clock.sleep(abortAfter).then(() => stop.abort(ABORTED));
  }
  const own = abortAfter === undefined ? signal : stop.signal;
  const options = { interval, timeout, notFoundGrace, onUnknownStatus, signal: own };
  const outcome = await ways[way](jobs, ref, options, caller).catch(nameOf);
  return { outcome, listeners: getEventListeners(stop.signal, "abort").length };
}

function nameOf(error: unknown): Outcome {
  if (error === ABORTED) {
    return "aborted";
  }
  const name = error instanceof Error ? error.name : typeof error;
  return name === "JobFailedError" ? "failed" : name;
}
