import type { Clock } from "../clock.ts";
import { say } from "../errors/cause.ts";
import { JobFailedError } from "../errors/job-errors.ts";
import { JobsError } from "../errors/jobs-error.ts";
import type { Emit } from "../events.ts";
import type { AnyJob } from "../job.ts";
import type { CheckedRef } from "../services/job-ref.ts";
import { badOption } from "../validate.ts";
import { follow, type Sight } from "./follow.ts";
import { planWait, type WaitPlan } from "./options.ts";
import { type JobUpdates, watch } from "./watch.ts";

/** A job as waiting sees it: checked, and looked at with one request. */
export interface Target {
  readonly ref: CheckedRef;
  look(signal: AbortSignal): Promise<Sight>;
}

/** How one of many waits ended: with a job, failed ones included, or with the error that kept it from ending. */
export type OutcomeOf<R, J> =
  | { readonly ref: R; readonly job: J; readonly error?: undefined }
  | { readonly ref: R; readonly error: Error; readonly job?: undefined };

/** The three ways to wait. */
export interface Waiting {
  wait(ref: unknown, options: unknown): Promise<AnyJob>;
  watch(ref: unknown, options: unknown): JobUpdates<AnyJob>;
  waitAll(refs: unknown, options: unknown): Promise<OutcomeOf<unknown, AnyJob>[]>;
}

/**
 * Builds the ways to wait on a way to look.
 *
 * @param targetOf - checks a reference; throws `ConfigurationError` when it is none
 */
export function createWaiting(targetOf: (ref: unknown) => Target, clock: Clock, emit: Emit): Waiting {
  const followRef = (ref: unknown, plan: WaitPlan): Promise<AnyJob> => {
    const target = targetOf(ref);
    return follow(target.look, target.ref, plan, { clock, emit });
  };

  return {
    async wait(ref, options) {
      const job = await followRef(ref, planWait(options));
      if (job.state === "failed") {
        throw new JobFailedError(job);
      }
      return job;
    },

    watch(ref, options) {
      const plan = planWait(options);
      const { look, ref: checked } = targetOf(ref);
      return watch(
        (signal, onUpdate) => follow(look, checked, { ...plan, signal, onUpdate }, { clock, emit }),
        plan.signal,
      );
    },

    async waitAll(refs, options) {
      if (!Array.isArray(refs)) {
        throw badOption("refs", "an array of job references", refs);
      }
      const plan = planWait(options);
      plan.signal?.throwIfAborted();
      const outcomeOf = async (ref: unknown): Promise<OutcomeOf<unknown, AnyJob>> => {
        try {
          return { ref, job: await followRef(ref, plan) };
        } catch (error) {
          plan.signal?.throwIfAborted();
          return { ref, error: asError(error) };
        }
      };
      return Promise.all(Array.from(refs, outcomeOf));
    },
  };
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new JobsError(`A wait ended with ${say(thrown)}.`, { cause: thrown });
}
