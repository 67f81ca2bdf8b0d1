import type { JobOf, JobsClient } from "../../src/index.ts";
import type { CallPlan, JobPlan } from "./plan.ts";
import type { Moment } from "./server.ts";
import type { ownServices } from "./services.ts";
import type { World } from "./world.ts";

export type Client = JobsClient<typeof ownServices>;

export type AnyJob = JobOf<string, string, unknown>;

export interface Update extends Moment {
  readonly job: AnyJob;
}

/** How one of `waitAll`'s waits ended. */
export interface Outcome {
  readonly ref: unknown;
  readonly job?: AnyJob | undefined;
  readonly error?: unknown;
}

/** A call, what it reported, and how it ended. */
export interface Call {
  readonly plan: CallPlan;
  readonly refs: readonly unknown[];
  readonly updates: readonly Update[];
  readonly signal: AbortSignal;
  readonly began: Moment;
  aborted: Moment | undefined;
  settled: Moment | undefined;
  /** Whether the loop over `watch` was left. */
  hasLeft: boolean;
  value?: AnyJob | undefined;
  outcomes?: readonly Outcome[] | undefined;
  error?: unknown;
}

/** What the signals abort with, and what the listeners throw. */
export const enough = new Error("enough");
export const mine = new Error("mine");

/** How long a slow listener takes, in milliseconds. */
export const SLOW = 3_000;

/** Which change a listener that throws, rejects or aborts does so at. */
export const BAD_UPDATE = 2;

export async function makeCall(plan: CallPlan, jobs: readonly JobPlan[], client: Client, world: World): Promise<Call> {
  if (plan.startsAt > 0) {
    await world.sleep(plan.startsAt);
  }
  const controller = new AbortController();
  const { signal } = controller;
  const moment = (): Moment => ({ at: world.now, tick: world.tick() });
  const updates: Update[] = [];
  const planned = plan.jobs.map((index) => jobs[index] as JobPlan);
  const refs = planned.map(({ service, id }) => ({ service, id }));
  const call: Call = {
    plan,
    refs: plan.hasWrongRef ? [...refs, { service: "dcs", id: "../.." } as const] : refs,
    updates,
    signal,
    began: moment(),
    aborted: undefined,
    settled: undefined,
    hasLeft: false,
  };

  function abort(): void {
    if (call.settled === undefined && call.aborted === undefined) {
      call.aborted = moment();
      controller.abort(enough);
    }
  }

  function onUpdate(job: AnyJob): unknown {
    updates.push({ job, ...moment() });
    const isBad = updates.length === BAD_UPDATE;
    switch (plan.listener) {
      case "slow":
        return world.sleep(SLOW);
      case "hanging":
        return new Promise(() => {});
      case "throwing":
        if (isBad) {
          throw mine;
        }
        return undefined;
      case "rejecting":
        return isBad ? Promise.reject(mine) : undefined;
      case "aborting":
        return isBad ? abort() : undefined;
      default:
        return undefined;
    }
  }

  if (plan.abortsAfter !== undefined) {
    world.sleep(plan.abortsAfter).then(abort);
  }
  const options = { ...plan.options, signal };
  try {
    switch (plan.method) {
      case "get":
        call.value = await client.get(refs[0] as never, { signal });
        break;
      case "wait":
        call.value = await client.wait(refs[0] as never, { ...options, onUpdate });
        break;
      case "waitAll":
        call.outcomes = await client.waitAll(call.refs as never, { ...options, onUpdate });
        break;
      case "watch":
        for await (const job of client.watch(refs[0] as never, options)) {
          updates.push({ job, ...moment() });
          call.value = job;
          if (updates.length === plan.leavesAfter) {
            call.hasLeft = true;
            break;
          }
          if (plan.listener === "slow") {
            await world.sleep(SLOW);
          }
          if (plan.listener === "aborting" && updates.length === BAD_UPDATE) {
            abort();
          }
        }
    }
  } catch (error) {
    call.error = error;
  }
  call.settled = moment();
  return call;
}
