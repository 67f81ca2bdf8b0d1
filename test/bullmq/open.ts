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
import { token } from "../helpers/fake-client.ts";
import { prepareRedis, type Redis } from "../helpers/redis-server.ts";

export const projectId = "5f1e2d3c4b5a69788796a5b4c3d2e1f0";

/** A reference to a job of this test alone. */
export function newRef() {
  return { service: "dcs", id: randomUUID() } as const;
}

/** Intervals short enough for a test, in milliseconds. */
export const quick = { interval: { min: 20, max: 40 } };

/** Registers a clean-up for the end of a test. Concurrent tests each need their own. */
export type Finishing = (finish: () => void | Promise<void>) => void;

/** A Redis of this test alone. */
export async function startTestRedis(finishing: Finishing): Promise<Redis> {
  const redis = await prepareRedis();
  finishing(() => redis.remove());
  await redis.start();
  return redis;
}

/** Waits that are closed at the end of the test. */
export function openTestWaits(redis: RedisOptions, finishing: Finishing = onTestFinished): Waits {
  const waits = openWaits({ projectId, ...redis });
  finishing(() => waits.close());
  return waits;
}

type WorkerOptions = Parameters<typeof startWaitWorker>[0];

/** A worker with a fake network, closed at the end of the test. */
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

/** Responds with these in turn for each job, and then with the last one. */
export function answersOf(...answers: readonly (object | Response)[]): NonNullable<WaitWorkerOptions["fetch"]> {
  const asked = new Map<string, number>();
  return async (url) => {
    const count = asked.get(url) ?? 0;
    asked.set(url, count + 1);
    const answer = answers[Math.min(count, answers.length - 1)];
    return answer instanceof Response ? answer.clone() : new Response(JSON.stringify(answer));
  };
}

/** All items, in an array. */
export async function allOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) {
    all.push(item);
  }
  return all;
}
