import { randomUUID } from "node:crypto";
import {
  openWaits,
  type RedisOptions,
  startWaitWorker,
  type Waits,
  type WaitWorker,
  type WaitWorkerOptions,
} from "huaweicloud-jobs/bullmq";
import { onTestFinished } from "vitest";
import { token } from "../helpers/answering-client.ts";
import { prepareRedis, type Redis } from "../helpers/redis-server.ts";

export const projectId = "5f1e2d3c4b5a69788796a5b4c3d2e1f0";

/** A reference to a job that no other test knows of. */
export function newRef() {
  return { service: "dcs", id: randomUUID() } as const;
}

/** Pauses that a test can wait for, in milliseconds. */
export const quick = { interval: { min: 20, max: 40 } };

/** What is to be done when the test is over; tests that run at the same time have each their own. */
export type Finishing = (finish: () => void | Promise<void>) => void;

/** A Redis that only this test has. */
export async function startTestRedis(finishing: Finishing): Promise<Redis> {
  const redis = await prepareRedis();
  finishing(() => redis.remove());
  await redis.start();
  return redis;
}

/** Waits that are closed when the test is over. */
export function openTestWaits(redis: RedisOptions, finishing: Finishing = onTestFinished): Waits {
  const waits = openWaits({ projectId, ...redis });
  finishing(() => waits.close());
  return waits;
}

type WorkerOptions = Parameters<typeof startWaitWorker>[0];

/** A worker with a fake network, which is closed when the test is over. */
export function startTestWorker(
  options: RedisOptions & Partial<WorkerOptions>,
  finishing: Finishing = onTestFinished,
): WaitWorker {
  const worker = startWaitWorker({
    endpoints: { dcs: "https://dcs.test" },
    credentials: { token },
    rateLimit: { requestsPerSecond: 500 },
    ...options,
  });
  finishing(() => worker.close());
  return worker;
}

/** Answers with these one after the other about each job, with the last one again and again. */
export function answersOf(...answers: readonly (object | Response)[]): NonNullable<WaitWorkerOptions["fetch"]> {
  const asked = new Map<string, number>();
  return async (url) => {
    const count = asked.get(url) ?? 0;
    asked.set(url, count + 1);
    const answer = answers[Math.min(count, answers.length - 1)];
    return answer instanceof Response ? answer.clone() : new Response(JSON.stringify(answer));
  };
}

/** All that comes. */
export async function allOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) {
    all.push(item);
  }
  return all;
}
