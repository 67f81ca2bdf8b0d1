import { DelayedError, type Job, type Queue } from "bullmq";
import type { ServiceClient } from "../client.ts";
import type { RateLimit } from "../http/rate.ts";
import type { Permit } from "../http/rate-limiter.ts";
import type { Rejection } from "../http/retry.ts";
import { type AnyJob, isTerminal } from "../job.ts";
import type { ResolvedOptions } from "../options.ts";
import { failedPoll, goneAsJob, type PollResult } from "../polling/decide.ts";
import { emitPoll } from "../polling/poller.ts";
import { type CheckedRef, checkRef } from "../services/job-ref.ts";
import { abortable, forwardAbort } from "../util/abort.ts";
import { createBreaks } from "./breaks.ts";
import { PollingWorker } from "./bullmq-internals.ts";
import type { CredentialErrors } from "./credential-errors.ts";
import {
  deadlineOf,
  type JobData,
  readJobData,
  type StoredOutcome,
  storeError,
  storeJob,
  timeoutOutcome,
  unreadableOutcome,
  waitStateOf,
} from "./job-data.ts";
import { limiterWindow } from "./limiter-window.ts";
import { earliestPoll, isRefusal, nextStep, pauseAfter } from "./next-step.ts";
import { RETENTION, repairUnreadable } from "./records.ts";
import type { RedisClock } from "./redis-clock.ts";
import type { ResolvedRedisOptions } from "./redis-options.ts";

/** What a worker has for all its services. */
export interface WorkerContext extends ResolvedRedisOptions {
  readonly options: ResolvedOptions;
  readonly limit: RateLimit;
  readonly unauthorizedGrace: number;
  readonly time: RedisClock;
  readonly credentialErrors: CredentialErrors;
  readonly onUpdate: (job: AnyJob) => unknown;
  /** Called when a poll failed for a reason that is this worker's. */
  readonly onRefusal: (service: string, error: unknown) => void;
}

/** How many requests of one worker to one service may be in flight. */
const DEFAULT_CONCURRENCY = 100;

/**
 * The first request of a process is slow. Permits taken meanwhile would all be used at once and exceed the rate, so the
 * first request is sent alone. After this time, in milliseconds, it is given up, and others are sent.
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

/** BullMQ begins a poll a little early if clocks differ: the worker waits for so long, in milliseconds. */
const LONGEST_HOLD = 1_000;

type Wait = Job<JobData, StoredOutcome, string>;

