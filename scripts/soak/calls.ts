/** Makes all calls of a plan, and compares how they end with the plan. */
import { getEventListeners } from "node:events";
import {
  createJobsClient,
  type Job,
  type JobRef,
  type JobsClient,
  type JobsClientOptions,
  type WaitOptions,
} from "../../src/index.ts";
import type { Clock } from "../../src/util/clock.ts";
import type { Caller, CallResult } from "./behaviours.ts";
import { type Plan, type PlannedJob, RATE } from "./plan.ts";
import { increment } from "./simulation.ts";

/** The state of a run at each moment of it. */
export interface Gauges {
  /** Requests sent so far. */
  requests: number;
  /** Requests without a response yet. */
  inFlight: number;
  /** Jobs that someone waits for. */
  open: number;
}

/** Where the requests go, and how. Durations are in milliseconds. */
export interface Target {
  readonly endpoints: JobsClientOptions["endpoints"];
  readonly projectId: string;
  readonly token: string;
  readonly clock: Clock;
  readonly requestTimeout: number;
  /** How many requests may be in flight per service. */
  readonly concurrency: number;
  /** When the run begins, in milliseconds since the epoch. */
  readonly beginsAt: number;
  /** How long after the run calls may still end. */
  readonly grace: number;
}

/** A call that ended in another way than planned. */
interface Mismatch {
  readonly job: string;
  readonly method: Caller["method"];
  readonly expected: CallResult;
  readonly actual: CallResult;
}

/** A call that has not ended yet. */
interface Pending {
  readonly job: PlannedJob;
  readonly caller: Caller;
}

export interface CallReport {
  /** How many calls ended how. */
  readonly results: Readonly<Record<CallResult, number>>;
  readonly mismatches: readonly Mismatch[];
  /** Milliseconds between the end of each job and the moment its first caller received it. */
  readonly lateness: readonly number[];
  /** Listeners left on the callers' signals. */
  readonly listeners: number;
}

/** A client that counts its requests. */
export function createCountingClient({ length }: Plan, target: Target, gauges: Gauges): JobsClient {
  const { endpoints, projectId, token, clock, requestTimeout, concurrency } = target;
  let logins = 0;
  return createJobsClient({
    endpoints,
    projectId,
    clock,
    requestTimeout,
    // Renewed ten times in a run, and whenever it is refused: then another one, as the refused one is not sent again.
    credentials: () => ({ token: `${token}.${++logins}`, expiresAt: new Date(clock.now() + length / 10) }),
    // The simulator accepts only one.
    fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, "X-Auth-Token": token } }),
    rateLimit: { requestsPerSecond: RATE, concurrency },
    onEvent({ type }) {
      if (type === "request") {
        gauges.requests += 1;
        gauges.inFlight += 1;
      } else if (type === "response" || type === "failure") {
        gauges.inFlight -= 1;
      }
    },
  });
}

/** Never rejects: an error is the result of its call. */
export async function makeCalls(jobs: JobsClient, plan: Plan, target: Target, gauges: Gauges): Promise<CallReport> {
  const { clock, beginsAt, grace } = target;
  const everyone = new AbortController();
  const results: Record<CallResult, number> = {};
  const mismatches: Mismatch[] = [];
  const lateness: number[] = [];
  const pending = new Set<Pending>();
  let listeners = 0;

  function record(call: Pending, actual: CallResult): void {
    const { job, caller } = call;
    const { method, expected } = caller;
    if (!pending.delete(call)) {
      return;
    }
    increment(results, actual);
    if (actual !== expected) {
      mismatches.push({ job: `${job.service}/${job.id}`, method, expected, actual });
    }
  }

  async function call(job: PlannedJob, caller: Caller): Promise<void> {
    const own = { job, caller };
    pending.add(own);
    const { timeout, abortAfter, notFoundGrace, onUnknownStatus } = caller;
    const stop = new AbortController();
    if (abortAfter !== undefined) {
      clock.sleep(abortAfter).then(() => stop.abort(ABORTED));
    }
    const signal = abortAfter === undefined ? everyone.signal : stop.signal;
    const options = { interval: plan.interval, timeout, notFoundGrace, onUnknownStatus, signal };
    const result = await resultOf(jobs, job, options, caller).catch(nameOf);
    listeners += getEventListeners(stop.signal, "abort").length;
    record(own, result);
  }

  async function start(job: PlannedJob): Promise<void> {
    gauges.open += 1;
    const [first, ...others] = job.callers.map((caller) => call(job, caller));
    await first;
    if (["succeeded", "failed"].includes(job.callers[0]?.expected ?? "")) {
      lateness.push(clock.now() - beginsAt - job.endsAt);
    }
    await Promise.all(others);
    gauges.open -= 1;
  }

  for (const job of plan.jobs) {
    const untilStart = () => beginsAt + job.startsAt - clock.now();
    for (let pause = untilStart(); pause > 0; pause = untilStart()) {
      await clock.sleep(pause);
    }
    start(job);
  }
  while (pending.size > 0 && clock.now() < beginsAt + plan.length + grace) {
    await clock.sleep(plan.length / 300);
  }
  for (const call of pending) {
    record(call, "no end");
  }
  listeners += getEventListeners(everyone.signal, "abort").length;
  everyone.abort();
  return { results, mismatches, lateness, listeners };
}

const ABORTED = new Error("The caller aborts.");

async function resultOf(jobs: JobsClient, ref: JobRef, options: WaitOptions<Job>, caller: Caller): Promise<CallResult> {
  if (caller.method === "wait") {
    return (await jobs.wait(ref, options)).state;
  }
  if (caller.method === "waitAll") {
    const [outcome] = await jobs.waitAll([ref], options);
    return outcome.job?.state ?? nameOf(outcome.error);
  }
  let state = "no value";
  for await (const job of jobs.watch(ref, options)) {
    if (caller.leaves) {
      return "left";
    }
    state = job.state;
  }
  return state;
}

function nameOf(error: unknown): CallResult {
  if (error === ABORTED) {
    return "aborted";
  }
  const name = error instanceof Error ? error.name : typeof error;
  return name === "JobFailedError" ? "failed" : name;
}
