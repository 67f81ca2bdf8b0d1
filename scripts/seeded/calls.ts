import { JobFailedError, type JobOf, type JobsClient } from "../../src/index.ts";
import type { CallPlan } from "./plan.ts";
import type { OwnServices, Service } from "./services.ts";
import { type Moment, never, type World } from "./world.ts";

export type Client = JobsClient<OwnServices>;

export interface Ref {
  readonly service: Service;
  readonly id: string;
}

export type AnyJob = JobOf<string, string, unknown>;

export interface Update extends Moment {
  readonly job: AnyJob;
}

/** How a wait ended. */
export interface Outcome {
  readonly ref?: unknown;
  readonly job?: AnyJob | undefined;
  readonly error?: unknown;
}

/** What a call of the client is to be. */
export interface CallOrder
  extends Pick<CallPlan, "method" | "listener">,
    Partial<Pick<CallPlan, "abortsAfter" | "leavesAfter">> {
  readonly options: Partial<CallPlan["options"]>;
}

/** A call, what it reported, and how it ended. */
export interface Call<Order = CallPlan> {
  readonly plan: Order;
  readonly refs: readonly Ref[];
  readonly updates: readonly Update[];
  readonly signal: AbortSignal;
  readonly began: Moment;
  aborted: Moment;
  settled: Moment;
  /** Whether the loop over `watch` was left. */
  hasLeft: boolean;
  /** Of each reference, in order; of any call but `waitAll` there is one. */
  outcomes: readonly Outcome[];
  error?: unknown;
}

/** What the signals abort with, and what the listeners throw. */
export const enough = new Error("enough");
export const mine = new Error("mine");

/** How long a slow listener takes, in milliseconds. */
export const SLOW = 3_000;

/** Which change a listener that throws, rejects or aborts does so at. */
export const BAD_UPDATE = 2;

/** @param refs - one, unless it is `waitAll` */
export async function makeCall<Order extends CallOrder>(
  plan: Order,
  refs: readonly Ref[],
  client: Client,
  world: Pick<World, "moment" | "sleep">,
  controller = new AbortController(),
): Promise<Call<Order>> {
  const { method, abortsAfter, listener, leavesAfter } = plan;
  const { signal } = controller;
  const updates: Update[] = [];
  const began = world.moment();
  const call: Call<Order> = {
    ...{ plan, refs, updates, signal, began, aborted: never, settled: never },
    ...{ hasLeft: false, outcomes: [] },
  };

  function abort(): void {
    if (call.settled === never && call.aborted === never) {
      call.aborted = world.moment();
      controller.abort(enough);
    }
  }

  function onUpdate(job: AnyJob): unknown {
    updates.push({ job, ...world.moment() });
    call.hasLeft = updates.length === leavesAfter;
    const isBad = !call.hasLeft && updates.length === BAD_UPDATE;
    const reactions: Readonly<Record<CallPlan["listener"], () => unknown>> = {
      quick: () => undefined,
      slow: () => world.sleep(SLOW),
      hanging: () => new Promise(() => {}),
      throwing: () => {
        if (isBad) {
          throw mine;
        }
      },
      rejecting: () => isBad && Promise.reject(mine),
      aborting: () => isBad && abort(),
    };
    return reactions[listener]();
  }

  async function watch(): Promise<AnyJob | undefined> {
    for await (const job of client.watch(ref, options)) {
      await onUpdate(job);
      if (call.hasLeft) {
        break;
      }
    }
    return updates.at(-1)?.job;
  }

  if (abortsAfter !== undefined) {
    world.sleep(abortsAfter).then(abort);
  }
  const options = { ...plan.options, signal };
  const ref = refs[0] as Ref;
  try {
    const waits = {
      get: () => client.get(ref, { signal }),
      wait: () => client.wait(ref, { ...options, onUpdate }),
      watch,
    };
    call.outcomes =
      method === "waitAll"
        ? await client.waitAll(refs, { ...options, onUpdate })
        : [{ job: (await waits[method]()) as AnyJob | undefined }];
  } catch (error) {
    call.error = error;
    // A failed job is a job.
    call.outcomes = [error instanceof JobFailedError ? { job: error.job } : { error }];
  }
  call.settled = world.moment();
  return call;
}

/** All jobs that came out of a call. */
export function jobsIn({ updates, outcomes, error }: Call): AnyJob[] {
  const errors = [error, ...outcomes.map((outcome) => outcome.error)] as (
    | { job?: AnyJob; lastJob?: AnyJob }
    | undefined
  )[];
  const jobs = [...updates, ...outcomes, ...errors, ...errors.map((each) => ({ job: each?.lastJob }))];
  return [...new Set(jobs.map((each) => each?.job))].filter((job) => job !== undefined);
}

/** All errors that came out of a call. */
export function errorsIn({ outcomes, error }: Call): unknown[] {
  return [...new Set([error, ...outcomes.map((outcome) => outcome.error)])].filter((each) => each !== undefined);
}
