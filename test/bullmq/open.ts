import { randomUUID } from "node:crypto";
import { type ConnectionOptions, Queue } from "bullmq";
import {
  openWaits,
  type RedisOptions,
  startWaitWorker,
  type Waits,
  type WaitsOptions,
  type WaitWorker,
  type WaitWorkerOptions,
} from "huaweicloud-jobs/bullmq";
import { expect, onTestFinished } from "vitest";
import { token } from "../helpers/fake-client.ts";
import { useRedis } from "../helpers/redis.ts";
import { prepareRedis, type Redis, type RedisSettings } from "../helpers/redis-server.ts";

export const projectId = "5f1e2d3c4b5a69788796a5b4c3d2e1f0";

const endpoints = { dcs: "https://dcs.test" } as const;

/** A reference to a job of this test alone. */
export function newRef() {
  return { service: "dcs", id: randomUUID() } as const;
}

/** Intervals short enough for a test, in milliseconds. */
export const quick = { interval: { min: 20, max: 40 } };

/** Registers a clean-up for the end of a test. Concurrent tests each need their own. */
export type Finishing = (finish: () => void | Promise<void>) => void;

/** A Redis of this test alone. */
export async function startTestRedis(finishing: Finishing, settings?: RedisSettings): Promise<Redis> {
  const redis = await prepareRedis(settings);
  finishing(() => redis.remove());
  await redis.start();
  return redis;
}

/** Waits that are closed at the end of the test. */
export function openTestWaits(
  options: RedisOptions & Partial<WaitsOptions>,
  finishing: Finishing = onTestFinished,
): Waits {
  const waits = openWaits({ projectId, ...(options.cloud === undefined && { endpoints }), ...options });
  finishing(() => waits.close());
  return waits;
}

type WorkerOptions = Parameters<typeof startWaitWorker>[0];

/** A Redis for the tests of a file, and what each of them opens on it until it ends. */
export function useTestRedis() {
  const used = useRedis();
  return {
    get connection() {
      return used.redis.connection;
    },
    openWaits: (options: Partial<RedisOptions & WaitsOptions> = {}) =>
      openTestWaits({ connection: used.redis.connection, ...options }),
    startWorker: (options: Partial<RedisOptions & WorkerOptions>) =>
      startTestWorker({ connection: used.redis.connection, ...options }),
  };
}

/** A worker with a fake network, closed at the end of the test. */
export function startTestWorker(
  options: RedisOptions & Partial<WorkerOptions>,
  finishing: Finishing = onTestFinished,
): WaitWorker {
  const worker = startWaitWorker({
    ...(options.cloud === undefined && { endpoints }),
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

/** The queue that has the waits of this test's endpoint, as any user of BullMQ opens it. */
export async function withQueue<T>(
  connection: ConnectionOptions,
  use: (queue: Queue) => Promise<T>,
  { name = "dcs dcs.test", prefix = "{huaweicloud-jobs}" } = {},
): Promise<T> {
  const queue = new Queue(name, { connection, prefix });
  try {
    return await use(queue);
  } finally {
    await queue.close();
  }
}

/** Lets so many milliseconds pass for a wait that was polled and is due much later, and makes it due. */
export async function ageWait(connection: ConnectionOptions, ref: { readonly id: string }, by: number): Promise<void> {
  await withQueue(connection, async (queue) => {
    const id = `${projectId}/${ref.id}`;
    await expect.poll(() => queue.getJobState(id)).toBe("delayed");
    const wait = await queue.getJob(id);
    const { addedAt, dueAt } = wait?.data ?? {};
    await wait?.updateData({ ...wait.data, addedAt: addedAt - by, dueAt: Math.min(dueAt, Date.now()) });
    await wait?.promote();
  });
}

/** References to jobs of this test alone. */
export function newRefs(count: number): ReturnType<typeof newRef>[] {
  return Array.from({ length: count }, newRef);
}

/** How each wait ended. */
export async function endsOf(
  waits: Waits,
  refs: readonly ReturnType<typeof newRef>[],
  onEnd: (count: number) => void = () => {},
): Promise<{ readonly id: string; readonly end: string }[]> {
  const ends: { id: string; end: string }[] = [];
  for await (const event of waits.watch(refs)) {
    if (event.type === "outcome") {
      ends.push({ id: event.ref.id, end: event.job?.state ?? `${event.error?.name}: ${event.error?.message}` });
      onEnd(ends.length);
    }
  }
  return ends.sort(byId);
}

/** Each of these references with the same end. */
export function allEnd(refs: readonly { readonly id: string }[], end = "succeeded") {
  return refs.map(({ id }) => ({ id, end })).sort(byId);
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}
