import { asError } from "../errors/cause.ts";
import { JobFailedError } from "../errors/job-errors.ts";
import type { AnyJob } from "../job.ts";
import { badOption } from "../validate.ts";
import { follow } from "./follow.ts";
import { planWait } from "./options.ts";
import type { Surroundings, Target } from "./poller.ts";
import { createScheduler } from "./scheduler.ts";
import { type JobUpdates, watch } from "./watch.ts";

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
export function createWaiting(targetOf: (ref: unknown) => Target, surroundings: Surroundings): Waiting {
  const scheduler = createScheduler(surroundings);

  return {
    async wait(ref, options) {
      const job = await follow(targetOf(ref), planWait(options), scheduler, surroundings);
      if (job.state === "failed") {
        throw new JobFailedError(job);
      }
      return job;
    },

    watch(ref, options) {
      const plan = planWait(options);
      const target = targetOf(ref);
      return watch(
        (signal, onUpdate) => follow(target, { ...plan, signal, onUpdate }, scheduler, surroundings),
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
          return { ref, job: await follow(targetOf(ref), plan, scheduler, surroundings) };
        } catch (error) {
          plan.signal?.throwIfAborted();
          return { ref, error: asError(error) };
        }
      };
      return Promise.all(Array.from(refs, outcomeOf));
    },
  };
}
