import { getEventListeners } from "node:events";
import { createJobsClient, type JobsEvent } from "../../src/index.ts";
import { type Call, type Client, makeCall } from "./calls.ts";
import { type CredentialSource, createCredentials } from "./credentials.ts";
import { serviceNames } from "./model.ts";
import { type Plan, planRun } from "./plan.ts";
import { createRandom } from "./random.ts";
import { createServer, type Exchange, type Moment } from "./server.ts";
import { endpointOf, ownServices } from "./services.ts";
import { createWorld, type Disturbance, inWorld } from "./world.ts";

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
  readonly lastCalls: readonly (object & { readonly name?: string; readonly state?: string })[];
}

export const PROJECT = "project-1";

export async function observe(seed: number): Promise<Observed> {
  const plan = planRun(seed);
  const world = createWorld(plan.disturbances);
  return inWorld(world, createRandom(~seed).next, async () => {
    const credentials = createCredentials(plan.client.credentials, world);
    const server = createServer(plan.jobs, credentials, world);
    const events: (Moment & { readonly event: JobsEvent })[] = [];
    const { rateLimit, retry, requestTimeout, hasThrowingListener } = plan.client;
    const client: Client = createJobsClient({
      endpoints: Object.fromEntries(serviceNames.map((name) => [name, endpointOf(name)])),
      projectId: PROJECT,
      credentials: credentials.credentials,
      services: ownServices,
      fetch: server.fetch,
      clock: world.clock,
      rateLimit,
      retry,
      requestTimeout,
      onEvent(event) {
        events.push({ event, at: world.now, tick: world.tick() });
        if (hasThrowingListener) {
          throw new Error("of the listener");
        }
      },
    });

    const calls: Call[] = [];
    for (const each of plan.calls) {
      makeCall(each, plan.jobs, client, world).then((call) => calls.push(call));
    }
    await world.settle(() => calls.length === plan.calls.length);
    const left = leftovers();

    await world.settle();
    server.recover();
    const used = [...new Set(plan.jobs.map(({ service }) => service))];
    const lastCalls: Observed["lastCalls"][number][] = [];
    for (const service of used) {
      const id = service === "orders" ? "last/last" : "last";
      client.wait({ service, id } as never, { timeout: 900_000 }).then(
        (job: object) => lastCalls.push(job),
        (error: object) => lastCalls.push(error),
      );
    }
    await world.settle(() => lastCalls.length === used.length);
    return {
      plan,
      calls,
      exchanges: server.exchanges,
      events,
      disturbances: world.happened,
      credentials,
      left: [...left, ...leftovers()],
      lastCalls,
    };

    function leftovers(): string[] {
      const open = server.exchanges.filter(({ ended }) => ended === undefined).length;
      const listeners = calls.flatMap(({ signal }) => getEventListeners(signal, "abort")).length;
      const counts = { timers: world.openTimers, "open requests": open, "listeners of signals": listeners };
      return Object.entries(counts).flatMap(([what, count]) => (count === 0 ? [] : [`${count} ${what}`]));
    }
  });
}
