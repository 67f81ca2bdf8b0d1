import { DelayedError, type Job, Queue, Worker } from "bullmq";
import { race, tie } from "../abort.ts";
import type { ClientPlan } from "../client-options.ts";
import type { Refusal } from "../http/answer-error.ts";
import { type AnyJob, isTerminal } from "../job.ts";
import type { CheckedRef } from "../services/job-ref.ts";
import type { Turn } from "../transport/limiter.ts";
import type { RateLimit } from "../transport/rate.ts";
import { tellOfPoll } from "../waiting/poll-events.ts";
import type { Target } from "../waiting/poller.ts";
import { failedPoll, type Seen } from "../waiting/wait-state.ts";
import { closeSoon } from "./closing.ts";
import { paceOf } from "./pace.ts";
import { queueName, type RedisPlan } from "./queues.ts";
import { deadlineOf, type StoredOutcome, stateOf, storeError, storeJob, type WaitRecord } from "./record.ts";
import { quietFor, stepAfter, timedOut } from "./step.ts";

/** What a worker has for each of its services. */
export interface Surroundings extends RedisPlan {
  readonly plan: ClientPlan;
  readonly limit: RateLimit;
  readonly lookAt: (ref: CheckedRef) => Target;
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

type Wait = Job<WaitRecord, StoredOutcome, string>;

/** BullMQ's worker; it also ends while Redis is away. */
class Serving extends Worker<WaitRecord, StoredOutcome> {
  override close(): Promise<void> {
    return closeSoon({ close: () => super.close(), backend: this.backend }, async () => {
      // Its timer would keep the process alive.
      await this.lockManager.close();
      await this.backend.close(true);
    });
  }
}

/** Polls the jobs of one service; returns what stops it. */
export function serve(
  service: string,
  { plan, redis, onRedisError, limit, lookAt, onUpdate }: Surroundings,
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
      return timedOut(record);
    }
    const controller = new AbortController();
    const { signal } = controller;
    const untie = tie(closing.signal, controller);
    const cancelStart = worker.concurrency < most ? alarms.set(alarms.now() + SLOW_START, startAll) : () => {};
    const cancelDeadline = Number.isFinite(deadline) ? alarms.set(deadline, () => controller.abort()) : () => {};
    /** What becomes of a wait that was cut: its time is up, or another worker polls it again. */
    const afterCut = (known: WaitRecord) =>
      closing.signal.aborted ? putBack(wait, record, clock.now() + record.rules.interval.min, token) : timedOut(known);
    try {
      const heard: { refusal?: Refusal | undefined } = {};
      // The turn was BullMQ's to give.
      const turn: Turn = { answered: (refusal) => Object.assign(heard, { refusal }), end() {} };
      const look = lookAt(record.ref).look({ signal, turn, maxAttempts: 1 });
      const seen: Seen = await race(look, signal).catch(failedPoll);
      worker.concurrency = most;
      if (heard.refusal !== undefined) {
        await pause(quietFor(heard.refusal));
      }
      if (signal.aborted) {
        return await afterCut(record);
      }
      tellOfPoll(emit, record.ref, wait.attemptsStarted, seen, stateOf(record).last);
      const step = stepAfter(record, seen, clock.now());
      const { change } = step;
      if (change !== undefined) {
        if (isTerminal(change)) {
          // The job made it in time, however long its listener takes.
          cancelDeadline();
        }
        try {
          await race(new Promise((told) => told(onUpdate(change))), signal);
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
    limiter: paceOf(limit.requestsPerSecond),
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
    await closeSoon(queue);
  };
}

/** A poll is one attempt; the next one is the same job of BullMQ again, later. */
async function putBack(wait: Wait, record: WaitRecord, dueAt: number, token: string | undefined): Promise<never> {
  await wait.updateData(record);
  await wait.moveToDelayed(dueAt, token);
  throw new DelayedError();
}
