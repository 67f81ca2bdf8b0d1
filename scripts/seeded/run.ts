import { getEventListeners } from "node:events";
import { createJobsClient, type JobsEvent } from "../../src/index.ts";
import { type Call, type Client, makeCall, type Outcome, type Ref } from "./calls.ts";
import { type CredentialSource, createCredentials } from "./credentials.ts";
import { historiesOf, type JobHistory } from "./history.ts";
import { type CallPlan, type JobPlan, type Plan, planRun } from "./plan.ts";
import { createRandom } from "./random.ts";
import type { Reply } from "./replies.ts";
import { createServer, type Exchange, healthy } from "./server.ts";
import { endpoints, ownServices } from "./services.ts";
import { createWorld, type Disturbance, inWorld, type Moment, type World } from "./world.ts";

/** All that was seen of a run. */
export interface Observed {
  readonly plan: Plan;
  /** Every call that ended. */
  readonly calls: readonly Call[];
  readonly exchanges: readonly Exchange[];
  readonly events: readonly (Moment & { readonly event: JobsEvent })[];
  /** What happened to time, and when it did. */
  readonly disturbances: readonly Disturbance[];
  readonly credentials: CredentialSource;
  /** What was left when all calls had ended, and after the last ones, which had a healthy server. */
  readonly left: readonly string[];
  /** How the last calls ended: one for each service that was used. */
  readonly lastCalls: readonly Outcome[];
}

/** A run, and what its requests say. */
export interface Run extends Observed {
  readonly histories: readonly JobHistory[];
}

export const PROJECT = "project-1";

export async function observe(seed: number): Promise<Run> {
  const plan = planRun(seed);
  const world = createWorld(plan.disturbances);
  return inWorld(world, createRandom(~seed).next, async () => {
    const credentials = createCredentials(plan.client.credentials, world);
    let hasRecovered = false;
    const isAccepted = (ordinal: number): boolean => hasRecovered || credentials.isAccepted(ordinal);
    const { fetch, exchanges } = createServer(repliesOf(plan.jobs), isAccepted, world);
    const events: Observed["events"][number][] = [];
    const { rateLimit, retry, requestTimeout, hasThrowingListener } = plan.client;
    const client = createJobsClient({
      ...{ rateLimit, retry, requestTimeout, fetch, endpoints },
      projectId: PROJECT,
      credentials: credentials.credentials,
      services: ownServices,
      clock: world.clock,
      onEvent(event) {
        events.push({ event, ...world.moment() });
        if (hasThrowingListener) {
          throw new Error("of the listener");
        }
      },
    });

    const calls: Call[] = [];
    for (const each of plan.calls) {
      startCall(each, plan.jobs, client, world).then((call) => calls.push(call));
    }
    await world.settle(() => calls.length === plan.calls.length);
    const left = leftovers();

    await world.settle();
    hasRecovered = true;
    const used = [...new Set(plan.jobs.map(({ service }) => service))];
    const lastCalls: Outcome[] = [];
    for (const service of used) {
      const ref = { service, id: service === "orders" ? "last/last" : "last" };
      client.wait(ref, { timeout: 900_000 }).then(
        (job) => lastCalls.push({ job }),
        (error) => lastCalls.push({ error }),
      );
    }
    await world.settle(() => lastCalls.length === used.length);
    left.push(...leftovers());
    const observed = { plan, calls, exchanges, events, disturbances: world.happened, credentials, left, lastCalls };
    return { ...observed, histories: historiesOf(observed) };

    function leftovers(): string[] {
      const open = exchanges.filter(({ endedBy }) => endedBy === undefined).length;
      const listeners = calls.flatMap(({ signal }) => getEventListeners(signal, "abort")).length;
      const counts = { timers: world.openTimers, "open requests": open, "listeners of signals": listeners };
      return Object.entries(counts).flatMap(([what, count]) => (count === 0 ? [] : [`${count} ${what}`]));
    }
  });
}

async function startCall(plan: CallPlan, jobs: readonly JobPlan[], client: Client, world: World): Promise<Call> {
  const refs = plan.jobs.map((index): Ref => {
    const { service, id } = jobs[index] as JobPlan;
    return { service, id };
  });
  if (plan.startsAt > 0) {
    await world.sleep(plan.startsAt);
  }
  return makeCall(plan, plan.hasWrongRef ? [...refs, { service: "dcs", id: "../.." }] : refs, client, world);
}

/** Each job's replies in order, the last one again and again; a job that is not planned has succeeded. */
function repliesOf(jobs: readonly JobPlan[]): (exchange: Exchange) => Reply {
  const remaining = new Map(jobs.map(({ service, id, replies }) => [`${service}/${id}`, [...replies]]));
  return ({ service, id }) => {
    const replies = remaining.get(`${service}/${id}`) ?? [];
    const [reply = healthy(service)] = replies;
    if (replies.length > 1) {
      replies.shift();
    }
    return reply;
  };
}
