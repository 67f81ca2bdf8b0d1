/** Makes all calls of a plan, and compares how they end with the plan. */
import { getEventListeners } from "node:events";
import {
  type CredentialsFunction,
  createJobsClient,
  type Job,
  type JobsClient,
  type JobsClientOptions,
  passwordCredentials,
  type WaitOptions,
} from "../../src/index.ts";
import type { Clock } from "../../src/util/clock.ts";
import type { Caller, CallResult } from "./behaviours.ts";
import { indexOf, type Plan, type PlannedJob, RATE } from "./plan.ts";
import { type OwnServices, ownServices, type ServiceName } from "./services.ts";
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

type SoakClient = JobsClient<OwnServices>;

/** A token, an access key, an IAM user: how many kinds of credentials there are. */
const KINDS = 3;

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

/** Clients that count their requests, one for each kind of credentials. */
export function createCountingClients(plan: Plan, target: Target, gauges: Gauges): SoakClient[] {
  return credentialsOf(plan, target).map((credentials) => createCountingClient(credentials, target, gauges));
}

/** Renewed ten times in a run, and whenever refused: then another one, as the refused one is not sent again. */
function credentialsOf({ length }: Plan, { clock, token }: Target): CredentialsFunction[] {
  let count = 0;
  const expiresAt = () => new Date(clock.now() + length / 10);
  const issueToken = async () => {
    const body = JSON.stringify({ token: { expires_at: expiresAt().toISOString() } });
    return new Response(body, { status: 201, headers: { "X-Subject-Token": `${token}.${++count}` } });
  };
  const user = { username: "soak", password: "not a secret", domainName: "soak" };
  return [
    () => ({ token: `${token}.${++count}`, expiresAt: expiresAt() }),
    () => ({
      accessKeyId: `AK${++count}`,
      secretAccessKey: `secret of key ${count}`.replaceAll(" ", "-"),
      expiresAt: expiresAt(),
    }),
    passwordCredentials({ ...user, iamEndpoint: "https://iam.invalid", fetch: issueToken }),
  ];
}

function createCountingClient(credentials: CredentialsFunction, target: Target, gauges: Gauges): SoakClient {
  const { endpoints, projectId, token, clock, requestTimeout, concurrency } = target;
  return createJobsClient({
    endpoints,
    services: ownServices,
    projectId,
    clock,
    requestTimeout,
    credentials,
    // The simulator accepts only one token.
    fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, "X-Auth-Token": token } }),
    rateLimit: { requestsPerSecond: RATE / KINDS, concurrency },
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
export async function makeCalls(
  clients: readonly SoakClient[],
  plan: Plan,
  target: Target,
  gauges: Gauges,
): Promise<CallReport> {
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
    if (actual !== expected && !isEndAfterDelay(call, actual)) {
      mismatches.push({ job: `${job.service}/${job.id}`, method, expected, actual });
    }
  }

  /**
   * While the process stood still, the job may have ended: a wait polls once more at its deadline, and an abort may be late.
   */
  function isEndAfterDelay({ job, caller }: Pending, actual: CallResult): boolean {
    const hasEnded = clock.now() - beginsAt >= job.endsAt;
    const isEarlyEnd = caller.expected === "WaitTimeoutError" || caller.expected === "aborted";
    return isEarlyEnd && actual === job.callers[0]?.expected && hasEnded;
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
    const jobs = clients[indexOf(job.id) % clients.length] as SoakClient;
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

async function resultOf(
  jobs: SoakClient,
  ref: PlannedJob,
  options: WaitOptions<Job<ServiceName, OwnServices>>,
  caller: Caller,
): Promise<CallResult> {
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
