import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";
import { describe, expect, test } from "vitest";
import { errorResponse } from "../helpers/fake-client.ts";
import type { Redis as TestRedis } from "../helpers/redis-server.ts";
import { answersOf, newRef, quick, useTestRedis } from "./open.ts";

const running = { status: "RUNNING" };
const success = { status: "SUCCESS" };

describe("workers of one Redis", () => {
  const here = useTestRedis();

  test("a 429 to one of them pauses all of them, for the longest Retry-After", async () => {
    const refs = [newRef(), newRef(), newRef()];
    const waits = here.openWaits();
    const refusals = [errorResponse(429, "", { "Retry-After": "1" }), errorResponse(429, "", { "Retry-After": "0" })];
    const asked: { at: number; isRefused: boolean }[] = [];
    const fetch = async () => {
      const refusal = refusals.shift();
      asked.push({ at: performance.now(), isRefused: refusal !== undefined });
      if (refusal === undefined) {
        return new Response(JSON.stringify(success));
      }
      // Both refusals are in flight at the same time; the one with the shorter Retry-After arrives last.
      const isLast = asked.length === 2;
      while (asked.length < 2) {
        await pause(1);
      }
      await pause(isLast ? 20 : 0);
      return refusal;
    };
    here.startWorker({ fetch, rateLimit: { requestsPerSecond: 200 } });
    here.startWorker({ fetch, rateLimit: { requestsPerSecond: 200 } });
    await waits.add(refs.slice(0, 2), quick);
    await expect.poll(() => isPaused(here.connection)).toBe(true);
    await waits.add(refs.slice(2), quick);
    await Promise.all(refs.map((ref) => waits.outcome(ref)));
    const refused = asked.filter(({ isRefused }) => isRefused).map(({ at }) => at);
    const good = asked.filter(({ isRefused }) => !isRefused).map(({ at }) => at);
    expect(refused).toHaveLength(2);
    expect(Math.min(...good) - Math.max(...refused)).toBeGreaterThanOrEqual(999);
  });

  test("share one rate limit", async () => {
    const refs = Array.from({ length: 40 }, newRef);
    const waits = here.openWaits();
    const rate = 50;
    const asked: number[] = [];
    const began = performance.now();
    const fetch = async () => {
      asked.push(performance.now() - began);
      return new Response(JSON.stringify(asked.length < 4 * rate ? running : success));
    };
    here.startWorker({ fetch, rateLimit: { requestsPerSecond: rate } });
    here.startWorker({ fetch, rateLimit: { requestsPerSecond: rate } });
    await waits.add(refs, quick);
    await Promise.all(refs.map((ref) => waits.outcome(ref)));
    // Two independent workers would take half as long.
    expect(asked[4 * rate - 1]).toBeGreaterThanOrEqual(3_000);
  });

  test("a worker that closes returns its polls, and another one continues", async () => {
    const [silent, told] = [newRef(), newRef()];
    const waits = here.openWaits();
    const urls: string[] = [];
    const updates: string[] = [];
    const first = here.startWorker({
      fetch(url, init) {
        urls.push(url);
        return url.endsWith(told.id) ? answersOf(running)(url, init) : new Promise(() => {});
      },
      onUpdate(job) {
        updates.push(job.id);
        return new Promise(() => {});
      },
    });
    await waits.add([silent, told], quick);
    // If the first request of a worker hangs, it is given up after a second, and repeated.
    await expect.poll(() => urls.some((url) => url.endsWith(silent.id)) && updates.length === 1).toBe(true);
    await first.close();
    here.startWorker({ fetch: answersOf(success), onUpdate: (job) => updates.push(job.id) });
    for (const ref of [silent, told]) {
      expect(await waits.outcome(ref)).toMatchObject({ job: { state: "succeeded" } });
    }
    expect(updates).toEqual(expect.arrayContaining([told.id, silent.id]));
  });

  test("they store no credential in Redis, not even one that a server echoes", async () => {
    const refs = [newRef(), newRef(), newRef()];
    const waits = here.openWaits();
    const token = "CANARY-token-0123456789";
    const echo = { status: "RUNNING", job_type: token, fail_reason: `no ${token}`, token };
    const words = { error_code: token, error_msg: `bad ${token}`, request_id: token };
    const answers = {
      [refs[0]?.id ?? ""]: answersOf(echo, { ...echo, status: "SUCCESS" }),
      [refs[1]?.id ?? ""]: answersOf(errorResponse(503, words, { "X-Request-Id": token }), errorResponse(403, words)),
      [refs[2]?.id ?? ""]: answersOf(errorResponse(503, words, { "X-Request-Id": token })),
    };
    here.startWorker({
      credentials: { token },
      fetch: async (url, init) =>
        (await answers[url.slice(url.lastIndexOf("/") + 1)]?.(url, init)) ?? errorResponse(404),
    });
    await waits.add(refs.slice(0, 2), { ...quick, unauthorizedGrace: 0 });
    await waits.add(refs.slice(2), { ...quick, timeout: 400 });
    const outcomes = await Promise.all(refs.map((ref) => waits.outcome(ref)));
    expect(outcomes).toMatchObject([
      { job: { type: "[redacted]" } },
      { error: { code: "[redacted]" } },
      { error: { name: "WaitTimeoutError" } },
    ]);
    const everything = await dumpOf(here.connection);
    expect(everything).toContain(refs[0]?.id);
    expect(everything).not.toContain("CANARY");
  });

  test("a worker without an endpoint for a service leaves its waits to others", async () => {
    const ref = { ...newRef(), service: "workspace" } as const;
    const endpoints = { workspace: "https://workspace.test" };
    const waits = here.openWaits({ endpoints });
    await waits.add([ref], quick);
    here.startWorker({ fetch: answersOf(success) });
    here.startWorker({ endpoints, fetch: answersOf({ status: "SUCCESS", job_id: ref.id }) });
    expect(await waits.outcome(ref)).toMatchObject({ job: { service: "workspace", state: "succeeded" } });
  });
});

/** Whether all workers pause: BullMQ then sets the counter of the rate limit to the largest integer. */
async function isPaused(connection: TestRedis["connection"]): Promise<boolean> {
  const redis = new Redis(connection);
  const keys = await redis.keys("*:limiter");
  const counts = await Promise.all(keys.map((key) => redis.get(key)));
  redis.disconnect();
  return counts.some((count) => Number(count) >= Number.MAX_SAFE_INTEGER);
}

/** All keys and values, as text. */
async function dumpOf(connection: TestRedis["connection"]): Promise<string> {
  const redis = new Redis(connection);
  const texts: string[] = [];
  for (const key of await redis.keys("*")) {
    const type = await redis.type(key);
    const read = {
      hash: () => redis.hgetall(key),
      string: () => redis.get(key),
      list: () => redis.lrange(key, 0, -1),
      set: () => redis.smembers(key),
      zset: () => redis.zrange(key, 0, -1),
      stream: () => redis.xrange(key, "-", "+"),
    }[type];
    texts.push(key, JSON.stringify(await read?.()));
  }
  redis.disconnect();
  return texts.join("\n");
}
