import { DelayedError, type Job, Queue, Worker } from "bullmq";
import type { RateLimit } from "../http/rate.ts";
import type { Permit } from "../http/rate-limiter.ts";
import type { Rejection } from "../http/response-error.ts";
import { type AnyJob, isTerminal } from "../job.ts";
import type { ResolvedOptions } from "../options.ts";
import { failedPoll, type PollResult } from "../polling/decide.ts";
import { emitPoll, type JobRequest } from "../polling/poller.ts";
import type { CheckedRef } from "../services/job-ref.ts";
import { abortable, forwardAbort } from "../util/abort.ts";
import { closeWithTimeout } from "./close-with-timeout.ts";
import { deadlineOf, type JobData, type StoredOutcome, stateOf, storeError, storeJob } from "./job-data.ts";
import { limiterWindow } from "./limiter-window.ts";
import { nextStep, pauseAfter, timeoutOutcome } from "./next-step.ts";
import { queueName, type ResolvedRedisOptions } from "./queues.ts";

/** What a worker has for each of its services. */
export interface WorkerContext extends ResolvedRedisOptions {
  readonly plan: ResolvedOptions;
  readonly limit: RateLimit;
  readonly lookAt: (ref: CheckedRef) => JobRequest;
  readonly onUpdate: (job: AnyJob) => unknown;
}

/** Requests of one worker to one service that are under way at most. */
const DEFAULT_CONCURRENCY = 100;

/**
 * The first request of a process is slow. Turns that are taken meanwhile would be used all at once, and beyond the rate,
 * so that it is alone, but not for longer than this, in milliseconds.
 */
const SLOW_START = 1_000;

/**
 * When a worker dies, its polls are left behind. Others take them over once the lock is out, at the next of these
 * checks; in milliseconds.
 */
const LOCK = 5_000;
const CHECK_FOR_LOST = 2_000;

/** When Redis is back, a worker goes on after this, in milliseconds; BullMQ's default of 15 s would be a long silence. */
const AFTER_REDIS_WAS_AWAY = 1_000;

type Wait = Job<JobData, StoredOutcome, string>;

/** BullMQ's worker; it also ends while Redis is away. */
class Serving extends Worker<JobData, StoredOutcome> {
  override close(): Promise<void> {
    return closeWithTimeout({ close: () => super.close(), backend: this.backend }, async () => {
      // Its timer would keep the process alive.
      await this.lockManager.close();
      await this.backend.close(true);
    });
  }
}

/** Polls the jobs of one service; returns what stops it. */
export function startPollWorker(
  service: string,
  { plan, redis, onRedisError, limit, lookAt, onUpdate }: WorkerContext,
): () => Promise<void> {
  const { alarms, clock, emit } = plan;
  const name = queueName(service);
  const queue = new Queue(name, redis);
  const closing = new AbortController();
  const most = limit.concurrency ?? DEFAULT_CONCURRENCY;
  let quietUntil = 0;

  /** One poll of one wait: one attempt of BullMQ. */
  async function process(wait: Wait, token: string | undefined): Promise<StoredOutcome> {
    const { data: record } = wait;
    const deadline = alarms.now() + deadlineOf(record) - clock.now();
    if (deadline <= alarms.now()) {
      return timeoutOutcome(record);
    }
    const controller = new AbortController();
    const { signal } = controller;
    const untie = forwardAbort(closing.signal, controller);
    const cancelStart = worker.concurrency < most ? alarms.schedule(alarms.now() + SLOW_START, startAll) : () => {};
    const cancelDeadline = Number.isFinite(deadline) ? alarms.schedule(deadline, () => controller.abort()) : () => {};
    /** What becomes of a wait that was cut: its time is up, or another worker polls it again. */
    const afterCut = (known: JobData) =>
      closing.signal.aborted
        ? putBack(wait, record, clock.now() + record.rules.interval.min, token)
        : timeoutOutcome(known);
    try {
      const heard: { refusal?: Rejection | undefined } = {};
      // The turn was BullMQ's to give.
      const turn: Permit = { report: (refusal) => Object.assign(heard, { refusal }), release() {} };
      const look = lookAt(record.ref).fetchJob({ signal, turn, maxAttempts: 1 });
      const seen: PollResult = await abortable(look, signal).catch(failedPoll);
      worker.concurrency = most;
      if (heard.refusal !== undefined) {
        await pause(pauseAfter(heard.refusal));
      }
      if (signal.aborted) {
        return await afterCut(record);
      }
      emitPoll(emit, record.ref, wait.attemptsStarted, seen, stateOf(record).last);
      const step = nextStep(record, seen, clock.now());
      const { change } = step;
      if (change !== undefined) {
        if (isTerminal(change)) {
          // The job made it in time, however long its listener takes.
          cancelDeadline();
        }
        try {
          await abortable(new Promise((told) => told(onUpdate(change))), signal);
        } catch (error) {
          return signal.aborted ? await afterCut(step.record) : storeError(record.ref, error);
        }
        await wait.updateProgress(storeJob(change));
      }
      return step.outcome ?? (await putBack(wait, step.record, step.dueAt, token));
    } finally {
      untie();
      cancelStart();
      cancelDeadline();
    }
  }

  function startAll(): void {
    worker.concurrency = most;
    // BullMQ looks for more when a poll has ended, or else when it is resumed.
    worker.pause(true).then(() => worker.resume(), onRedisError);
  }

  /** All workers leave the service alone for a while, and never less long than another answer has asked for. */
  async function pause(quiet: number): Promise<void> {
    quietUntil = Math.max(quietUntil, clock.now() + quiet);
    const told = await queue.getRateLimitTtl();
    const left = quietUntil - clock.now();
    if (told < left) {
      await queue.rateLimit(left);
    }
  }

  const worker = new Serving(name, process, {
    ...redis,
    concurrency: 1,
    limiter: limiterWindow(limit.requestsPerSecond),
    lockDuration: LOCK,
    stalledInterval: CHECK_FOR_LOST,
    maxStalledCount: Number.MAX_SAFE_INTEGER,
    runRetryDelay: AFTER_REDIS_WAS_AWAY,
  });
  worker.on("error", onRedisError);
  queue.on("error", onRedisError);

  return async () => {
    closing.abort();
    await worker.close();
    await closeWithTimeout(queue);
  };
}

/** A poll is one attempt; the next one is the same job of BullMQ again, later. */
async function putBack(wait: Wait, record: JobData, dueAt: number, token: string | undefined): Promise<never> {
  await wait.updateData(record);
  await wait.moveToDelayed(dueAt, token);
  throw new DelayedError();
}