/** Starts the worker of one queue, which polls the jobs of one service. */
export function startPollWorker(
  queue: Queue<JobData, StoredOutcome>,
  { service, fetchJob }: ServiceClient,
  { options, redis, errors, limit, unauthorizedGrace, time, credentialErrors, onUpdate, onRefusal }: WorkerContext,
) {
  const { timers, clock, emit } = options;
  const { gone } = service.definition;
  const closing = new AbortController();
  const concurrency = limit.concurrency ?? DEFAULT_CONCURRENCY;
  let pausedUntil = 0;

  /** One attempt of BullMQ: one poll, unless the wait has ended or is not due yet. */
  async function attempt(wait: Wait, token: string | undefined): Promise<StoredOutcome> {
    const data = readJobData(wait.data);
    if (typeof data === "string") {
      return unreadableOutcome(data);
    }
    const problem = problemOf(data.ref);
    if (problem !== undefined) {
      return storeError(problem);
    }
    const now = await time.now();
    const outcome = data.outcome ?? (deadlineOf(data) <= now ? timeoutOutcome(data, now) : undefined);
    if (outcome === undefined) {
      const early = earliestPoll(data, wait.attemptsStarted - 1, now, LOCK_DURATION) - now;
      if (early > LONGEST_HOLD) {
        return putBack(wait, data, Math.min(now + early, deadlineOf(data)), token);
      }
      if (early > 0) {
        // At the close the attempt goes on, and puts the wait back.
        await clock.sleep(early, closing.signal).catch(() => {});
      }
    }
    // If this clock is ahead, BullMQ would take the outcomes of others for older than they are.
    wait.opts.removeOnComplete = { age: RETENTION.age + Math.max(0, time.skew() / 1_000) };
    return outcome ?? poll(wait, data, token);
  }

  /** Somebody may have edited the reference, and the worker's credential goes where it leads. */
  function problemOf(ref: CheckedRef): unknown {
    try {
      checkRef({ [service.name]: service }, ref, undefined);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  async function poll(wait: Wait, data: JobData, token: string | undefined): Promise<StoredOutcome> {
    const deadline = timers.now() + deadlineOf(data) - (await time.now());
    const controller = new AbortController();
    const { signal } = controller;
    const release = forwardAbort(closing.signal, controller);
    let isGivenUp = false;
    const giveUp = (): void => {
      worker.concurrency = concurrency;
      isGivenUp = true;
      controller.abort();
    };
    const cancelStart =
      worker.concurrency < concurrency ? timers.schedule(timers.now() + SLOW_START, giveUp) : () => {};
    const cancelDeadline = Number.isFinite(deadline) ? timers.schedule(deadline, () => controller.abort()) : () => {};
    /** After an abort: the timeout has passed, or another worker polls again. */
    const afterAbort = async (known: JobData) =>
      closing.signal.aborted || isGivenUp
        ? putBack(wait, data, (await time.now()) + data.rules.interval.min, token)
        : timeoutOutcome(known, await time.now());
    try {
      const reported: { rejection?: Rejection | undefined } = {};
      // BullMQ's limiter has granted the permit.
      const permit: Permit = { report: (rejection) => Object.assign(reported, { rejection }), release() {} };
      const fetching = fetchJob(data.ref, { signal, permit, maxAttempts: 1 });
      const result: PollResult = await abortable(fetching, signal).catch(failedPoll);
      cancelStart();
      worker.concurrency = concurrency;
      if (reported.rejection !== undefined) {
        await pause(pauseAfter(reported.rejection)).catch(errors.report);
      }
      if (signal.aborted) {
        return await afterAbort(data);
      }
      const isRefused = result.job === undefined && isRefusal(result.error, credentialErrors);
      if (isRefused) {
        onRefusal(service.name, result.error);
      }
      const { lastJob } = waitStateOf(data);
      emitPoll(emit, data.ref, wait.attemptsStarted, goneAsJob(lastJob, result, gone), lastJob);
      const step = nextStep(data, result, await time.now(), { gone, unauthorizedGrace, isRefused });
      const { change } = step;
      if (result.job !== undefined) {
        breaks.afterSuccess();
      } else if (isRefused && step.outcome === undefined) {
        // Otherwise there is nothing to leave to others.
        breaks.afterRefusal();
      }
      if (change !== undefined) {
        if (isTerminal(change)) {
          // The job finished in time, however long `onUpdate` takes.
          cancelDeadline();
        }
        try {
          await abortable(new Promise((resolve) => resolve(onUpdate(change))), signal);
        } catch (error) {
          return signal.aborted ? await afterAbort(step.data) : storeError(error);
        }
        // A change that Redis does not take, since it is full, is only not reported.
        await wait.updateProgress(storeJob(change)).catch(errors.report);
      }
      return step.outcome ?? (await putBack(wait, step.data, step.dueAt, token));
    } finally {
      release();
      cancelStart();
      cancelDeadline();
    }
  }

  /** A poll is one attempt; the next poll is the same job of BullMQ again, later. */
  async function putBack(wait: Wait, data: JobData, dueAt: number, token: string | undefined): Promise<never> {
    // Whatever becomes of the record (a full Redis takes none), the pause is kept.
    await wait.updateData({ ...data, dueAt, starts: wait.attemptsStarted }).catch(errors.report);
    await wait.moveToDelayed(time.toLocal(dueAt), token);
    throw new DelayedError();
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

  const worker = new PollingWorker<JobData, StoredOutcome>(queue.name, attempt, {
    ...redis,
    concurrency: 1,
    limiter: limiterWindow(limit.requestsPerSecond),
    lockDuration: LOCK_DURATION,
    stalledInterval: STALLED_INTERVAL,
    maxStalledCount: Number.MAX_SAFE_INTEGER,
    runRetryDelay: RUN_RETRY_DELAY,
  });
  const breaks = createBreaks(worker, timers, closing.signal, errors.report);
  worker.on("error", (error) => {
    errors.report(error);
    breaks.afterError();
  });
  // An attempt whose result Redis did not take, or for which its time could not be read.
  worker.on("failed", (_, error) => errors.report(error));
  worker.on("stalled", (id) => {
    repairUnreadable(queue, id).catch(errors.report);
  });

  return {
    isRefused: breaks.isRefused,
    async stop(): Promise<void> {
      closing.abort();
      await worker.close();
    },
  };
}
