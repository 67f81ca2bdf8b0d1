import { race } from "../abort.ts";
import type { Alarms } from "../alarms.ts";
import type { Clock } from "../clock.ts";
import type { Emit } from "../events.ts";
import type { AnyJob } from "../job.ts";
import type { CheckedRef } from "../services/job-ref.ts";
import type { Manner } from "../transport/attempt.ts";
import type { Limiter, Turn } from "../transport/limiter.ts";
import { tellOfPoll } from "./poll-events.ts";
import { LONGEST_HINT } from "./schedule.ts";
import { failedPoll, type Seen, type Sight } from "./wait-state.ts";

/** A job as waiting sees it: checked, in a queue for its endpoint, and looked at with one request. */
export interface Target {
  readonly ref: CheckedRef;
  readonly limiter: Pick<Limiter, "queue">;
  look(manner: Omit<Manner, "judge">): Promise<Sight>;
}

/** One caller's interest in a job. Times are those of the alarms. */
export interface Follower {
  /** When it wants the next poll; absent while it is busy with the last one. */
  readonly dueAt: number | undefined;
  /** When it gives up. */
  readonly until: number;
  /** The shortest pause after a poll, in milliseconds. */
  readonly floor: number;
  see(seen: Seen): void;
}

/** Polls one job for all who follow it. */
export interface Poller {
  join(follower: Follower): void;
  /** To be called when a follower is due at another time. */
  arrange(follower: Follower): void;
  leave(follower: Follower): void;
}

/** Where waits take place. */
export interface Surroundings {
  /** Tells the time of day, to compare with what services tell. */
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly emit: Emit;
}

/**
 * Polls a job when the first of its followers is due, but never sooner after a poll than that one's floor. Once the last
 * follower has left, no alarm, no place in the queue and no request stays behind.
 *
 * @param onEmpty - called when the last follower has left
 */
export function createPoller(target: Target, { alarms, emit }: Surroundings, onEmpty: () => void): Poller {
  const { ref, limiter, look } = target;
  const followers = new Set<Follower>();
  let polledAt = -Infinity;
  /** So long the server asked to wait. */
  let quietUntil = -Infinity;
  let polls = 0;
  let last: AnyJob | undefined;
  /** When the alarm for the next poll rings; a poll that is under way or in the queue comes before any alarm. */
  let nextAt = Infinity;
  let stop = (): void => {};

  function dueOf({ dueAt, until, floor }: Follower): number {
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

  function arrange(follower: Follower): void {
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
      stop = alarms.set(at, wake);
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
    giveUp = limiter.queue((turn) => {
      if (earliest() > alarms.now()) {
        // The one for whom it was has left.
        turn.end();
        wake();
        return;
      }
      controller = new AbortController();
      poll(turn, controller.signal);
    });
  }

  async function poll(turn: Turn, signal: AbortSignal): Promise<void> {
    polls += 1;
    let seen: Seen;
    try {
      // What the look calls at once (listeners, credentials) may stop it, once all is set up for that.
      await null;
      seen = await race(look({ signal, turn, maxAttempts: 1 }), signal);
    } catch (error) {
      seen = failedPoll(error);
    } finally {
      turn.end();
    }
    if (!signal.aborted) {
      polledAt = alarms.now();
      quietUntil = polledAt + Math.min(seen.hint ?? 0, LONGEST_HINT);
      stop = () => {};
      tell(seen);
      wake();
    }
  }

  function tell(seen: Seen): void {
    tellOfPoll(emit, ref, polls, seen, last);
    last = "job" in seen ? seen.job : last;
    // Who joins meanwhile has not asked for this poll.
    for (const follower of [...followers]) {
      if (followers.has(follower)) {
        follower.see(seen);
      }
    }
  }

  return {
    join(follower) {
      followers.add(follower);
      arrange(follower);
    },
    arrange,
    leave(follower) {
      if (followers.delete(follower) && followers.size === 0) {
        // First of all: whoever hears of the abort and comes back needs a poller that is not at its end.
        onEmpty();
        stop();
      }
    },
  };
}
