import { type Emit, errorFields } from "../events.ts";
import type { Manner } from "../http/attempt.ts";
import type { Permit, RateLimiter } from "../http/rate-limiter.ts";
import type { AnyJob } from "../job.ts";
import type { CheckedRef } from "../services/job-ref.ts";
import { abortable } from "../util/abort.ts";
import { type Clock, LONGEST_RETRY_AFTER } from "../util/clock.ts";
import type { Timers } from "../util/timers.ts";
import { failedPoll, isChange, type PollResult, type Sight } from "./decide.ts";

/** A job as waiting sees it: checked, in a queue for its endpoint, and looked at with one request. */
export interface JobRequest {
  readonly ref: CheckedRef;
  readonly limiter: Pick<RateLimiter, "enqueue">;
  fetchJob(manner: Omit<Manner, "judge">): Promise<Sight>;
}

/** One caller's interest in a job. Times are those of the alarms. */
export interface Subscriber {
  /** When it wants the next poll; absent while it is busy with the last one. */
  readonly dueAt: number | undefined;
  /** When it gives up. */
  readonly until: number;
  /** The shortest pause after a poll, in milliseconds. */
  readonly floor: number;
  onResult(seen: PollResult): void;
}

/** Polls one job for all who follow it. */
export interface Poller {
  subscribe(follower: Subscriber): void;
  /** To be called when a follower is due at another time. */
  reschedule(follower: Subscriber): void;
  unsubscribe(follower: Subscriber): void;
}

/** Where waits take place. */
export interface PollerContext {
  /** Tells the time of day, to compare with what services tell. */
  readonly clock: Clock;
  readonly alarms: Timers;
  readonly emit: Emit;
}

/**
 * Polls a job when the first of its followers is due, but never sooner after a poll than that one's floor. Once the last
 * follower has left, no alarm, no place in the queue and no request stays behind.
 *
 * @param onEmpty - called when the last follower has left
 */
function createPoller(target: JobRequest, { alarms, emit }: PollerContext, onEmpty: () => void): Poller {
  const { ref, limiter, fetchJob } = target;
  const followers = new Set<Subscriber>();
  let polledAt = -Infinity;
  /** So long the server asked to wait. */
  let quietUntil = -Infinity;
  let polls = 0;
  let last: AnyJob | undefined;
  /** When the alarm for the next poll rings; a poll that is under way or in the queue comes before any alarm. */
  let nextAt = Infinity;
  let stop = (): void => {};

  function dueOf({ dueAt, until, floor }: Subscriber): number {
    const isWaiting = dueAt !== undefined && alarms.now() < until;
    return isWaiting ? Math.max(dueAt, polledAt + floor, quietUntil) : Infinity;
  }

  /** When the first of the followers is due. */
  function earliest(): number {
    let due = Infinity;
    for (const follower of followers) {
      due = Math.min(due, dueOf(follower));
    }
    return due;
  }

  function reschedule(follower: Subscriber): void {
    const due = dueOf(follower);
    if (due < nextAt) {
      stop();
      wakeAt(due);
    }
  }

  function wakeAt(at: number): void {
    nextAt = at;
    if (at <= alarms.now()) {
      enqueue();
    } else {
      stop = alarms.schedule(at, wake);
    }
  }

  /** A follower that was due may have left, or want to be due later. */
  function wake(): void {
    nextAt = Infinity;
    const due = earliest();
    if (due < Infinity) {
      wakeAt(due);
    }
  }

  function enqueue(): void {
    nextAt = -Infinity;
    let giveUp = (): void => {};
    let controller: AbortController | undefined;
    // Before the queue is entered: a turn may come at once, and what follows it has a way to stop of its own.
    stop = () => {
      giveUp();
      controller?.abort();
    };
    giveUp = limiter.enqueue((turn) => {
      if (earliest() > alarms.now()) {
        // The one for whom it was has left.
        turn.release();
        wake();
        return;
      }
      controller = new AbortController();
      poll(turn, controller.signal);
    });
  }

  async function poll(turn: Permit, signal: AbortSignal): Promise<void> {
    polls += 1;
    let seen: PollResult;
    try {
      // What the look calls at once (listeners, credentials) may stop it, once all is set up for that.
      await null;
      seen = await abortable(fetchJob({ signal, turn, maxAttempts: 1 }), signal);
    } catch (error) {
      seen = failedPoll(error);
    } finally {
      turn.release();
    }
    if (!signal.aborted) {
      polledAt = alarms.now();
      quietUntil = polledAt + Math.min(seen.retryAfter ?? 0, LONGEST_RETRY_AFTER);
      stop = () => {};
      tell(seen);
      wake();
    }
  }

  function tell(seen: PollResult): void {
    emitPoll(emit, ref, polls, seen, last);
    last = "job" in seen ? seen.job : last;
    // Who joins meanwhile has not asked for this poll.
    for (const follower of [...followers]) {
      if (followers.has(follower)) {
        follower.onResult(seen);
      }
    }
  }

  return {
    subscribe(follower) {
      followers.add(follower);
      reschedule(follower);
    },
    reschedule,
    unsubscribe(follower) {
      if (followers.delete(follower) && followers.size === 0) {
        // First of all: whoever hears of the abort and comes back needs a poller that is not at its end.
        onEmpty();
        stop();
      }
    },
  };
}

/**
 * Tells of a poll, and of the change that it brought.
 *
 * @param poll - 1 for the first one
 * @param last - the job as the poll before saw it
 */
export function emitPoll(emit: Emit, ref: CheckedRef, poll: number, seen: PollResult, last: AnyJob | undefined): void {
  if (!("job" in seen)) {
    emit({ type: "poll", ...ref, poll, ...errorFields(seen.error) });
    return;
  }
  const { job } = seen;
  emit({ type: "poll", ...ref, poll, state: job.state });
  if (isChange(last, job)) {
    emit({ type: "change", ...ref, from: last?.state, to: job.state, status: job.status });
  }
}

/** All polls of a client. A job that several callers follow is polled once for all of them. */
export interface Scheduler {
  join(target: JobRequest, follower: Subscriber): Poller;
}

export function createScheduler(surroundings: PollerContext): Scheduler {
  const pollers = new Map<string, Poller>();
  return {
    join(target, follower) {
      // Service, ID and project: none of the three can hold a slash.
      const key = Object.values(target.ref).join("/");
      const poller = pollers.get(key) ?? createPoller(target, surroundings, () => pollers.delete(key));
      pollers.set(key, poller);
      poller.subscribe(follower);
      return poller;
    },
  };
}
