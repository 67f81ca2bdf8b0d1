import { eventError } from "../errors/base.ts";
import type { Emit } from "../events.ts";
import type { AnyJob, TerminalState } from "../job.ts";
import type { CheckedRef } from "../services/job-ref.ts";
import { abortable } from "../util/abort.ts";
import { type Clock, LONGEST_RETRY_AFTER } from "../util/clock.ts";
import type { Timers } from "../util/timers.ts";
import { type FetchedJob, failedPoll, goneAsJob, isChange, type PollResult } from "./decide.ts";

export interface JobRequest {
  readonly ref: CheckedRef;
  /** What it means that the job is gone after it was seen. */
  readonly gone: TerminalState | undefined;
  /**
   * Calls back when one poll may be sent, at once or later. The function that it returns leaves the queue.
   */
  enqueue(start: (poll: PermittedPoll) => void): () => void;
}

export interface PermittedPoll {
  fetchJob(signal: AbortSignal): Promise<FetchedJob>;
  /** Returns the permit; further calls do nothing. */
  release(): void;
}

/** One caller that waits for a job. Times are those of the timers. */
export interface Subscriber {
  /** When it wants the next poll; absent while it handles the last one. */
  readonly dueAt: number | undefined;
  readonly until: number;
  /** The shortest pause after a poll, in milliseconds. */
  readonly floor: number;
  /** @param began - when the poll was sent */
  onResult(result: PollResult, began: number): void;
}

export interface Poller {
  subscribe(subscriber: Subscriber): void;
  /** To be called when a subscriber's `dueAt` has changed. */
  reschedule(subscriber: Subscriber): void;
  unsubscribe(subscriber: Subscriber): void;
}

export interface PollerContext {
  /** The wall clock, to compare with the times that services report. */
  readonly clock: Clock;
  readonly timers: Timers;
  readonly requestTimeout: number;
  readonly emit: Emit;
}

/** All pollers of a client: a job that several callers wait for is polled once for all of them. */
export function createPollers(context: PollerContext): (request: JobRequest) => Poller {
  const pollers = new Map<string, Poller>();
  return (request) => {
    const { service, id, projectId } = request.ref;
    // Unambiguous: only an ID has slashes, and in one service always the same number.
    const key = `${service}/${id}/${projectId}`;
    const poller = pollers.get(key) ?? createPoller(request, context, () => pollers.delete(key));
    pollers.set(key, poller);
    return poller;
  };
}

/**
 * Polls a job when the first of its subscribers is due, but never sooner after a poll than that one's floor. Once the last
 * subscriber has left, no timer, no place in the queue and no request stays behind.
 *
 * @param onEmpty - called when the last subscriber has left
 */
function createPoller(request: JobRequest, { timers, emit }: PollerContext, onEmpty: () => void): Poller {
  const subscribers = new Set<Subscriber>();
  let polledAt = -Infinity;
  /** Until when the server asked to wait. */
  let pausedUntil = -Infinity;
  let polls = 0;
  let lastJob: AnyJob | undefined;
  /** Time of the next poll: `Infinity` when none is scheduled, `-Infinity` while one is queued or in flight. */
  let nextAt = Infinity;
  let cancel = (): void => {};

  function dueOf({ dueAt, until, floor }: Subscriber): number {
    const isWaiting = dueAt !== undefined && timers.now() < until;
    return isWaiting ? Math.max(dueAt, polledAt + floor, pausedUntil) : Infinity;
  }

  function earliestDue(): number {
    let due = Infinity;
    for (const subscriber of subscribers) {
      due = Math.min(due, dueOf(subscriber));
    }
    return due;
  }

  function reschedule(subscriber: Subscriber): void {
    scheduleAt(dueOf(subscriber));
  }

  /** Unless the next poll is sooner. */
  function scheduleAt(due: number): void {
    if (due >= nextAt) {
      return;
    }
    cancel();
    nextAt = due;
    if (due <= timers.now()) {
      enqueue();
    } else {
      cancel = timers.schedule(due, scheduleNext);
      emit?.({ type: "schedule", ...request.ref, delay: due - timers.now() });
    }
  }

  /** Checks again who is due: a subscriber may have left, or become due later. */
  function scheduleNext(): void {
    nextAt = Infinity;
    cancel = () => {};
    scheduleAt(earliestDue());
  }

  function enqueue(): void {
    nextAt = -Infinity;
    let leaveQueue = (): void => {};
    let controller: AbortController | undefined;
    // Set before queueing, because the limiter may call back synchronously.
    cancel = () => {
      leaveQueue();
      controller?.abort();
    };
    leaveQueue = request.enqueue((permitted) => {
      if (earliestDue() > timers.now()) {
        // The subscriber that was due has left.
        permitted.release();
        scheduleNext();
        return;
      }
      controller = new AbortController();
      poll(permitted, controller.signal);
    });
  }

  async function poll(permitted: PermittedPoll, signal: AbortSignal): Promise<void> {
    polls += 1;
    const began = timers.now();
    let result: PollResult;
    try {
      // Yield once, so that listeners called synchronously by the request can already cancel it.
      await null;
      result = await abortable(permitted.fetchJob(signal), signal);
    } catch (error) {
      result = failedPoll(error);
    } finally {
      permitted.release();
    }
    if (!signal.aborted) {
      polledAt = timers.now();
      pausedUntil = polledAt + Math.min(result.retryAfter ?? 0, LONGEST_RETRY_AFTER);
      cancel = () => {};
      publish(result, began);
      scheduleNext();
    }
  }

  function publish(result: PollResult, began: number): void {
    const known = goneAsJob(lastJob, result, request.gone);
    emitPoll(emit, request.ref, polls, known, lastJob);
    lastJob = known.job ?? lastJob;
    // Iterate over a copy: a subscriber that joins now did not ask for this result.
    for (const subscriber of [...subscribers]) {
      if (subscribers.has(subscriber)) {
        subscriber.onResult(result, began);
      }
    }
  }

  return {
    subscribe(subscriber) {
      subscribers.add(subscriber);
      reschedule(subscriber);
    },
    reschedule,
    unsubscribe(subscriber) {
      if (subscribers.delete(subscriber) && subscribers.size === 0) {
        // Unregister first: an abort listener may wait again and must get a new poller.
        onEmpty();
        cancel();
      }
    },
  };
}

/**
 * Emits the events of a poll, and of the change that it brought.
 *
 * @param poll - 1 for the first one
 * @param lastJob - the job as the poll before saw it
 */
export function emitPoll(
  emit: Emit,
  ref: CheckedRef,
  poll: number,
  { job, error }: PollResult,
  lastJob: AnyJob | undefined,
): void {
  emit?.({ type: "poll", ...ref, poll, ...(job === undefined ? eventError(error) : { state: job.state }) });
  if (emit !== undefined && job !== undefined && isChange(lastJob, job)) {
    emit({ type: "change", ...ref, from: lastJob?.state, to: job.state, status: job.status });
  }
}
