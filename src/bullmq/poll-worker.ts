import { DelayedError, type Job, Queue } from "bullmq";
import type { ServiceClient } from "../client.ts";
import type { RateLimit } from "../http/rate.ts";
import type { Permit } from "../http/rate-limiter.ts";
import type { Rejection } from "../http/retry.ts";
import { type AnyJob, isTerminal } from "../job.ts";
import type { ResolvedOptions } from "../options.ts";
import { failedPoll, goneAsJob, type PollResult } from "../polling/decide.ts";
import { emitPoll } from "../polling/poller.ts";
import { abortable, forwardAbort } from "../util/abort.ts";
import { ClosableWorker, closeWithTimeout } from "./close-with-timeout.ts";
import { deadlineOf, type JobData, type StoredOutcome, stateOf, storeError, storeJob } from "./job-data.ts";
import { limiterWindow } from "./limiter-window.ts";
import { nextStep, pauseAfter, timeoutOutcome } from "./next-step.ts";
import { queueName, type ResolvedRedisOptions } from "./queues.ts";

/** What a worker has for all its services. */
export interface WorkerContext extends ResolvedRedisOptions {
  readonly options: ResolvedOptions;
  readonly limit: RateLimit;
  readonly onUpdate: (job: AnyJob) => unknown;
}

/** How many requests of one worker to one service may be in flight. */
const DEFAULT_CONCURRENCY = 100;

/**
 * The first request of a process is slow. Permits taken meanwhile would all be used at once and exceed the rate, so the
 * first request is sent alone, but for no longer than this, in milliseconds.
 */
const SLOW_START = 1_000;

/**
 * When a worker dies, its polls are left behind. Other workers take them over when the lock has expired, at the next of
 * these checks; in milliseconds.
 */
const LOCK_DURATION = 5_000;
const STALLED_INTERVAL = 2_000;

/** How soon a worker goes on when Redis is back, in milliseconds; BullMQ's default is 15 s. */
const RUN_RETRY_DELAY = 1_000;

type Wait = Job<JobData, StoredOutcome, string>;

/** Polls the jobs of one service; returns the function that stops it. */
export function startPollWorker(
  { service, fetchJob }: ServiceClient,
  { options, redis, onRedisError, limit, onUpdate }: WorkerContext,
): () => Promise<void> {
  const { timers, clock, emit } = options;
  const { gone } = service.definition;
  const name = queueName(service.name);
  const queue = new Queue(name, redis);
  const closing = new AbortController();
  const concurrency = limit.concurrency ?? DEFAULT_CONCURRENCY;
  let pausedUntil = 0;

  /** One poll of one wait: one attempt of BullMQ. */
  async function poll(wait: Wait, token: string | undefined): Promise<StoredOutcome> {
    const { data } = wait;
    const deadline = timers.now() + deadlineOf(data) - clock.now();
    if (deadline <= timers.now()) {
      return timeoutOutcome(data);
    }
    const controller = new AbortController();
    const { signal } = controller;
    const release = forwardAbort(closing.signal, controller);
    const cancelStart =
      worker.concurrency < concurrency ? timers.schedule(timers.now() + SLOW_START, startAll) : () => {};
    const cancelDeadline = Number.isFinite(deadline) ? timers.schedule(deadline, () => controller.abort()) : () => {};
    /** After an abort: the timeout has passed, or another worker polls again. */
    const afterAbort = (known: JobData) =>
      closing.signal.aborted
        ? putBack(wait, data, clock.now() + data.rules.interval.min, token)
        : timeoutOutcome(known);
    try {
      const reported: { rejection?: Rejection | undefined } = {};
      // BullMQ's limiter has granted the permit.
      const permit: Permit = { report: (rejection) => Object.assign(reported, { rejection }), release() {} };
      const fetching = fetchJob(data.ref, { signal, permit, maxAttempts: 1 });
      const result: PollResult = await abortable(fetching, signal).catch(failedPoll);
      worker.concurrency = concurrency;
      if (reported.rejection !== undefined) {
        await pause(pauseAfter(reported.rejection));
      }
      if (signal.aborted) {
        return await afterAbort(data);
      }
      const { lastJob } = stateOf(data);
      emitPoll(emit, data.ref, wait.attemptsStarted, goneAsJob(lastJob, result, gone), lastJob);
      const step = nextStep(data, result, clock.now(), gone);
      const { change } = step;
      if (change !== undefined) {
        if (isTerminal(change)) {
          // The job finished in time, however long `onUpdate` takes.
          cancelDeadline();
        }
        try {
          await abortable(new Promise((resolve) => resolve(onUpdate(change))), signal);
        } catch (error) {
          return signal.aborted ? await afterAbort(step.data) : storeError(data.ref, error);
        }
        await wait.updateProgress(storeJob(change));
      }
      return step.outcome ?? (await putBack(wait, step.data, step.dueAt, token));
    } finally {
      release();
      cancelStart();
      cancelDeadline();
    }
  }

  function startAll(): void {
    worker.concurrency = concurrency;
    // BullMQ fetches more when a poll has ended, or else when it is resumed.
    worker.pause(true).then(() => worker.resume(), onRedisError);
  }

  /** Pauses all workers of the service, for at least as long as any response has asked. */
  async function pause(duration: number): Promise<void> {
    pausedUntil = Math.max(pausedUntil, clock.now() + duration);
    const known = await queue.getRateLimitTtl();
    const remaining = pausedUntil - clock.now();
    if (known < remaining) {
      await queue.rateLimit(remaining);
    }
  }

  const worker = new ClosableWorker<JobData, StoredOutcome>(name, poll, {
    ...redis,
    concurrency: 1,
    limiter: limiterWindow(limit.requestsPerSecond),
    lockDuration: LOCK_DURATION,
    stalledInterval: STALLED_INTERVAL,
    maxStalledCount: Number.MAX_SAFE_INTEGER,
    runRetryDelay: RUN_RETRY_DELAY,
  });
  worker.on("error", onRedisError);
  queue.on("error", onRedisError);

  return async () => {
    closing.abort();
    await worker.close();
    await closeWithTimeout(queue);
  };
}

/** A poll is one attempt; the next poll is the same job of BullMQ again, later. */
async function putBack(wait: Wait, data: JobData, dueAt: number, token: string | undefined): Promise<never> {
  await wait.updateData(data);
  await wait.moveToDelayed(dueAt, token);
  throw new DelayedError();
}
