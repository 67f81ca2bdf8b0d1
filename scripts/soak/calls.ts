/** Makes all calls of a plan, and compares how they end with the plan. */
import { getEventListeners } from "node:events";
import {
  type CredentialsFunction,
  createJobsClient,
  type JobsClientOptions,
  passwordCredentials,
} from "../../src/index.ts";
import type { Clock } from "../../src/util/clock.ts";
import { type Call, type Client, enough, makeCall } from "../seeded/calls.ts";
import { ownServices } from "../seeded/services.ts";
import { type Caller, type CallResult, indexOf, type Plan, type PlannedJob, RATE } from "./plan.ts";
import { increment, timeOf } from "./simulation.ts";

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
export function createCountingClients(plan: Plan, target: Target, gauges: Gauges): Client[] {
  const { endpoints, projectId, clock, requestTimeout, concurrency } = target;
  return credentialsOf(plan, clock).map((credentials, _, { length: kinds }) =>
    createJobsClient({
      ...{ endpoints, projectId, clock, requestTimeout, credentials },
      services: ownServices,
      rateLimit: { requestsPerSecond: RATE / kinds, concurrency },
      onEvent({ type }) {
        gauges.requests += type === "request" ? 1 : 0;
        gauges.inFlight += type === "request" ? 1 : type === "response" || type === "failure" ? -1 : 0;
      },
    }),
  );
}

/**
 * A token, an access key and an IAM user. Renewed ten times in a run, and whenever refused: then another one, as the
 * refused one is not sent again.
 */
function credentialsOf({ length }: Plan, clock: Clock): CredentialsFunction[] {
  let count = 0;
  const expiresAt = () => new Date(clock.now() + length / 10);
  const issueToken = async () => {
    const body = JSON.stringify({ token: { expires_at: expiresAt().toISOString() } });
    return new Response(body, { status: 201, headers: { "X-Subject-Token": `soak-token-${++count}` } });
  };
  const user = { username: "soak", password: "not a secret", domainName: "soak" };
  return [
    () => ({ token: `soak-token-${++count}`, expiresAt: expiresAt() }),
    () => ({ accessKeyId: `AK${++count}`, secretAccessKey: `secret-of-key-${count}`, expiresAt: expiresAt() }),
    passwordCredentials({ ...user, iamEndpoint: "https://iam.invalid", fetch: issueToken }),
  ];
}

export async function makeCalls(
  clients: readonly Client[],
  plan: Plan,
  target: Target,
  gauges: Gauges,
): Promise<CallReport> {
  const { clock, beginsAt, grace } = target;
  const time = timeOf(clock, beginsAt);
  const everyone = new AbortController();
  const results: Record<CallResult, number> = {};
  const mismatches: Mismatch[] = [];
  const lateness: number[] = [];
  /** The calls that have not ended yet. */
  const pending = new Map<Caller, PlannedJob>();
  let listeners = 0;

  function record(caller: Caller, actual: CallResult): void {
    const job = pending.get(caller);
    if (job === undefined) {
      return;
    }
    pending.delete(caller);
    increment(results, actual);
    const { method, expected } = caller;
    // While the process stood still, the job may have ended: a wait polls once more at its deadline, and an abort may be late.
    const isEarlyEnd = expected === "WaitTimeoutError" || expected === "aborted";
    const isEndAfterDelay = isEarlyEnd && actual === job.callers[0]?.expected && time.now >= job.endsAt;
    if (actual !== expected && !isEndAfterDelay) {
      mismatches.push({ job: `${job.service}/${job.id}`, method, expected, actual });
    }
  }

  async function call(job: PlannedJob, caller: Caller): Promise<void> {
    pending.set(caller, job);
    const { service, id } = job;
    const client = clients[indexOf(id) % clients.length] as Client;
    const controller = caller.abortsAfter === undefined ? everyone : new AbortController();
    const ended = await makeCall(caller, [{ service, id }], client, time, controller);
    listeners += controller === everyone ? 0 : getEventListeners(controller.signal, "abort").length;
    record(caller, resultOf(ended));
  }

  async function start(job: PlannedJob): Promise<void> {
    gauges.open += 1;
    const [first, ...others] = job.callers.map((caller) => call(job, caller));
    await first;
    if (["succeeded", "failed"].includes(job.callers[0]?.expected ?? "")) {
      lateness.push(time.now - job.endsAt);
    }
    await Promise.all(others);
    gauges.open -= 1;
  }

  for (const job of plan.jobs) {
    while (time.now < job.startsAt) {
      await clock.sleep(job.startsAt - time.now);
    }
    start(job);
  }
  while (pending.size > 0 && time.now < plan.length + grace) {
    await clock.sleep(plan.length / 300);
  }
  for (const caller of pending.keys()) {
    record(caller, "no end");
  }
  listeners += getEventListeners(everyone.signal, "abort").length;
  everyone.abort();
  return { results, mismatches, lateness, listeners };
}

function resultOf({ hasLeft, outcomes: [outcome] }: Call<Caller>): CallResult {
  if (hasLeft || outcome?.error === enough) {
    return hasLeft ? "left" : "aborted";
  }
  const error = outcome?.error;
  return error instanceof Error ? error.name : (outcome?.job?.state ?? "no value");
}
