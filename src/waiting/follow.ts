import { onAbort } from "../abort.ts";
import { WaitTimeoutError } from "../errors/job-errors.ts";
import { type AnyJob, isTerminal } from "../job.ts";
import type { WaitPlan } from "./options.ts";
import type { Follower, Surroundings, Target } from "./poller.ts";
import { ageOf, nextDelay } from "./schedule.ts";
import type { Scheduler } from "./scheduler.ts";
import { freshWait, judgePoll, type Seen, type Verdict } from "./wait-state.ts";

/**
 * One wait: follows a job until it is over, and resolves with it, well ended or not. However it ends, no alarm and no
 * listener stays behind.
 *
 * Rejects with `WaitTimeoutError`, with the signal's reason, with what `onUpdate` threw, or with the error of a poll
 * that will not get better by asking again.
 */
export function follow(
  target: Target,
  plan: WaitPlan,
  scheduler: Scheduler,
  { alarms, clock }: Surroundings,
): Promise<AnyJob> {
  const { timeout, interval, notFoundGrace, failOnUnknown, signal } = plan;
  const began = { at: alarms.now(), time: clock.now() };
  const deadline = began.at + timeout;
  let state = freshWait;

  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const follower: Follower & { dueAt: number | undefined } = {
      dueAt: began.at,
      until: deadline,
      floor: interval.min,
      see,
    };
    let isOver = false;
    const release = onAbort(signal, () => fail(signal?.reason));
    const cancelDeadline = Number.isFinite(timeout) ? alarms.set(deadline, expire) : () => {};
    const poller = scheduler.join(target, follower);

    function finish(): void {
      isOver = true;
      release();
      cancelDeadline();
      poller.leave(follower);
    }

    function fail(error: unknown): void {
      finish();
      reject(error);
    }

    function expire(): void {
      fail(new WaitTimeoutError(target.ref, timeout, state.last, state.trouble));
    }

    function see(seen: Seen): void {
      if (follower.dueAt === undefined) {
        // Others had the job polled while the listener is busy with the poll before.
        return;
      }
      const isInGrace = alarms.now() - began.at < notFoundGrace;
      const verdict = judgePoll(state, seen, { isInGrace, failOnUnknown });
      state = verdict.state;
      const { change } = verdict;
      if (change === undefined) {
        conclude(verdict, seen);
        return;
      }
      if (isTerminal(change)) {
        // The job made it in time, however long its listener takes.
        cancelDeadline();
      }
      follower.dueAt = undefined;
      new Promise((told) => told(plan.onUpdate(change))).then(() => conclude(verdict, seen), fail);
    }

    function conclude({ end }: Verdict, { hint }: Seen): void {
      if (isOver) {
        return;
      }
      if (end === undefined) {
        const now = alarms.now();
        const { last, failures } = state;
        // A clock that was set back knows of no age.
        const age = Math.max(ageOf(last, began.time, clock.now()), now - began.at);
        const left = deadline - now;
        follower.dueAt = now + nextDelay({ interval, age, left, hint, failures, progress: last?.progress });
        poller.arrange(follower);
      } else {
        finish();
        "job" in end ? resolve(end.job) : reject(end.error);
      }
    }
  });
}
